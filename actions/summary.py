"""What a colleague reads before calling: the subject, what was tried, said, and is known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from actions.fields import gibberish, only_answers
from actions.knowledge import knowledge
from actions.turn import Turn
from bot.nlg import words

SUBJECTS = ("case_description", "callback_reason", "leave_reason", "interest")
KNOWN = ("name", "contact", "email", "proven_case", "callback_ref")
LINE = 300  # characters
OPINIONS = {True: "utter_summary_helped", False: "utter_summary_unhelped"}


def summary(turn: Turn) -> str:
    """Several lines, in the visitor's language; never empty."""
    parts = [_put("subject", turn, subject=subject(turn)), _tried(turn), _said(turn), _known(turn)]
    return "\n".join(part for part in parts if part)


def subject(turn: Turn) -> str:
    """What it is about: as told for a task, else the article, else the longest sentence."""
    told = next((str(turn.slots[one]) for one in SUBJECTS if turn.slots.get(one)), "")
    longest = max(_sentences(turn), key=len, default="")
    nothing = str(words("utter_summary_nothing", turn.language)["text"])
    return (told or _title(turn) or longest or nothing)[:LINE]


def _tried(turn: Turn) -> str:
    title, last = _title(turn), _last_answer(turn)
    if not title:
        return ""
    helped = OPINIONS[bool(last["helped"])] if "helped" in last else "utter_summary_unrated"
    opinion = words(helped, turn.language)
    return _put("tried", turn, title=title, opinion=opinion["text"])


def _said(turn: Turn) -> str:
    said = _sentences(turn)
    lines = [_put("said", turn), *(f"- {one}" for one in said)]
    return "\n".join(lines) if said else ""


def _known(turn: Turn) -> str:
    """The number to call is the case's own contact."""
    phone = turn.slots.get("phone")
    found = dict.fromkeys(str(turn.slots[one]) for one in KNOWN if turn.slots.get(one))
    known = [one for one in found if one != phone]
    return _put("known", turn, known=" ; ".join(known)) if known else ""


def _sentences(turn: Turn) -> list[str]:
    """The visitor's last words, oldest first, without what only answers a question of ours."""
    said = (one for one in turn.said if not gibberish(one))
    return [one[:LINE] for one in said if not only_answers(one, turn.language)]


def _title(turn: Turn) -> str:
    last = _last_answer(turn)
    answer = knowledge().article(str(last["article"]), turn.language) if last else None
    return answer.title if answer else str(last.get("article") or "")


def _last_answer(turn: Turn) -> Mapping[str, Any]:
    return turn.slots.get("last_answer") or {}


def _put(part: str, turn: Turn, **values: str) -> str:
    return str(words(f"utter_summary_{part}", turn.language, **values)["text"])
