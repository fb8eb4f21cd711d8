"""Whoever is let down is not left alone: a case for the team, and a call if they want one."""

from __future__ import annotations

from actions.awaited import LAST
from actions.crm.port import Contact, Crm, NewCase, NewContact, NewFeedback, Priority
from actions.turn import Events, Say, Turn, noted, reference

CATEGORY = "detractor"


async def followed_up(crm: Crm, say: Say, turn: Turn, given: NewFeedback) -> Events:
    """Open a case where we know whom to answer, and offer a call unless one is booked."""
    known = await crm.known_in(turn.sender)
    case = await crm.open_case(case_for(turn, known, given)) if known else None
    ref = case.ref if case else ""
    if turn.slots.get("callback_ref") and case:
        say.utter_message(response="utter_feedback_case", ref=ref)
        return []
    say.utter_message(response="utter_feedback_case_offer" if case else "utter_feedback_offer",
                      ref=ref)  # fmt: skip
    asked = noted(callback_reason=given.comment[:300] or None)
    return [*asked, *noted(awaiting=f"offer:callback_form:{LAST}")]


def case_for(turn: Turn, known: Contact, given: NewFeedback) -> NewCase:
    """One for a conversation, whatever is said in it later."""
    said = f"{given.kind.upper()} {given.score}"
    return NewCase(
        subject=said,
        description=f"{said}: {given.comment}" if given.comment else said,
        external_ref=reference(turn, CATEGORY),
        contact=NewContact(known.name, known.phone, known.email, known.language),
        category=CATEGORY,
        priority=Priority.HIGH,
        conversation=turn.sender,
    )
