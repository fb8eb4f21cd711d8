"""What an examination finds of the CRM: whether it answers, and what is still on its way to it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

from sqlalchemy.exc import SQLAlchemyError

from actions.crm.checking import checked
from actions.crm.letters.findings import findings as letters
from actions.crm.vendors.account import Account
from bot.settings import settings


def findings() -> Iterator[tuple[str, str, bool, str]]:
    """What was looked at, how it is, whether that is well, and what to do."""
    name = settings().crm
    if name == "embedded":
        yield "CRM", "embedded: the records are kept here", True, ""
        yield from letters()
        return
    verdict = asyncio.run(checked(name, Account.of(settings())))
    state = verdict.answered or verdict.problem
    yield "CRM", f"{name}: {state}", bool(verdict.answered), verdict.advice
    yield _outbox(name)
    yield from letters()


def _outbox(name: str) -> tuple[str, str, bool, str]:
    from actions.crm.outbox.mail import Mail
    from actions.crm.outbox.tables import State
    from bot.database import engine

    try:
        counts = Mail(engine(), name).counts()
    except (SQLAlchemyError, OSError):
        return "CRM outbox", "its database cannot be read", False, "see the database above"
    state = f"{counts[State.WAITING]} waiting, {counts[State.DEAD]} refused"
    dead = counts[State.DEAD] > 0
    return "CRM outbox", state, not dead, "see `guichet crm outbox`" if dead else ""
