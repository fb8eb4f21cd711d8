"""The doctor finds each thing that is wrong, says what to do, and ends with 1."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot.database import engine, migrate
from bot.encoder_setup import NAME, SERVED
from tests.conftest import PREPARED, ROOT, Desk, free_port, missing_service
from tests.faults.test_serve import guichet

OTHER_PYTHONS = ("/usr/bin/python3", "/usr/local/bin/python3")


@pytest.fixture
def house(tmp_path: Path) -> Desk:
    """All that a desk needs, in copies that may be broken; nothing runs."""
    desk = Desk(tmp_path / "data")
    for kind in (SERVED, NAME, "rasa"):
        there = PREPARED / "models" / kind
        shutil.copytree(there, desk.data / "models" / kind, copy_function=os.symlink)
    shutil.copytree(PREPARED / "knowledge", desk.data / "knowledge", symlinks=True)
    database = f"sqlite:///{desk.data / 'guichet.db'}"
    migrate(database)
    engine(database).dispose()  # nothing is left in a journal beside it
    return desk


@pytest.fixture
def stranger() -> Iterator[int]:
    """Something else listens on a port, and says nothing."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        yield int(held.getsockname()[1])


def ills(desk: Desk) -> dict[str, dict[str, Any]]:
    """What is not well, by its name; the exit code says whether anything is."""
    told = guichet(desk, "doctor", "--json")
    assert "Traceback" not in told.stderr
    found = {one["thing"]: one for one in json.loads(told.stdout) if not one["well"]}
    assert told.returncode == (1 if found else 0)
    assert all(one["advice"] for one in found.values()), "what is wrong comes with advice"
    return found


def replaced(path: Path, content: bytes) -> None:
    """Other content, without touching what is linked to."""
    path.unlink()
    path.write_bytes(content)


def test_a_whole_house_has_no_ills(house: Desk) -> None:
    assert ills(house) == {}


def test_what_is_wrong_is_marked_for_people_too(house: Desk) -> None:
    (house.data / "guichet.db").unlink()
    shown = guichet(house, "doctor")
    assert shown.returncode == 1 and "Traceback" not in shown.stderr
    (line,) = [line for line in shown.stdout.splitlines() if "✘" in line]
    assert "database" in line and "guichet prepare" in line


def test_a_missing_model(house: Desk) -> None:
    shutil.rmtree(house.data / "models" / "rasa")
    found = ills(house)
    assert set(found) == {"Rasa model"}
    assert found["Rasa model"]["advice"] == "run `guichet train`"


def test_a_model_that_was_cut_short_is_found_and_not_served(house: Desk) -> None:
    for model in (house.data / "models" / "rasa").iterdir():
        replaced(model, model.read_bytes()[:100_000])
    found = ills(house)
    assert set(found) == {"Rasa model"} and "damaged" in found["Rasa model"]["state"]
    assert "guichet train --force" in found["Rasa model"]["advice"]
    refused = guichet(house, "dialogue")
    assert refused.returncode == 1 and "guichet train --force" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_damaged_encoder(house: Desk) -> None:
    replaced(house.data / "models" / SERVED / "model.onnx", b"half a model")
    assert ills(house)["encoder"]["state"] == "damaged"


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("/nowhere/e5", "no folder /nowhere/e5"),
        ("someone/never-fetched", "not fetched yet"),
        ("{data}/knowledge", "no SentenceTransformer"),
    ],
)
def test_an_encoder_that_is_not_there(house: Desk, name: str, state: str) -> None:
    house.extra["GUICHET_ENCODER"] = name.format(data=house.data)
    found = ills(house)
    assert state in found["encoder"]["state"]
    assert "Rasa model" in found, "it was trained with another encoder"


def test_a_damaged_index(house: Desk) -> None:
    vectors = max((house.data / "knowledge" / "versions").glob("*/*.faiss"))
    replaced(vectors, vectors.read_bytes()[:-4])
    found = ills(house)
    assert set(found) == {"knowledge index"}
    assert "refused" in found["knowledge index"]["state"]
    assert "guichet kb build" in found["knowledge index"]["advice"]


def test_a_database_that_is_not_made(house: Desk) -> None:
    (house.data / "guichet.db").unlink()
    assert set(ills(house)) == {"database"}
    assert not (house.data / "guichet.db").exists(), "the doctor only looks"


def test_a_database_that_is_no_database(house: Desk) -> None:
    replaced(house.data / "guichet.db", b"not a database at all" * 100)
    found = ills(house)
    assert set(found) == {"database"} and "unreachable" in found["database"]["state"]


def test_a_database_of_an_older_version(house: Desk) -> None:
    with engine(f"sqlite:///{house.data / 'guichet.db'}").begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    found = ills(house)
    assert "another version" in found["database"]["state"]
    assert found["database"]["advice"] == "run `guichet prepare`"


@pytest.mark.parametrize(
    ("url", "state"),
    [
        ("postgresql://guichet:secret-word@127.0.0.1:{port}/guichet", "postgresql, unreachable"),
        ("not a url, secret-word", "its URL cannot be read"),
        ("oracle://guichet:secret-word@127.0.0.1/x", "oracle, unreachable"),
        ("nonsense://secret-word", "its URL cannot be read"),
    ],
)
def test_a_database_that_cannot_be_reached(house: Desk, url: str, state: str) -> None:
    house.extra["GUICHET_DATABASE_URL"] = url.format(port=free_port())
    found = ills(house)
    assert found["database"]["state"] == state
    assert "GUICHET_DATABASE_URL" in found["database"]["advice"]
    assert "secret-word" not in json.dumps(found)


@pytest.mark.parametrize(
    ("port", "thing", "variable"),
    [
        ("gateway_port", "port of the gateway", "GUICHET_GATEWAY_PORT"),
        ("dialogue_port", "port of the dialogue", "GUICHET_DIALOGUE_PORT"),
        ("voice_port", "telephone", "GUICHET_VOICE_PORT"),
        ("audiosocket_port", "port of AudioSocket", "GUICHET_AUDIOSOCKET_PORT"),
        ("fastagi_port", "port of FastAGI", "GUICHET_FASTAGI_PORT"),
    ],
)
def test_a_port_that_somebody_else_holds(
    house: Desk, stranger: int, port: str, thing: str, variable: str
) -> None:
    setattr(house, port, stranger)
    found = ills(house)
    assert set(found) == {thing}
    assert "taken" in found[thing]["state"] and variable in found[thing]["advice"]


def test_a_disk_without_room() -> None:
    full = Desk(Path("/proc/guichet"))
    assert shutil.disk_usage("/proc").free == 0
    found = ills(full)
    assert found["disk"]["state"] == "0.0 GB free" and "2 GB" in found["disk"]["advice"]


def test_a_speech_recogniser_that_is_not_there(house: Desk) -> None:
    house.extra["GUICHET_VOSK_MODEL_FR"] = "/nowhere/vosk"
    found = ills(house)
    assert set(found) == {"ears (fr)"}
    assert "GUICHET_VOSK_MODEL_FR" in found["ears (fr)"]["advice"]


def test_another_python_is_told_so_in_one_line() -> None:
    others = [one for one in OTHER_PYTHONS if Path(one).exists() and version(one) != "3.10"]
    if not others:
        missing_service("a Python that is not 3.10")
    done = subprocess.run(
        [others[0], "-m", "bot", "doctor"], cwd=ROOT, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr == "Guichet needs Python 3.10: run `make run`, which brings it\n"


def version(python: str) -> str:
    code = "import sys; print('%d.%d' % sys.version_info[:2])"
    return subprocess.check_output([python, "-c", code], text=True).strip()
