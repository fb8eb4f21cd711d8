"""Every conversation as a telephone call, over a real line of either kind, in readable sound."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Protocol

import pytest

from tests.connectors.voice.readable import SAMPLES, Writing
from tests.connectors.voice.switchboard import Line, PhoneCall, Switchboard
from tests.connectors.voice.tonal import BY_TONES
from tests.dialogues.company import Company
from tests.dialogues.conftest import DeskAt
from tests.dialogues.conversations import Conversation, Setting, conversations, setting
from tests.dialogues.records import free_hours
from tests.dialogues.test_dialogues import Visit

BoardAt = Callable[[Setting, Line], Switchboard]
# Said by what cannot be spoken: a line break, an emoji alone, nothing at all.
SPOKEN = [
    one
    for one in sorted(conversations(), key=setting)
    if "voice" in one.channels and one.by_telephone
]
# Of each file some by each, and in both languages; tones, for 8 kHz, take ten times as long.
LINES: tuple[Line, ...] = ("audiosocket", "chan_websocket") * 3 + ("audiosocket_8k",)
CASES = [
    pytest.param(one, language, line, id=f"{one.file}: {one.title} [{language}-{line}]")
    for place, one in enumerate(SPOKEN)
    for line in (LINES[place % len(LINES)],)
    for language in one.languages
]


@pytest.fixture(scope="module")
def board_at(desk_at: DeskAt) -> Iterator[BoardAt]:
    """The telephone of the desk that is set so, for lines of a kind.

    Those of a desk that is left are closed before it is.
    """
    made: dict[tuple[Setting, Writing], Switchboard] = {}

    def at(wanted: Setting, line: Line) -> Switchboard:
        writing = BY_TONES if line == "audiosocket_8k" else SAMPLES
        if any(wanted):
            for other in [one for one in made if any(one[0]) and one[0] != wanted]:
                made.pop(other).__exit__()
        if (wanted, writing) not in made:
            made[wanted, writing] = Switchboard(desk_at(wanted), writing).__enter__()
        return made[wanted, writing]

    yield at
    for board in made.values():
        board.__exit__()


@pytest.mark.desk
@pytest.mark.parametrize(("conversation", "language", "line"), CASES)
def test_the_call_goes_as_written(
    desk_at: DeskAt,
    board_at: BoardAt,
    company: Company,
    conversation: Conversation,
    language: str,
    line: Line,
) -> None:
    board = board_at(setting(conversation), line)
    desk = desk_at(setting(conversation))
    free_hours(desk)
    visit = CallVisit(desk, conversation.file, language, "voice")
    visit.board = board
    visit.caller, visit.line, visit.company = conversation.caller, line, company
    try:
        with company.being(conversation.company, desk.data):
            visit.takes(conversation.turns)
    finally:
        visit.hang_up()


class Caller(Protocol):
    """Somebody at the telephone, in whatever sound."""

    conversation: str

    def say(self, text: str) -> list[dict[str, Any]]: ...

    def press(self, keys: str) -> list[dict[str, Any]]: ...

    def hang_up(self) -> None: ...


class CallVisit(Visit):
    """A visitor who telephones: what is written is said, and a button is a key."""

    board: Switchboard
    line: Line = "audiosocket"
    call: Caller | None = None

    def begin(self) -> None:
        self.hang_up()
        self.call = PhoneCall(self.board, self.language, self.caller, self.line)
        self.sender = self.call.conversation

    def answered(self, text: str) -> list[dict[str, Any]]:
        assert self.call is not None
        return self.call.say(text)

    def pressed(self, wanted: str) -> list[dict[str, Any]]:
        """The key of the button that holds `wanted`."""
        assert self.call is not None
        offered: list[dict[str, str]] = next(
            (r["buttons"] for r in reversed(self.said) if r.get("buttons")), []
        )
        places = [place for place, b in enumerate(offered, 1) if wanted in b["payload"]]
        assert places, f"no button {wanted} among {offered}"
        return self.call.press(str(places[0]))

    def typed(self, digits: str) -> list[dict[str, Any]]:
        assert self.call is not None
        return self.call.press(f"{digits}#")

    def hang_up(self) -> None:
        if self.call is not None:
            self.call.hang_up()
            self.call = None
