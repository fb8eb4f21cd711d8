"""Leads: somebody wants an offer, and the sales team will answer."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from rasa_sdk import Action, Tracker

from actions.base import Submit
from actions.callback_queue import SALES
from actions.cases import contact_from
from actions.consent import consent
from actions.crm.calls import Purpose
from actions.crm.port import Crm, NewLead
from actions.fields import reason, without_particulars
from actions.form_fields import Field, Read
from actions.forms import TaskForm
from actions.readers import free_text, read_contact, read_optional_name, shown_contact
from actions.turn import Events, Say, Turn, reference
from bot.personal_names import name_spans

WANTED = re.compile(
    r"\b(?:fibre|fiber|adsl|internet|wi-?fi|box|forfait|mobile|sim|esim|5g|gigas?|go|t[ée]l[ée]|tv"
    r"|d[ée]codeur|cha[iî]nes?|plan|broadband|phone|t[ée]l[ée]phone|data|roaming|pro|family"
    r"|famille)\b",
    re.IGNORECASE,
)


MASKED = re.compile(
    r"(?:[ ,;]+(?:et|and|au|sur(?: le)?|[àa]|on|at|via|tel|mail|e-mail|my number is|c['’]est))*"
    r"[ ,;:]*\[(?:phone|email)\]",
    re.IGNORECASE,
)


def read_interest(turn: Turn, asked: bool) -> Read:
    """What the offer is about; a first sentence that says it is enough."""
    starting = turn.form is not None and turn.requested is None
    if starting and WANTED.search(turn.text) and not turn.pressed:
        told = reason(turn.text, turn.language) or ""
        whole = MASKED.sub("", without_particulars(turn.text))[:300].strip(" ,.;")
        return Read({"interest": told if WANTED.search(told) else whole})
    return free_text("interest", 300)(turn, asked)


FOR = re.compile(r"(?:pour|for)[ :]+$", re.IGNORECASE)


def read_lead_name(turn: Turn, asked: bool) -> Read:
    """Whose offer it is; a first sentence may say for whom: «une offre pour Camille Durand»."""
    said = read_optional_name(turn, asked)
    if said.values or asked or turn.requested or turn.pressed:
        return said
    named = (turn.text[start:end] for start, end in name_spans(turn.text)
             if " " in turn.text[start:end] and FOR.search(turn.text[:start]))  # fmt: skip
    whole = next(named, None)
    return Read({"name": whole}) if whole else said


class ValidateLeadForm(TaskForm):
    form = "lead_form"
    intents = frozenset({"request_offer"})

    def fields(self, slots: Mapping[str, Any]) -> Sequence[Field]:
        return (
            Field("interest", read_interest, free=True),
            Field("name", read_lead_name, unclear="utter_name_unclear"),
            Field("contact", read_contact),
        )


def confirmation(slots: Mapping[str, Any]) -> str:
    """The response that reads a lead back."""
    return "utter_confirm_lead" if slots.get("name") else "utter_confirm_lead_nameless"


class AskLeadConfirmed(Action):  # type: ignore[misc]
    def name(self) -> str:
        return "action_ask_lead_form_confirmed"

    async def run(self, dispatcher: Say, tracker: Tracker, domain: dict[str, Any]) -> Events:
        slots = tracker.slots
        dispatcher.utter_message(
            response=confirmation(slots),
            interest=slots.get("interest"),
            name=slots.get("name"),
            contact=shown_contact(slots.get("contact") or ""),
        )
        return []


class OpenLead(Submit):
    slots = ("interest", "name", "contact")

    def name(self) -> str:
        return "action_open_lead"

    async def act(self, crm: Crm, say: Say, turn: Turn) -> Events:
        interest, contact = turn.slots["interest"], turn.slots["contact"]
        lead = await crm.open_lead(
            NewLead(
                interest=interest,
                external_ref=reference(turn, self.name(), interest, contact),
                contact=contact_from(contact, turn),
                conversation=turn.sender,
                consent=consent(turn, confirmation(turn.slots), Purpose.PROSPECTING),
            )
        )
        say.utter_message(response="utter_lead_opened", ref=lead.ref, custom={"lead": lead.ref})
        return self.done(say, turn, callback_queue=SALES)
