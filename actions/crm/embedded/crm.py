"""The embedded CRM: the port's coroutines, each one transaction in a thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

from sqlalchemy import select

from actions.crm.calls import Attempt, GivenConsent, NewAttempt
from actions.crm.embedded import (
    attempts,
    callbacks,
    cases,
    consents,
    contacts,
    feedback,
    leads,
    pages,
    people,
    places,
    slots,
    surveys,
    unfinished,
)
from actions.crm.embedded.queues import QueueRules
from actions.crm.embedded.slots import Calendar
from actions.crm.embedded.tables import contacts as contacts_table
from actions.crm.embedded.transactions import Transactions, Unit
from actions.crm.lists import Page, Query
from actions.crm.port import (
    Callback,
    Case,
    Contact,
    CrmUnavailable,
    Kind,
    Lead,
    NewCallback,
    NewCase,
    NewContact,
    NewFeedback,
    NewLead,
    NewSurvey,
    Outcome,
    Place,
)
from actions.fields.references import new_reference
from bot.settings import settings

Result = TypeVar("Result")


class EmbeddedCrm:
    """Records in the house's database: SQLite, or PostgreSQL by URL."""

    def __init__(
        self,
        url: str = "",
        hours: Calendar | None = None,
        timeout: float | None = None,
        draw: Callable[[str], str] = new_reference,
    ) -> None:
        """Database, hours and time limit are the settings' ones unless given.

        `draw` makes a reference from its prefix.
        """
        limit = settings().crm_timeout if timeout is None else timeout
        self._run = Transactions(url, limit, draw).run
        self._queues = QueueRules(hours)

    async def find_contacts(self, phone: str = "", email: str = "") -> Sequence[Contact]:
        return await self._run(partial(contacts.find, phone=phone, email=email))

    async def save_contact(self, contact: NewContact) -> Contact:
        return await self._run(partial(contacts.save_alone, new=contact))

    async def contact(self, ref: str) -> Contact | None:
        return await self._run(partial(contacts.by_ref, ref=ref))

    async def open_case(self, case: NewCase) -> Case:
        return await self._write(Kind.CASE, partial(cases.open_case, new=case))

    async def case(self, ref: str) -> Case | None:
        return await self._run(partial(cases.by_ref, ref=ref))

    async def open_cases(self, category: str, since: datetime) -> int:
        return await self._run(partial(cases.open_ones, category=category, since=since))

    async def add_note(self, case_ref: str, text: str, external_ref: str) -> None:
        note = partial(cases.add_note, case_ref=case_ref, text=text, external_ref=external_ref)
        await self._write(Kind.NOTE, note, external_ref)

    async def free_slots(
        self, after: datetime, limit: int = 3, queue: str = "support", language: str = "fr"
    ) -> Sequence[datetime]:
        rules = self._queues.of(queue, language)
        look = partial(slots.free, rules=rules, after=after, limit=limit, queue=queue)
        return await self._run(look)

    async def book_callback(self, callback: NewCallback) -> Callback:
        book = partial(callbacks.book, queues=self._queues, new=callback, tell=self._told)
        return await self._write(Kind.CALLBACK, book)

    async def queue_place(self, start: datetime, queue: str, phone: str = "") -> Place:
        length = timedelta(minutes=settings().callback_slot_minutes)
        look = partial(places.place, start=start, queue=queue, phone=phone, length=length)
        return await self._run(look)

    async def callbacks_of(self, phone: str) -> Sequence[Callback]:
        return await self._run(partial(callbacks.open_ones, phone=phone))

    async def callback(self, ref: str) -> Callback | None:
        return await self._run(partial(callbacks.by_ref, ref=ref))

    async def set_callback_email(self, ref: str, email: str) -> Callback:
        return await self._run(partial(callbacks.set_email, ref=ref, email=email))

    async def unfinished(self, contact_ref: str) -> Sequence[Case | Callback]:
        return await self._run(partial(unfinished.of, contact=contact_ref))

    async def move_callback(self, ref: str, start: datetime, external_ref: str) -> Callback:
        move = partial(callbacks.move, ref=ref, start=start, external_ref=external_ref)
        return await self._write(Kind.CALLBACK, partial(move, queues=self._queues))

    async def cancel_callback(self, ref: str) -> Callback:
        return await self._write(Kind.CALLBACK, partial(callbacks.cancel, ref=ref))

    async def attempted(self, ref: str, attempt: NewAttempt) -> Attempt:
        """A call that was made, and what follows from how it ended."""
        made = partial(attempts.attempted, queues=self._queues, ref=ref, new=attempt)
        return await self._run(partial(made, tell=self._told))

    async def attempts_of(self, ref: str) -> Sequence[Attempt]:
        return await self._run(partial(attempts.of, callback=ref))

    async def consents(self, phone: str = "", contact: str = "") -> Sequence[GivenConsent]:
        return await self._run(partial(consents.listed, phone=phone, contact=contact))

    async def open_lead(self, lead: NewLead) -> Lead:
        return await self._write(Kind.LEAD, partial(leads.open_lead, new=lead))

    async def save_feedback(self, feedback_given: NewFeedback) -> None:
        await self._run(partial(feedback.save, new=feedback_given))

    async def begin_survey(self, survey: NewSurvey) -> bool:
        return await self._run(partial(surveys.begin, new=survey))

    async def known_in(self, conversation: str) -> Contact | None:
        return await self._run(partial(people.known_in, conversation=conversation))

    async def erase(self, contact_ref: str) -> int:
        return await self._run(partial(people.erase, contact_ref=contact_ref))

    async def export(self, contact_ref: str) -> dict[str, object]:
        return await self._run(partial(people.export, contact_ref=contact_ref))

    async def contacts(self, query: Query) -> Page[Contact]:
        return await self._run(partial(pages.CONTACTS.page, query=query))

    async def cases(self, query: Query) -> Page[Case]:
        return await self._run(partial(pages.CASES.page, query=query))

    async def callbacks(self, query: Query) -> Page[Callback]:
        return await self._run(partial(pages.CALLBACKS.page, query=query))

    async def leads(self, query: Query) -> Page[Lead]:
        return await self._run(partial(pages.LEADS.page, query=query))

    def following(self) -> EmbeddedCrm:
        """These books, for one action."""
        return self

    async def outcome(self, patience: float) -> Outcome:
        """Whether what the action wrote has still to go elsewhere: here it is at home."""
        return Outcome.NOTHING

    def _told(self, unit: Unit, kind: Kind, ref: str) -> None:
        """What follows of itself from a change: here nobody else need hear of it."""

    async def _write(self, kind: Kind, work: Callable[[Unit], Result], ref: str = "") -> Result:
        """Do what changes a record; `ref` names it where `work` returns none."""
        return await self._run(work)

    async def ready(self) -> bool:
        try:
            await self._run(_look)
        except CrmUnavailable:
            return False
        return True


def _look(unit: Unit) -> None:
    unit.connection.execute(select(contacts_table.c.ref).limit(1)).all()
