"""A postman who takes letters to a real mail server, or into a folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import select

from actions.crm.embedded.tables import notices
from actions.crm.letters.carriers import Carrier, Smtp
from actions.crm.letters.post import Post
from actions.crm.letters.postman import Postman
from actions.crm.outbox.round import round_of
from bot.database import engine
from tests.actions.crm.letters.mail_server import MailServer, mail_server


@dataclass
class Office:
    """One database's letters and their postman; `told` is what was counted."""

    url: str
    told: list[tuple[str, str]] = field(default_factory=list)

    def goes_round(self, carrier: Carrier) -> int:
        database = engine(self.url)
        round, note = round_of(database, "postman"), lambda *what: self.told.append(what)
        try:
            return Postman(Post(database), carrier, round, note, lambda: 1.0).round()
        finally:
            round.leave()

    def letters(self) -> Sequence[Any]:
        """Each one as it stands, in the order they were written."""
        with engine(self.url).connect() as connection:
            found = select(notices).order_by(notices.c.position)
            return connection.execute(found).mappings().all()

    def kinds(self) -> list[tuple[str, int, str]]:
        return [(one["kind"], one["sequence"], _state(one)) for one in self.letters()]

    def tired_of_waiting(self) -> None:
        """Every pause is over."""
        with engine(self.url).begin() as connection:
            waiting = notices.update().where(notices.c.next_at.is_not(None))
            connection.execute(waiting.values(next_at=notices.c.created_at))


def _state(one: Any) -> str:
    if one["sent_at"]:
        return "sent"
    return "waiting" if one["next_at"] else one["problem"]


@pytest.fixture
def office(url: str) -> Office:
    return Office(url)


@pytest.fixture
def mail() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


@pytest.fixture
def smtp(mail: MailServer) -> Smtp:
    return Smtp.of(mail.url)


Clock = Callable[..., None]
