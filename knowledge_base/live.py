"""Keeps serving the newest good version while articles are edited, without a restart."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread

from bot.database import engine, migrate
from bot.encoder import Encoder, load_encoder
from bot.files import locked
from bot.settings import settings
from knowledge_base.article import Article
from knowledge_base.build import Progress, built, silent
from knowledge_base.confidence import Calibration, shipped_calibration
from knowledge_base.curation.news import tell_build
from knowledge_base.curation.promise import Promises
from knowledge_base.curation.releases import Releases
from knowledge_base.curation.second_look import SecondLook
from knowledge_base.curation.telling import telling
from knowledge_base.geometry import view_of
from knowledge_base.importers.folder import Content
from knowledge_base.search import KnowledgeBase, SearchResult
from knowledge_base.sources import Sources, Stamp, kept_through
from knowledge_base.versions import Published, Versions, VersionUnusable

GLANCE = 0.4  # seconds between two looks at the folder and the pointer
log = logging.getLogger(__name__)


class LiveKnowledgeBase:
    """The knowledge base as it is now. Make it with `open_knowledge`, end it with `close`.

    `due` makes scheduled releases live whose time has come; whichever process comes first.
    `calibration` tells how sure to be, and is asked again all the time.
    """

    def __init__(
        self,
        encoder: Encoder,
        sources: Sources | None = None,
        folder: Path | None = None,
        due: Callable[[], object] | None = None,
        calibration: Callable[[], Calibration] | None = None,
    ) -> None:
        self._encoder = encoder
        self._fingerprint = view_of(encoder).fingerprint
        self._calibration = shipped_calibration()
        self._promised = calibration or (lambda: self._calibration)
        self._sources = sources or Sources()
        look = SecondLook(self._sources, self, lambda: encoder)
        self._due = due or Releases(sources=self._sources, told=telling(), look=look).due
        self._versions = Versions(folder or settings().data_dir / "knowledge")
        self._published: Published | None = None
        self._base: KnowledgeBase | None = None
        self._stamp: Stamp | None = None
        self._pointer = ""
        self._stopped = Event()
        self._watcher: Thread | None = None
        self._refused = self._trouble = ""

    @property
    def problem(self) -> str:
        """Why the newest version or the newest sources are not what is served; else empty."""
        return self._refused or self._trouble

    @property
    def base(self) -> KnowledgeBase | None:
        """The version that is live at this moment, as sure as it was promised to be."""
        return self._base

    @property
    def version(self) -> str:
        return self._base.version if self._base else ""

    @property
    def published(self) -> Published | None:
        """The version that is served, whole."""
        return self._published

    @property
    def encoder(self) -> Encoder:
        return self._encoder

    def search(self, question: str, language: str, limit: int = 3) -> SearchResult:
        """The nearest articles of the version that is live at this moment."""
        if self._base is None:
            return SearchResult((), "abstain", "")
        return self._base.search(question, language, limit)

    def article(self, name: str, language: str) -> Article | None:
        """An article by its id, in that language where it exists, else in another."""
        return self._base.article(name, language) if self._base else None

    def as_shipped(self) -> KnowledgeBase | None:
        """What is live, as sure as it would be if nothing had been promised."""
        return self._base.calibrated(shipped_calibration()) if self._base else None

    def load(self) -> None:
        """Serve the version on disk, or the newest one before it that is whole."""
        pointed = self._versions.current()
        for name in dict.fromkeys([pointed, *self._versions.names()]):
            if name and self._serve_from_disk(name):
                break
        self._pointer = pointed

    def refresh(self, progress: Progress = silent) -> Content:
        """Publish what the sources say now, if that differs from what is served."""
        self._recalibrate()
        self._stamp = self._sources.stamp()
        content = self._sources.read()
        for refusal in content.refusals:
            log.warning("article refused: %s", refusal)
        with locked(self._versions.folder / ".lock"):
            self._follow()
            before = {article.key: article for article in self._articles()}
            wanted = kept_through(content, before)
            if self._published is None or self._pointer != self.version or wanted != before:
                self._publish(wanted.values(), progress)
        return content

    def watch(self) -> None:
        """Look at the folder and the pointer in the background until `close`."""
        self._watcher = Thread(target=self._watch, name="knowledge", daemon=True)
        self._watcher.start()

    def close(self) -> None:
        """Stop looking; the last version can still be searched."""
        self._stopped.set()
        if self._watcher:
            self._watcher.join(timeout=5)

    def _watch(self) -> None:
        while not self._stopped.wait(GLANCE):
            try:
                self._follow()
                self._recalibrate()
                self._due()
                if self._sources.stamp() != self._stamp:
                    self.refresh()
                self._trouble = ""
            except Exception as error:
                if self._trouble != type(error).__name__:
                    log.exception("the knowledge base could not be refreshed")
                self._trouble = type(error).__name__

    def _recalibrate(self) -> None:
        """Keep the promise that was chosen last."""
        wanted = self._promised()
        if wanted != self._calibration:
            self._calibration = wanted
            self._base = self._base and self._base.calibrated(wanted)

    def _follow(self) -> None:
        """Serve what another process published since."""
        pointed = self._versions.current()
        if pointed and pointed != self._pointer:
            self._pointer = pointed
            if pointed != self.version:
                self._serve_from_disk(pointed)

    def _serve_from_disk(self, name: str) -> bool:
        try:
            self._serve(self._versions.load(name, self._fingerprint))
        except (VersionUnusable, OSError, ValueError, KeyError, RuntimeError) as error:
            self._refused = str(error)
            log.error("a knowledge base version was refused: %s", error)
            return False
        return True

    def _publish(self, articles: Iterable[Article], progress: Progress) -> None:
        began = time.monotonic()
        made = built(articles, self._encoder, self._published, progress)
        name = self._versions.publish(made)
        self._pointer = name
        self._serve(replace(made, name=name))
        seconds = round(time.monotonic() - began, 2)
        log.info("knowledge base published: %s in %s s", name, seconds)

    def _serve(self, version: Published) -> None:
        self._base = KnowledgeBase(version, self._encoder, self._calibration)
        self._published = version
        if version.name == self._versions.current():
            self._refused = ""

    def _articles(self) -> tuple[Article, ...]:
        return self._published.articles if self._published else ()


def open_knowledge(
    watch: bool = True, progress: Progress = silent, announce: bool = False
) -> LiveKnowledgeBase:
    """The knowledge base of the settings, up to date, and kept so when it is watched.

    `announce`: subscribers hear of what differs from the version before.
    """
    knowledge = loaded_knowledge()
    before = knowledge.published
    knowledge.refresh(progress)
    if announce and before and knowledge.published:
        tell_build(engine(), before.articles, knowledge.published.articles)
    if watch:
        knowledge.watch()
    return knowledge


def loaded_knowledge() -> LiveKnowledgeBase:
    """The knowledge base of the settings as it was published last, nothing newer."""
    migrate()
    knowledge = LiveKnowledgeBase(load_encoder(), calibration=Promises().calibration)
    knowledge.load()
    return knowledge
