"""Kills a process at each point of a job, enumerated, and tells what was found afterwards.

`python -m tests.knowledge_base.curation.crash FOLDER` prints a line of JSON for each point.
A point is a statement or a commit of the database, or a file opened for writing, made, moved
or removed. The child is a fork of this process, and inherits what that has read.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Engine

from bot.clock import now
from bot.database import engine, migrate, read_only
from bot.settings import settings
from knowledge_base.curation.asked import Asked, keep
from knowledge_base.curation.audit import audit, record
from knowledge_base.curation.catalogue import Catalogue
from knowledge_base.curation.check_rows import Check
from knowledge_base.curation.drafts import Drafts
from knowledge_base.curation.exporting import export, read_back
from knowledge_base.curation.gate_checks import Checks
from knowledge_base.curation.inbox import Inbox
from knowledge_base.curation.publishing import Publishing
from knowledge_base.curation.question_tables import groups, questions, regressions, verdicts
from knowledge_base.curation.releases import Releases
from knowledge_base.curation.verdicts import Verdicts
from knowledge_base.curation.webhooks import KINDS, Webhooks, deliveries
from knowledge_base.importers.bringing import preview_of, take_in
from knowledge_base.importers.collecting import from_uploads
from knowledge_base.importers.waiting import WaitingRoom
from knowledge_base.live import LiveKnowledgeBase
from knowledge_base.sources import Sources
from knowledge_base.store import ArticleStore
from tests.knowledge_base.curation.conftest import BILL, MOVING, PUK, PUK_EN, WordEncoder

CSV = b"id,title,body\nforfait,Changer de forfait,Choisissez-le dans votre espace.\n"
EDITED = replace(PUK, body="Composez le code PUK, puis un nouveau PIN.")
FILE_EVENTS = {"open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "shutil.rmtree", "os.link"}


class House:
    """A database and the versions on disk, in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.url = f"sqlite:///{folder / 'house.db'}"
        self.sources = Sources(folder / "articles", ArticleStore(engine(self.url)))
        self.drafts = Drafts(sources=self.sources)
        self.releases = Releases(sources=self.sources)
        self.catalogue = Catalogue(sources=self.sources)
        self.database = self.sources.store.engine
        self.checks = Checks(self.database, self.sources, self.live(), WordEncoder)
        self.publishing = Publishing(self.database, self.sources, self.checks)

    def live(self) -> LiveKnowledgeBase:
        live = LiveKnowledgeBase(WordEncoder(), self.sources, self.folder / "knowledge")
        live.load()
        return live

    def prepare(self) -> None:
        migrate(self.url)
        self.sources.store.save([PUK, PUK_EN, BILL])
        self.live().refresh()
        self.drafts.save(EDITED, "awa")
        self.drafts.save(MOVING, "awa")
        self.drafts.withdraw(BILL.key, "awa")
        Webhooks(self.database).add("https://hooks.example.com/", KINDS, "ada")
        self.hear("recette tarte pommes", "recette tarte poires")

    def hear(self, *texts: str) -> None:
        """People ask, and somebody decides that it is nothing for this desk."""
        with self.database.begin() as writer:
            for text in texts:
                keep(writer, Asked(text, "fr", "web", text, "abstained", "abstained"))
        inbox = Inbox(self.database, WordEncoder(), threshold=0.5)
        inbox.gather()
        group = inbox.page().groups[0]
        decide = Verdicts(self.database, self.drafts, record, self.catalogue)
        decide.out_of_scope(group.id, group.revision, "leo")

    def check(self) -> Check:
        """The check of the drafts that waits to be published."""
        found = self.checks.get()
        assert found and self.publishing.verdict(found).obstacle == "", found
        return found

    def seen(self) -> dict[str, Any]:
        """What the house holds and serves; reading alone."""
        live = self.live()
        served = live._published.articles if live._published else ()
        kept = [(r.number, r.state, len(r.changes)) for r in self.releases.all()]
        return {
            "articles": sorted(one.version for one in self.catalogue.live().values()),
            "drafts": sorted("/".join(key) for key in self.drafts.all()),
            "releases": kept,
            "inbox": [self._rows(one) for one in (questions, groups, verdicts, regressions)],
            "told": [self._column(audit.c.what), self._column(deliveries.c.kind)],
            "served": sorted(one.version for one in served),
            "problem": live.problem,
        }


    def _rows(self, table: sa.Table) -> list[str]:
        with read_only(self.database) as reader:
            return sorted(str(tuple(row)) for row in reader.execute(sa.select(table)))

    def _column(self, column: sa.Column) -> list[str]:
        with read_only(self.database) as reader:
            return sorted(reader.execute(sa.select(column)).scalars())


def publish(house: House) -> None:
    house.publishing.publish(house.check(), "mia", "les retours")
    house.live().refresh()


def schedule(house: House) -> None:
    house.publishing.publish(house.check(), "mia", "à minuit", now() + timedelta(hours=1))


def due(house: House) -> None:
    """What every process does again and again, once the time has come."""
    os.environ["GUICHET_NOW"] = (now() + timedelta(hours=2)).isoformat()
    settings.cache_clear()
    live = house.live()
    live._due()
    live.refresh()


def undo(house: House) -> None:
    house.publishing.undo(1, "leo", "trop tôt")
    house.live().refresh()


def bring_in(house: House) -> None:
    house.sources.store.save([replace(MOVING, id="more"), replace(PUK_EN, title="Your PUK")])
    house.live().refresh()


def restore(house: House) -> None:
    read_back(house.folder.parent / "export.zip", sources=house.sources)
    house.live().refresh()


def take(house: House) -> None:
    """What the console does with an import: the preview waits, becomes drafts, and is forgotten."""
    database, room = house.sources.store.engine, WaitingRoom(house.folder / "previews")
    file = b"# Lettre de voiture\n\nGardez-la un an.\n"
    found = from_uploads([("voiture.md", file), ("puk.csv", CSV)], "fr")
    name = room.keep(preview_of(found, database, house.sources), "awa")
    shown = room.waiting(name, "awa")
    assert shown and len(shown.wanted) == 2
    take_in(shown, "awa", "", database, house.sources)
    room.forget(name)


JOBS: dict[str, Callable[[House], None]] = {
    "publish": publish,
    "due": due,
    "undo": undo,
    "import": bring_in,
    "take": take,
    "restore": restore,
}

BEFORE: dict[str, Callable[[House], None]] = {"due": schedule, "undo": publish}


class Points:
    """Counts the points of a job; kills this process at one of them."""

    def __init__(self, folder: Path, deadly: int | None) -> None:
        self.folder, self.deadly, self.names = str(folder), deadly, [""]

    def watch(self, database: Engine) -> None:
        event.listen(database, "before_cursor_execute", self._statement)
        event.listen(database, "commit", lambda _: self.pass_("before COMMIT"))
        sys.addaudithook(self._file)

    def pass_(self, name: str) -> None:
        if self.deadly == len(self.names):
            os.kill(os.getpid(), signal.SIGKILL)
        self.names.append(name)

    def _statement(self, _c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.startswith(("SELECT", "PRAGMA", "BEGIN DEFERRED")):
            self.pass_(statement.split("(")[0].split(" SET")[0])

    def _file(self, name: str, found: tuple[Any, ...]) -> None:
        if name not in FILE_EVENTS or not str(found[0]).startswith(self.folder):
            return
        if name == "open" and not (isinstance(found[2], int) and found[2] & os.O_ACCMODE):
            return
        self.pass_(f"{name} {Path(str(found[0])).name.split('.')[0] or 'draft'}")


def forked(work: Callable[[], Any]) -> Any:
    """What some work gives in a process of its own; None when that was killed."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.write(writer, json.dumps(work()).encode())
        except Exception:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        text = pipe.read()
    _, status = os.waitpid(child, 0)
    return json.loads(text) if os.WIFEXITED(status) and text else None


def main(place: Path) -> None:
    template = place / "template"
    template.mkdir(parents=True)
    warmed = House(template)  # what is read once is inherited by every fork
    warmed.prepare()
    engine(warmed.url).dispose()
    forked(lambda: _examine(template))
    forked(lambda: _prepare_export(template, place))
    for job in JOBS:
        for line in _outcomes(_template(template, job), place / "house", job):
            print(json.dumps({"job": job, **line}))


def _examine(template: Path) -> None:
    house = House(template)
    drafts = {key: one.revision for key, one in house.drafts.all().items()}
    found = house.checks.wait(house.checks.start(drafts, "", "mia"))
    assert found and found.report
    house.publishing.accept(found, found.report.acceptable_ids, "mia", "seul le mot compte")
    house.check()


def _template(template: Path, job: str) -> Path:
    """What the house is before a job."""
    if job not in BEFORE:
        return template
    made = template.parent / job
    shutil.copytree(template, made)
    forked(lambda: BEFORE[job](House(made)))
    return made


def _outcomes(template: Path, house: Path, job: str) -> Iterator[dict[str, Any]]:
    shutil.copytree(template, house, dirs_exist_ok=True)
    names, new = forked(lambda: (_work(house, job, None), House(house).seen()))
    yield {"at": "", "old": forked(lambda: House(template).seen()), "new": new}
    for point in range(1, len(names) + 1):
        shutil.rmtree(house)
        shutil.copytree(template, house)
        killed = forked(lambda point=point: _work(house, job, point)) is None
        found, healed = forked(lambda: _after(house))
        name = names[point] if point < len(names) else "after all"
        yield {"at": name, "killed": killed, "found": found, "healed": healed}
    shutil.rmtree(house)


def _work(house: Path, job: str, deadly: int | None) -> list[str]:
    points, made = Points(house, deadly), House(house)
    points.watch(engine(made.url))
    JOBS[job](made)
    return points.names


def _after(house: Path) -> tuple[Any, Any]:
    made = House(house)
    found = made.seen()
    made.live().refresh()
    return found, made.seen()


def _prepare_export(template: Path, place: Path) -> None:
    """The same house, which somebody went on with elsewhere."""
    shutil.copytree(template, place / "other")
    other = House(place / "other")
    other.releases.publish("mia", "ailleurs")
    other.hear("météo demain", "météo dimanche")
    export(place / "export.zip", sources=other.sources)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
