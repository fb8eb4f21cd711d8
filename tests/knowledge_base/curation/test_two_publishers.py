"""Two processes whose time to publish the same scheduled release comes at one moment."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.engine import Engine

from bot.clock import now
from bot.database import engine
from knowledge_base.curation.audit import Audit, Wanted
from knowledge_base.curation.deliveries import Deliveries
from knowledge_base.curation.drafts import Drafts
from knowledge_base.curation.outgoing import Outgoing
from knowledge_base.curation.releases import Releases
from knowledge_base.curation.telling import telling
from knowledge_base.curation.webhooks import Webhooks
from knowledge_base.sources import Sources
from knowledge_base.store import ArticleStore
from tests.knowledge_base.curation.conftest import PUK, Clock

PROCESSES = 2


@pytest.fixture
def heard() -> Iterator[tuple[str, list[bytes]]]:
    """Where news are taken in, and what came."""
    bodies: list[bytes] = []

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/", bodies
    server.shutdown()
    server.server_close()


class Together(Sources):
    """Waits, once the release was seen to be due, until every process has seen it."""

    barrier: Any

    def held(self, connection: Any = None) -> Any:
        if connection is None:
            self.barrier.wait(30)
        return super().held(connection)


def publisher(url: str, folder: Path, barrier: Any, made: Any) -> None:
    """A process as the desk runs it: what is due goes live, and the news go out."""
    database = engine(url)
    sources = Together(folder, ArticleStore(database))
    sources.barrier = barrier
    found = Releases(sources=sources, told=telling()).due()
    barrier.wait(30)
    sent = Outgoing(Deliveries(database)).run()
    made.put(([one.number for one in found], sent))


def test_one_release_and_one_piece_of_news_come_of_it(
    file: Engine, clock: Clock, tmp_path: Path, heard: tuple[str, list[bytes]]
) -> None:
    address, bodies = heard
    sources = Sources(tmp_path / "articles", ArticleStore(file))
    Drafts(sources=sources).save(PUK, "awa")
    Webhooks(file).add(address, ["release.published"], "ada")
    Releases(sources=sources).publish("awa", "Noël", at=now() + timedelta(hours=1))
    clock.set("2026-11-24T12:00:00+01:00")
    context = get_context("spawn")
    barrier, made = context.Barrier(PROCESSES), context.Queue()
    given = str(file.url), sources.folder, barrier, made
    running = [context.Process(target=publisher, args=given) for _ in range(PROCESSES)]
    for one in running:
        one.start()
    results = sorted(made.get(timeout=60) for _ in running)
    for one in running:
        one.join(30)
    assert [one.exitcode for one in running] == [0, 0]
    assert sorted(numbers for numbers, _ in results) == [[], [1]]
    assert sum(sent for _, sent in results) == len(bodies) == 1
    (release,) = Releases(sources=sources).all()
    assert release.state == "live" and sources.read().articles == {PUK.key: PUK}
    assert len(Audit(file).page(Wanted(what="release.publish"))) == 1
