"""No file harms whoever imports it: refused or read for what it is, within a little memory."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge_base.importers.collecting import from_files, from_uploads
from knowledge_base.importers.contained import ROOT, Job, ReadingRoom
from tests.knowledge_base.importers.conftest import Found
from tests.knowledge_base.importers.hostile import HOSTILE, cells, luring, sheet_of
from tests.knowledge_base.importers.makers import paper, workbook

HONEST = b"Question;R\xc3\xa9ponse\nUn ?;Oui.\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("hostile")
    for name, make, _ in HOSTILE.values():
        (made / name).write_bytes(make())
    return made


IMPORTING = """
import json, pathlib, sys
from knowledge_base.importers.collecting import from_files, from_uploads

def memory(name):
    lines = pathlib.Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name)) // 1024

from_uploads([("a.csv", b"Question;Answer\\nHow is it done?;So.\\n")])
pathlib.Path("/proc/self/clear_refs").write_text("5")  # the highest mark is set anew
before = memory("VmRSS")
content = from_files([pathlib.Path(name) for name in sys.argv[1:]], "fr")
grown = memory("VmHWM") - before
refused = [(pathlib.Path(r.file).name, r.code) for r in content.refusals]
print(json.dumps([grown, refused, [a.source for a in content.articles.values()]]))
"""


@pytest.fixture(scope="module")
def imported(folder: Path) -> tuple[int, list[tuple[str, str]], list[str]]:
    """All in one import: by how many MB that process grew, what it refused, what it read."""
    (folder / "zz.csv").write_bytes(HONEST)
    names = [*(name for name, _, _ in HOSTILE.values()), "zz.csv"]
    command = [sys.executable, "-c", IMPORTING, *names]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, timeout=120, check=True)
    grown, refused, read = json.loads(done.stdout)
    return grown, [(name, code) for name, code in refused], read


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_file_is_refused_with_a_reason(imported: tuple[int, list[tuple[str, str]], list[str]], case: str) -> None:
    name, _, code = HOSTILE[case]
    codes = {refused for file, refused in imported[1] if file == name}
    assert codes and (not code or codes == {code})


def test_the_honest_file_behind_them_is_read_and_the_process_stays_small(
    imported: tuple[int, list[tuple[str, str]], list[str]],
) -> None:
    grown, _, read = imported
    assert read == ["zz.csv#Un"] and grown < 100


@pytest.fixture
def listener() -> Iterator[tuple[str, list[object]]]:
    """A server that only notes who comes."""
    callers: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=_note, args=(server, callers), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}", callers
        server.shutdown(socket.SHUT_RDWR)
        thread.join(5)


def _note(server: socket.socket, callers: list[object]) -> None:
    while True:
        try:
            connection, caller = server.accept()
        except OSError:
            return
        callers.append(caller)
        connection.close()


def test_nothing_that_a_file_points_to_is_fetched(listener: tuple[str, list[object]]) -> None:
    url, callers = listener
    content = from_uploads(luring(url).items(), "fr")
    assert sorted(article.source.split("#")[0] for article in content.articles.values()) == [
        "lure.docx", "lure.html", "lure.pdf", "lure.xlsx",
    ]  # fmt: skip
    assert [refusal.code for refusal in content.refusals] == ["entities"]
    assert callers == [] and not any(url in article.body for article in content.articles.values())


@pytest.mark.parametrize("dimension", ["A1:XFD1048576", "A1"])
def test_what_a_sheet_says_of_its_own_size_is_not_believed(found: Found, dimension: str) -> None:
    rows = cells(1, "Question", "Réponse") + cells(2, "Un ?", "Oui.") + cells(40_000, "Deux ?", "Non.")
    assert len(found("a.xlsx", sheet_of(dimension, rows)).articles) == 2


def test_names_of_uploads_are_only_names(tmp_path: Path) -> None:
    content = from_uploads([("..\\..\\C:\\x\x00y\u202e\x1b[2J.csv", HONEST), ("../../etc/a b.csv", HONEST.replace(b"Un", b"Deux"))], "fr")
    assert [article.source for article in content.articles.values()] == ["xy[2J.csv#Un", "a b.csv#Deux"]


def test_what_is_no_file_or_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "endless.csv").symlink_to("/dev/zero")
    with (tmp_path / "large.csv").open("wb") as file:
        file.truncate(21_000_000)
    content = from_files([*sorted(tmp_path.iterdir()), tmp_path / "gone.csv"])
    assert [refusal.code for refusal in content.refusals] == ["unreadable", "too_large", "unreadable", "unreadable"]


PROBE = """
import os, socket, sys
from knowledge_base.importers.confinement import confine
import json, subprocess, threading
into = os.dup(1)
confine()
def tried(what):
    try:
        what()
    except (OSError, MemoryError, RuntimeError) as error:
        return type(error).__name__
    return "done"
found = {
    "open": tried(lambda: open("/etc/passwd")),
    "write": tried(lambda: open("/tmp/x", "w")),
    "unlink": tried(lambda: os.unlink("/tmp/x")),
    "socket": tried(lambda: socket.socket()),
    "fork": tried(os.fork),
    "exec": tried(lambda: os.execv("/bin/true", ["true"])),
    "kill": tried(lambda: os.kill(os.getppid(), 0)),
    "memory": tried(lambda: bytearray(2 << 30)),
    "chmod": tried(lambda: os.chmod("/tmp", 0o777)),
}
os.write(into, json.dumps(found).encode())
"""


def test_a_confined_process_reaches_nothing() -> None:
    done = subprocess.run([sys.executable, "-c", PROBE], cwd=ROOT, env={}, capture_output=True, timeout=30)
    found = eval(done.stdout)
    assert found.pop("memory") == "MemoryError"
    assert len(found) == 8 and set(found.values()) <= {"OSError", "PermissionError"}


def test_a_confined_process_ends_when_its_time_is_over() -> None:
    spin = "from knowledge_base.importers import confinement as c\nc.CPU_SECONDS = 1\nc.confine()\nwhile True: pass"
    done = subprocess.run([sys.executable, "-c", spin], cwd=ROOT, env={}, timeout=60)
    assert done.returncode < 0


def test_a_reader_that_does_not_answer_is_ended_and_replaced() -> None:
    with ReadingRoom(patience=0.0) as room:
        assert room.read(Job("a.csv", "a.csv", lambda: HONEST)).pieces[0].code == "crashed"
        room._patience = 60.0
        assert room.read(Job("b.pdf", "b.pdf", lambda: paper([(10, "Un texte.")]))).pieces[0].article
        assert room.read(Job("c.xlsx", "c.xlsx", lambda: workbook([("Question", "Réponse"), ("A ?", "B")]))).pieces[0].article
