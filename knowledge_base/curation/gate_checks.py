"""Runs checks of releases in the background of a process, for every process to see."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from threading import Event, Lock, Thread

from sqlalchemy.engine import Connection, Engine

from bot.database import read_only
from bot.encoder import Encoder
from knowledge_base.article import Key
from knowledge_base.curation import check_rows
from knowledge_base.curation.candidates import basis_of, chosen
from knowledge_base.curation.check_rows import Check
from knowledge_base.curation.draft_rows import Draft, read_drafts
from knowledge_base.curation.examining import Examiner, Live
from knowledge_base.curation.turns import turn
from knowledge_base.sources import Sources

BEAT = 2.0  # seconds between two signs of life
ATTEMPTS = 5  # to write a result down, while others hold the database
log = logging.getLogger(__name__)


class Checks:
    """One check runs at a time in a process; who asks for one that runs already gets that one."""

    def __init__(
        self,
        database: Engine,
        sources: Sources,
        knowledge: Live,
        encoder: Callable[[], Encoder],
    ) -> None:
        self._engine, self._sources = database, sources
        self._examiner = Examiner(database, sources, knowledge, encoder)
        self._one = Lock()
        self._progress: dict[str, tuple[int, int]] = {}
        self._threads: dict[str, Thread] = {}

    @property
    def seconds(self) -> float:
        """What the last one took."""
        return self._examiner.seconds

    def start(self, drafts: Mapping[Key, int], why: str, by: str) -> str:
        """Begin to examine drafts at these revisions; `Stale` when they are no more so."""
        live = self._sources.read().articles
        basis = basis_of(live)
        with read_only(self._engine) as reader:
            taken = chosen(read_drafts(reader), drafts)
            if known := check_rows.running(reader, drafts, basis):
                return known
            number = turn(self._engine, reader)
        with self._engine.begin() as writer:
            name = check_rows.begin(writer, by, why, drafts, (basis, number))
        thread = Thread(target=self._run, args=(name, taken), name="check", daemon=True)
        self._threads[name] = thread
        thread.start()
        return name

    def get(self, name: str = "") -> Check | None:
        """One check, or the latest; how far it is comes from memory where it runs here."""
        with read_only(self._engine) as reader:
            check = check_rows.read(reader, name)
        if check and check.state == "running" and check.id in self._progress:
            done, total = self._progress[check.id]
            return replace(check, done=done, total=total)
        return check

    def basis(self) -> str:
        """What is served now, by name."""
        return basis_of(self._sources.read().articles)

    def wait(self, name: str, seconds: float = 60.0) -> Check | None:
        """The check once it ended in this process."""
        if thread := self._threads.get(name):
            thread.join(seconds)
        return self.get(name)

    def _run(self, name: str, drafts: Mapping[Key, Draft]) -> None:
        ended = Event()
        Thread(target=self._beat, args=(name, ended), name="check beat", daemon=True).start()
        try:
            with self._one:
                report = self._examiner.examined(drafts, partial(self._note, name))
            self._write(partial(check_rows.end, name=name, report=report))
        except Exception as error:
            log.exception("a check of a release failed")
            self._write(
                partial(check_rows.end, name=name, report=None, problem=type(error).__name__)
            )
        finally:
            ended.set()
            self._progress.pop(name, None)
            self._threads.pop(name, None)

    def learn(self) -> int:
        """Some past questions, encoded ahead of the next check; how many."""
        with self._one:
            return self._examiner.learn()

    def _note(self, name: str, done: int, total: int) -> None:
        self._progress[name] = done, total

    def _beat(self, name: str, ended: Event) -> None:
        while not ended.wait(BEAT):
            done, total = self._progress.get(name, (0, 0))
            try:
                with self._engine.begin() as writer:
                    check_rows.beat(writer, name, done, total)
            except Exception as error:
                log.warning("a check's sign of life was not written: %s", type(error).__name__)

    def _write(self, act: Callable[[Connection], None]) -> None:
        for attempt in range(ATTEMPTS):
            try:
                with self._engine.begin() as writer:
                    return act(writer)
            except Exception:
                if attempt == ATTEMPTS - 1:
                    log.exception("a check's result was not written")
