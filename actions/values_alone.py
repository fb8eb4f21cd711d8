"""What a sentence is about when its values drown its words: a reference, a number and a time."""

from __future__ import annotations

import re

from actions.fields import case_reference, email, phone, when
from actions.tasks import TASKS
from actions.turn import Turn
from bot.clock import now

STARTS = {"D-": "case_status_form", "R-": "reschedule_form"}
CALL = re.compile(r"\b(?:r?appel|joindre|call|ring|phone me|reach me)", re.IGNORECASE)
A_SENTENCE = 8
LIKELY = 0.15


def task_named(turn: Turn) -> str | None:
    """The action that begins what a sentence full of values asks for; None when nothing does."""
    if turn.pressed:
        return None
    found = case_reference(turn.text, turn.language) or ""
    if form := STARTS.get(found[:2]):
        return form
    if phone(turn.text, turn.language).number or email(turn.text, turn.language).address:
        return _likeliest(turn) or ("callback_form" if _is_a_callback(turn) else None)
    return None


def _likeliest(turn: Turn) -> str | None:
    """A number at the end of a sentence makes it look like a bare value: the next best reading."""
    if turn.intent not in ("inform", "out_of_scope") or len(turn.text.split()) < A_SENTENCE:
        return None
    likely = (TASKS[name] for name, how in turn.ranking if name in TASKS and how >= LIKELY)
    return next(likely, None)


def _is_a_callback(turn: Turn) -> bool:
    if turn.intent != "inform" and not CALL.search(turn.text):
        return False
    moment = when(turn.text, turn.language, now())
    return moment.precision != "none" and not moment.past
