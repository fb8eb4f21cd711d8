"""Which question a button answers: a yes belongs to the turn in which it was shown.

A payload such as `/affirm` says nothing of what it confirms. Pressed in an old bubble, it would
confirm whatever is asked now, so it leaves the dialogue with the mark of its turn.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence

from rasa.shared.core.events import BotUttered, SessionStarted
from rasa.shared.core.trackers import DialogueStateTracker

from bot.tracker_tail import TURN

# What means nothing without its question. A title, a thumb or a task says itself what it is.
ANSWER = re.compile(r"/(?:affirm|deny)\b|/inform\s*\{\s*\"score\"")
MARKED = re.compile(r"(?P<payload>.*)#(?P<mark>[0-9a-f]{12})", re.DOTALL)


def bound(payload: str, turn: str) -> str:
    """The payload of a button as it leaves: an answer carries the mark of its turn."""
    return f"{payload}#{_mark(turn)}" if ANSWER.match(payload) else payload


def unbound(payload: str) -> str:
    """The intent that the dialogue understands, without the mark."""
    found = MARKED.fullmatch(payload)
    return found["payload"] if found else payload


def is_stale(payload: str, tracker: DialogueStateTracker) -> bool:
    """Whether an answer was shown with another question than the one that is open."""
    if not ANSWER.match(payload):
        return False
    found, last = MARKED.fullmatch(payload), last_said(tracker)
    return not (found and last and found["mark"] == _mark(turn_of(last[-1])))


def last_said(tracker: DialogueStateTracker) -> Sequence[BotUttered]:
    """The bubbles of the last turn that said something, since the conversation began."""
    said = list(_newest_first(tracker))
    last = turn_of(said[0]) if said else ""
    return [one for one in said if turn_of(one) == last][::-1]


def turn_of(bubble: BotUttered) -> str:
    """The message that a kept bubble answers."""
    return str((bubble.metadata or {}).get(TURN) or "")


def _newest_first(tracker: DialogueStateTracker) -> Iterator[BotUttered]:
    for event in reversed(tracker.events):
        if isinstance(event, SessionStarted):
            return
        if isinstance(event, BotUttered):
            yield event


def _mark(turn: str) -> str:
    return hashlib.sha256(turn.encode("utf-8", "replace")).hexdigest()[:12]
