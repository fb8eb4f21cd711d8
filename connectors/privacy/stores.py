"""Every store that may hold something of one person, and who that person is in all of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy.engine import Engine

from bot.person import Person, Store
from bot.personal_files import Logs
from bot.personal_rows import PersonalRows
from bot.settings import Settings
from bot.tracker_table import conversations
from connectors import rooms
from connectors.handover_book import codes
from connectors.tables import messages


class House:
    """The stores of one desk. The CRM comes last: the others are found by what it knows.

    `company` is the company's own CRM, None without one: it forgets later than the desk does.
    """

    def __init__(self, database: Engine, chosen: Settings) -> None:
        sender, said = messages.c.conversation, (messages.c.text, messages.c.replies)
        self._states = PersonalRows(
            database,
            "states",
            conversations.c.sender,
            [conversations.c.state],
            conversations.c.sender,
        )
        self._messages = PersonalRows(database, "messages", messages.c.position, said, sender)
        self.company = rooms.company(database, chosen)
        self._records = rooms.records(database, self.company)
        self.stores: tuple[Store, ...] = (
            self._states,
            self._messages,
            PersonalRows(database, "handover codes", codes.c.digest, (), codes.c.conversation),
            Logs(chosen.data_dir),
            *rooms.personal(database),
            self._records,
        )

    def known(self, person: Person) -> Person:
        """The same person with their conversations, those that reached no record included."""
        found: Person = self._records.known(person)
        senders = {*found.conversations, *self._speaking(found)}
        return replace(found, conversations=tuple(sorted(senders)))

    def _speaking(self, person: Person) -> Iterator[str]:
        yield from (row["sender"] for row in self._states.held(person))
        yield from (row["conversation"] for row in self._messages.held(person))
