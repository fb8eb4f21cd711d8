"""What was last offered outside a task, and whether a few words take it or leave it."""

from __future__ import annotations

import re

from actions.fields import denies, unhelped, yes_no
from actions.turn import Turn

AGAIN = re.compile(
    r"\b(?:r[ée]essa\w*|retent\w*|r[ée]it[èe]r\w*|encore(?: une fois)?|(?:try |once )?again"
    r"|retry)\b",
    re.IGNORECASE,
)
NOT_AGAIN = re.compile(r"\b(?:pas|plus|not|don['’]t|never)\b", re.IGNORECASE)
A_FEW_WORDS = 6
LAST = "last"


def awaited(turn: Turn) -> tuple[str, str]:
    """What was last offered: `rating`, `choice`, `offer` or `retry`, and of what."""
    kind, what, _ = _awaited(turn)
    return kind, what


def ends_with_a_no(turn: Turn) -> bool:
    """Whether what was offered came after an opinion: then nothing else is left to say."""
    return _awaited(turn)[2] == LAST


def _awaited(turn: Turn) -> tuple[str, str, str]:
    kind, what, when = (str(turn.slots.get("awaiting") or "") + "::").split(":")[:3]
    return kind, what, when


def said_to_it(turn: Turn) -> bool | None:
    """Yes or no by the words themselves; «réessayez» is a yes to a second try,
    «ça marche toujours pas» a no to «did it help?»."""
    if awaited(turn)[0] == "retry" and AGAIN.search(turn.text):
        return not NOT_AGAIN.search(turn.text)
    if awaited(turn)[0] == "rating" and (unhelped(turn.text) or denies(turn.text, turn.language)):
        return False
    return yes_no(turn.text, turn.language)


def settles(turn: Turn) -> str | None:
    """The action that answers an offer, when a few words do so whatever their intent."""
    kind = awaited(turn)[0]
    if turn.pressed or not kind:
        return None
    long = len(turn.text.split()) > A_FEW_WORDS
    agreed = None if long and not (kind == "rating" and unhelped(turn.text)) else said_to_it(turn)
    return None if agreed is None else "action_affirm" if agreed else "action_deny"
