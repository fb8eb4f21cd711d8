"""What a gateway does for the support team beside serving: groups, news, reminders, counts."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import date

from prometheus_client import CollectorRegistry

from bot.clock import PARIS, now
from knowledge_base.article import LANGUAGES
from knowledge_base.console.frame import Console
from knowledge_base.curation import check_rows
from knowledge_base.curation.chores import Chore, Chores
from knowledge_base.curation.deliveries import Deliveries
from knowledge_base.curation.due_news import DueNews
from knowledge_base.curation.figures import Figures
from knowledge_base.curation.inbox import Inbox
from knowledge_base.curation.news import GroupNews
from knowledge_base.curation.outgoing import Outgoing
from knowledge_base.curation.promise import Promises
from knowledge_base.curation.promising import RATES
from knowledge_base.curation.verbatims import Verbatims

HOUR, QUARTER = 3600.0, 900.0
NIGHT = 3  # the hour, in Paris, at which nobody curates


class Background:
    """Begun once the gateway is open, ended with it; without a knowledge base nothing is done.

    News go out in a thread of their own: a slow subscriber holds nothing else up.
    """

    def __init__(self, console: Console, registry: CollectorRegistry) -> None:
        self._console = console
        self._figures = Figures(console.database, registry)
        self._running: list[Chores] = []
        self._grouped_on: date | None = None

    def start(self) -> None:
        if getattr(self._console.knowledge, "published", None) is None:
            return
        self._running = [Chores(some, at_end=False) for some in (self.own(), self.news())]
        for one in self._running:
            one.start()

    async def close(self) -> None:
        await asyncio.gather(*(asyncio.to_thread(one.close) for one in self._running))

    @property
    def failures(self) -> Counter[str]:
        return sum((one.failures for one in self._running), Counter[str]())

    def own(self) -> list[Chore]:
        """What concerns this house alone."""
        console = self._console
        inbox = Inbox(console.database, console.knowledge.encoder)
        due = DueNews(console.database, lambda: console.knowledge.published.articles)
        return [
            ("inbox", 3.0, inbox.gather),
            ("group news", 5.0, GroupNews(console.database).run),
            ("figures", 10.0, self._count),
            ("dates", 300.0, due.run),
            ("labels", 300.0, self._warm),
            ("verbatims", 300.0, Verbatims(console.database, console.knowledge.encoder).run),
            ("past questions", 20.0, console.checks.learn),
            ("old checks", HOUR, self._forget),
            ("grouping anew", QUARTER, lambda: self._regroup(inbox)),
        ]

    def news(self) -> list[Chore]:
        """What goes out to others."""
        queue = Deliveries(self._console.database)
        return [("webhooks", 2.0, Outgoing(queue).run), ("old news", HOUR, queue.forget)]

    def _count(self) -> None:
        self._figures.refresh(self.failures, self._console.checks.seconds)

    def _warm(self) -> None:
        """Ask decided questions again where a version changed, so that no page waits for it, and
        see how the promise in force does."""
        console = self._console
        shipped, published = console.knowledge.as_shipped(), console.knowledge.published
        if shipped and console.labelling.decided():
            console.labelling.proposal(RATES[-1], shipped, published.articles)
            if force := Promises(console.database).in_force():
                console.labelling.standing(force, shipped, published.articles)

    def _regroup(self, inbox: Inbox) -> None:
        """Once a night: one by one, questions make more groups than they would together."""
        moment = now().astimezone(PARIS)
        if moment.hour == NIGHT and moment.date() != self._grouped_on:
            for language in LANGUAGES:
                inbox.regroup(language)
            self._grouped_on = moment.date()

    def _forget(self) -> None:
        with self._console.database.begin() as writer:
            check_rows.forget(writer)
