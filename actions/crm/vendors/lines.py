"""Lines that the desk adds to a record's text: what was agreed to, and how a call ended.

They are read by advisers, in French, with the word of our own programs beside it.
"""

from __future__ import annotations

import re
from datetime import datetime

from actions.crm.calls import CallEnd, Consent, GivenConsent, Purpose
from actions.crm.embedded.values import moment, plain
from actions.crm.port import NewLead
from bot.clock import utc

ENDS = {
    CallEnd.REACHED: "personne jointe",
    CallEnd.WRONG_NUMBER: "mauvais numéro",
    CallEnd.REFUSED: "ne veut pas être rappelé",
    CallEnd.GIVEN_UP: "personne n’a répondu",
    CallEnd.EXPIRED: "jamais appelé",
}
PURPOSES = {Purpose.CALLBACK: "rappel", Purpose.PROSPECTING: "offres"}
_PROOF = re.compile(r"\s*^Accord(?: retiré)? : .*", re.MULTILINE)


def ended(end: CallEnd) -> str:
    """`Issue : personne jointe (reached)`."""
    return f"Issue : {ENDS[end]} ({end.value})"


def agreed(given: Consent) -> str:
    """The proof that the law wants: for what, when, on which channel, and to which words."""
    when = f" · {_written(given.given_at)}" if given.given_at else ""
    words = " ".join(plain(given.text).split())
    return f"Accord : {_purpose(given.purpose)}{when} · {given.channel} · « {words} »"


def proofs(given: GivenConsent) -> list[str]:
    """What there is to tell of a consent: that it was given, and that it was taken back."""
    name = (given.purpose, given.channel, given.wording, given.text, given.language)
    lines = [agreed(Consent(*name, given_at=given.created_at))]
    if given.withdrawn_at:
        purpose, when = _purpose(given.purpose), _written(given.withdrawn_at)
        lines.append(f"Accord retiré : {purpose} · {when}")
    return lines


def added(text: str, line: str) -> str:
    """The text with that line, once."""
    return text if line in text.splitlines() else f"{text}\n{line}".strip()


def lead_text(new: NewLead) -> str:
    """What somebody is interested in, and their consent to be called about it."""
    interest = plain(new.interest)
    return f"{interest}\n\n{agreed(new.consent)}" if new.consent else interest


def interest(text: str) -> str:
    """What `lead_text` was made of, without the proofs."""
    return _PROOF.sub("", text).strip()


def _purpose(purpose: Purpose) -> str:
    return f"{PURPOSES[purpose]} ({purpose.value})"


def _written(when: datetime) -> str:
    return utc(moment(when)).strftime("%Y-%m-%dT%H:%M:%SZ")
