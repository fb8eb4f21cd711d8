"""What somebody already has open with us, told to whoever takes over: it is not asked again."""

from __future__ import annotations

from actions.callers import calling_number
from actions.crm.port import Callback, Case, Contact, Crm
from actions.spoken_date import spoken_date
from actions.turn import Turn
from bot.nlg import words

MOST = 5


async def already_open(crm: Crm, turn: Turn) -> str:
    """One line that names it, of whoever is proven or calls from their number; else empty."""
    people = {one.ref for one in await _known(crm, turn)}
    found = [record for ref in sorted(people) for record in await crm.unfinished(ref)]
    if not found:
        return ""
    refs = ", ".join(_named(one, turn.language) for one in found[:MOST])
    return str(words("utter_already_open", turn.language, refs=refs)["text"])


async def _known(crm: Crm, turn: Turn) -> list[Contact]:
    """A number that was only typed proves nothing, and leads to nobody here."""
    own, proven = calling_number(turn), turn.slots.get("proven_case")
    people = list(await crm.find_contacts(phone=own)) if own else []
    case = await crm.case(proven) if proven else None
    contact = await crm.contact(case.contact) if case else None
    return [*people, contact] if contact else people


def _named(record: Case | Callback, language: str) -> str:
    if isinstance(record, Callback):
        return f"{record.ref} ({spoken_date(record.start, language)})"
    return f"{record.ref} ({record.subject[:60]})" if record.subject else record.ref
