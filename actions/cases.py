"""Cases: opening one, asking where one stands, adding a word to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rasa_sdk import Action, Tracker

from actions.asking import leave
from actions.awaited import awaited
from actions.base import Submit
from actions.case_readers import read_case_ref, read_comment, read_description
from actions.crm.port import Case, Contact, Crm, NewCase, NewContact
from actions.form_fields import Field
from actions.forms import TaskForm
from actions.readers import read_contact, shown_contact
from actions.turn import Events, Say, Turn, noted, reference

A_FEW_WORDS = 4


class ValidateCaseForm(TaskForm):
    form = "case_form"
    intents = frozenset({"open_case"})

    def fields(self, slots: Mapping[str, Any]) -> Sequence[Field]:
        return (
            Field("case_description", read_description, free=True),
            Field("contact", read_contact),
        )


class ValidateCaseStatusForm(TaskForm):
    form = "case_status_form"
    intents = frozenset({"case_status"})
    last = ()

    async def _began(self, turn: Turn, say: Say) -> Events:
        """«Un dossier», when a call or a new case was just offered, is the new one."""
        few = len(turn.text.split()) <= A_FEW_WORDS and not turn.pressed
        named = read_case_ref(turn, False).values
        if few and awaited(turn) == ("offer", "callback_form") and not named:
            return leave("open_case")
        return await super()._began(turn, say)

    async def begin(self, turn: Turn) -> dict[str, Any]:
        """A case opened or proven in this conversation needs no second proof."""
        return {"case_ref": turn.slots.get("proven_case")}

    def fields(self, slots: Mapping[str, Any]) -> Sequence[Field]:
        ref = Field("case_ref", read_case_ref, unclear="utter_case_ref_unclear")
        if slots.get("case_ref") and slots["case_ref"] == slots.get("proven_case"):
            return (ref,)
        return (ref, Field("contact", read_contact))

    def _next(self, turn: Turn, new: Mapping[str, Any]) -> Events:
        return confirmed_at_once(super()._next(turn, new))


def confirmed_at_once(events: Events) -> Events:
    """What writes nothing, or only an opinion, is done as soon as it is complete."""
    *kept, asked = events
    return events if asked["value"] else [*kept, *noted(confirmed=True), asked]


class ValidateCommentForm(TaskForm):
    form = "comment_form"

    def fields(self, slots: Mapping[str, Any]) -> Sequence[Field]:
        return (Field("comment", read_comment, free=True),)


class AskCaseConfirmed(Action):  # type: ignore[misc]
    def name(self) -> str:
        return "action_ask_case_form_confirmed"

    async def run(self, dispatcher: Say, tracker: Tracker, domain: dict[str, Any]) -> Events:
        slots = tracker.slots
        dispatcher.utter_message(
            response="utter_confirm_case",
            description=slots.get("case_description"),
            contact=shown_contact(slots.get("contact") or ""),
        )
        return []


class AskCommentConfirmed(Action):  # type: ignore[misc]
    def name(self) -> str:
        return "action_ask_comment_form_confirmed"

    async def run(self, dispatcher: Say, tracker: Tracker, domain: dict[str, Any]) -> Events:
        slots = tracker.slots
        dispatcher.utter_message(
            response="utter_confirm_comment",
            comment=slots.get("comment"),
            ref=slots.get("proven_case"),
        )
        return []


class OpenCase(Submit):
    slots = ("case_description", "contact")

    def name(self) -> str:
        return "action_open_case"

    async def act(self, crm: Crm, say: Say, turn: Turn) -> Events:
        case = await crm.open_case(new_case(turn, self.name(), turn.slots["case_description"]))
        say.utter_message(response="utter_case_opened", ref=case.ref, custom={"case": case.ref})
        return self.done(say, turn, proven_case=case.ref)


class TellCaseStatus(Submit):
    slots = ("case_ref", "contact")

    def name(self) -> str:
        return "action_tell_case_status"

    async def act(self, crm: Crm, say: Say, turn: Turn) -> Events:
        case = await _proven(crm, turn)
        if case is None:
            say.utter_message(response="utter_case_not_found")
            return self.ended()
        say.utter_message(response=f"utter_case_{case.status.value}", ref=case.ref)
        say.utter_message(response="utter_offer_comment")
        kept = self.done(say, turn, proven_case=case.ref)
        return [*kept, *noted(awaiting="offer:comment_form")]


class AddComment(Submit):
    slots = ("comment",)

    def name(self) -> str:
        return "action_add_comment"

    async def act(self, crm: Crm, say: Say, turn: Turn) -> Events:
        ref, comment = turn.slots["proven_case"], turn.slots["comment"]
        await crm.add_note(ref, comment, reference(turn, self.name(), ref, comment))
        say.utter_message(response="utter_comment_added", ref=ref)
        return self.done(say, turn)


def new_case(
    turn: Turn, action: str, description: str, subject: str = "", **details: Any
) -> NewCase:
    """A case about this conversation, for whoever left a number or an address."""
    contact = turn.slots.get("contact") or turn.slots.get("phone") or ""
    return NewCase(
        subject=subject or description[:80],
        description=description,
        external_ref=reference(turn, action, description, contact),
        contact=contact_from(contact, turn),
        conversation=turn.sender,
        **details,
    )


def contact_from(contact: str, turn: Turn) -> NewContact:
    """Whom to write to or call."""
    phone, email = (contact, "") if contact.startswith("+") else ("", contact)
    return NewContact(turn.slots.get("name") or "", phone, email, turn.language)


async def _proven(crm: Crm, turn: Turn) -> Case | None:
    """The case, if the visitor also knows its contact's number or address; else None."""
    case = await crm.case(turn.slots["case_ref"])
    if case and case.ref == turn.slots.get("proven_case"):
        return case
    contact = await crm.contact(case.contact) if case else None
    return case if contact and _is(contact, turn.slots["contact"]) else None


def _is(contact: Contact, given: str) -> bool:
    return given.casefold() in {contact.phone, contact.email.casefold()}
