"""What people say of the service: a score on some scale, and a few words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from actions.fields import score
from actions.form_fields import NOTHING, Read
from actions.readers import free_text, skipped
from actions.turn import Turn
from bot.settings import settings

A_FEW_WORDS = 3
LEAVING = ("goodbye", "thank", "cancel")
SCALES = {"ces": (1, 5), "csat": (1, 5), "nps": (0, 10)}


def kind_of(slots: Mapping[str, Any]) -> str:
    """Which question is asked: the effort after a task, or what the settings say."""
    chosen = settings().survey
    return slots.get("survey_kind") or (chosen if chosen != "none" else "csat")


def read_score(turn: Turn, asked: bool) -> Read:
    """A score on the question's scale."""
    low, high = SCALES[kind_of({**turn.slots, **turn.entities})]
    if (pressed := turn.entities.get("score")) is not None:
        value: int | None = int(pressed)
    else:
        value = score(turn.text, turn.language, low, high).value
    return Read({"score": value}) if value is not None and low <= value <= high else NOTHING


def read_verbatim(turn: Turn, asked: bool) -> Read:
    """A few words; «non» leaves them out. «L'accueil était nul», unasked, already says them."""
    if turn.form and turn.requested is None and _tells(turn):
        return Read({"verbatim": turn.text.strip()[:1500]})
    if asked and turn.text.strip().isdigit():  # another score, not a word about the first
        return read_score(turn, True)
    if asked and (skipped(turn) or (turn.intent in LEAVING and len(turn.text.split()) < 5)):
        return Read({"verbatim": ""})
    return free_text("verbatim")(turn, asked)


def _tells(turn: Turn) -> bool:
    """Whether a first sentence judges in words, and not by a figure alone."""
    worded = not turn.pressed and not re.search(r"\d", turn.text)
    return worded and len(turn.text.split()) > A_FEW_WORDS and bool(read_score(turn, False).values)
