"""The console's Listen buttons, wired as the gateway wires them: a real voice, a real file."""

from __future__ import annotations

import io
import wave
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI

from bot.database import engine
from bot.settings import settings
from connectors import rooms
from connectors.limits import Addresses
from connectors.queue import Queue
from tests.knowledge_base.console.conftest import Colleague
from tests.knowledge_base.console.publishing import PUK, Shop
from tests.knowledge_base.gate.conftest import WordEncoder


@pytest.fixture
def wired(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FastAPI]:
    monkeypatch.setenv("GUICHET_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("GUICHET_DATABASE_URL", f"sqlite:///{tmp_path / 'console.db'}")
    settings.cache_clear()
    engine.cache_clear()
    shop, app = Shop(tmp_path, WordEncoder()), FastAPI()
    console = rooms.console(shop.live, Queue(Addresses(["127.0.0.1"]), print))
    app.mount("/console", console.site())
    yield app
    shop.live.close()
    settings.cache_clear()
    engine.cache_clear()


def signed_in(app: FastAPI, name: str) -> Colleague:
    made = Colleague(app)
    assert made.sign_in(name).status_code == 303
    return made


def seconds(content: bytes) -> float:
    with wave.open(io.BytesIO(content)) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (16_000, 1, 2)
        assert any(file.readframes(file.getnframes()))
        return file.getnframes() / file.getframerate()


def test_an_article_is_heard_while_it_is_written(wired: FastAPI) -> None:
    curator = signed_in(wired, "curator")
    assert "/console/article-listen/fr" in curator.get("/articles/puk").text
    said = [{"fr_voice": "Composez le 3900."}, {"fr_voice": "", "fr_body": "Composez le **3900**, " * 6}]
    short, long = (curator.post("/article-listen/fr", **one) for one in said)
    for heard in (short, long):
        assert (heard.status_code, heard.headers["content-type"]) == (200, "audio/wav")
    assert seconds(long.content) > 2 * seconds(short.content) > 1
    assert curator.post("/article-listen/fr", fr_voice="", fr_body="").status_code == 404


def test_an_answer_that_is_tried_by_voice_is_heard(wired: FastAPI) -> None:
    reader, asked = signed_in(wired, "reader"), {"q": PUK.phrasings[0], "language": "fr"}
    page = reader.get("/try", params={**asked, "channel": "voice"}).text
    assert 'formaction="/console/try/listen" data-listen' in page and "/listen.js" in page
    assert "try/listen" not in reader.get("/try", params=asked).text
    heard = reader.post("/try/listen", **asked, version="live")
    assert (heard.status_code, heard.headers["content-type"]) == (200, "audio/wav")
    assert seconds(heard.content) > 0.5
    assert reader.post("/try/listen", q="zzz", language="fr", version="live").status_code == 404
