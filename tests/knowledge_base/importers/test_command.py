"""`guichet kb import` at the door, and killed at any moment: the old or the new, never half."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from bot.database import migrate
from knowledge_base.importers.contained import ROOT
from tests.knowledge_base.importers.makers import document, paper, workbook

FAQ = "question,answer\n" + "".join(f"Question {n} ?,Réponse {n}\n" for n in range(3))
KILLED = """
import json, os, signal, sqlite3, sys
from pathlib import Path
from sqlalchemy import event
from sqlalchemy.engine import Engine
import knowledge_base.build
from knowledge_base.commands import app
from knowledge_base.importers import bringing, command, collecting
table = sys.argv.pop(1)
content = collecting.from_files([Path(sys.argv[2])])
command._found = lambda *_: content
knowledge_base.build.build_current = lambda *_: "none"

def import_killed_at(left):
    def step(*_):
        nonlocal left
        left -= 1
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)
    def writes(connection, cursor, statement, *_):
        if statement.split()[0] in ("INSERT", "UPDATE", "DELETE", "SAVEPOINT", "RELEASE"):
            step()
    event.listen(Engine, "before_cursor_execute", writes)
    event.listen(Engine, "commit", step)
    os.dup2(2, 1)
    app(standalone_mode=False)
    os._exit(0)

def rows():
    with sqlite3.connect("guichet.db") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]

moments = []
for moment in range(1, 100):
    child = os.fork()
    if not child:
        import_killed_at(moment)
    status = os.waitpid(child, 0)[1]
    moments.append([os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0, rows()])
    if not moments[-1][0]:
        break
print(json.dumps(moments))
"""


def run(data: Path, *arguments: str, program: tuple[str, ...] = ("-m", "bot", "kb")) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "GUICHET_DATA_DIR": str(data), "GUICHET_KNOWLEDGE_DIR": str(data / "none"),
                   "PYTHONPATH": str(ROOT)}  # fmt: skip
    return subprocess.run([sys.executable, *program, "import", *arguments], cwd=data, env=environment, capture_output=True, timeout=120)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    migrate(f"sqlite:///{tmp_path / 'guichet.db'}")
    return tmp_path


def rows(data: Path, table: str) -> int:
    with sqlite3.connect(data / "guichet.db") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def test_a_preview_says_all_and_stores_nothing_and_drafts_stores_it(data: Path) -> None:
    (data / "a.csv").write_text(FAQ)
    (data / "b.xlsx").write_bytes(workbook([("Question", "Réponse"), ("Le RIO ?", "Un code."), ("Rien ?", None)]))
    (data / "c.docx").write_bytes(document(("Heading 1", "Le PUK"), ("Normal", "Un autre code.")))
    (data / "d.pdf").write_bytes(paper([(18, "La fibre"), (10, "Un fil.")]))
    (data / "e.pdf").write_bytes(b"PK\x03\x04")
    names = [str(data / f"{name}") for name in ("a.csv", "b.xlsx", "c.docx", "d.pdf", "e.pdf")]
    shown = json.loads(run(data, *names, "--preview", "--json").stdout)
    assert {**shown, "items": None} == {"new": 6, "changed": 0, "identical": 0, "refused": 2, "drafts": 0, "items": None}
    assert rows(data, "article_drafts") == 0 and any("body is empty" in line for line in shown["items"])
    assert json.loads(run(data, *names, "--drafts", "--json").stdout)["drafts"] == 6
    assert rows(data, "article_drafts") == 6


@pytest.mark.parametrize(("options", "table"), [(["--drafts"], "article_drafts"), ([], "articles")])
def test_an_import_killed_at_any_write_leaves_the_old_or_the_new(data: Path, options: list[str], table: str) -> None:
    (data / "a.csv").write_text(FAQ)
    done = run(data, "a.csv", *options, program=("-c", KILLED, table))
    assert done.returncode == 0, done.stderr
    moments = json.loads(done.stdout)
    assert len(moments) > 4 and moments[-1] == [0, 3]
    assert {tuple(moment) for moment in moments[:-1]} == {(9, 0)}
