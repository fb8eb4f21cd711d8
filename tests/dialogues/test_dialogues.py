"""Every conversation, on every channel, in both languages, through the whole desk."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.conftest import Desk, new_desk
from tests.dialogues.conversations import Conversation, conversations, in_language, responses
from tests.dialogues.records import records

PATIENCE = 10
CASES = [
    pytest.param(one, language, channel, id=f"{one.file}: {one.title} [{language}-{channel}]")
    for one in conversations()
    for language in one.languages
    for channel in one.channels
]


@pytest.fixture(scope="session")
def desk_at(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Desk]]:
    """The desk at a moment: the shared one, or one of its own for another moment."""
    made: dict[str, Desk] = {}

    def at(now: str) -> Desk:
        if not now:
            return request.getfixturevalue("desk")  # type: ignore[no-any-return]
        if now not in made:
            made[now] = new_desk(tmp_path_factory.mktemp("desk"), now=now)
            made[now].start("dialogue", "gateway")
            made[now].wait_ready()
        return made[now]

    try:
        yield at
    finally:
        for one in made.values():
            one.stop()


@pytest.mark.desk
@pytest.mark.parametrize(("conversation", "language", "channel"), CASES)
def test_the_conversation_goes_as_written(
    desk_at: Callable[[str], Desk], conversation: Conversation, language: str, channel: str
) -> None:
    visit = Visit(desk_at(conversation.now), conversation.file, language, channel)
    for number, turn in enumerate(conversation.turns, 1):
        visit.take(turn, number)


@dataclass
class Visit:
    """One visitor; `new: true` in a turn is the same person in another conversation."""

    desk: Desk
    file: str
    language: str
    channel: str
    sender: str = ""
    said: list[dict[str, Any]] = field(default_factory=list)
    seen: dict[str, str] = field(default_factory=dict)
    where: str = ""

    def take(self, turn: dict[str, Any], number: int) -> None:
        if number == 1 or turn.get("new"):
            self.sender = f"{self.file}-{self.language}-{self.channel}-{uuid.uuid4()}"
        text = self._pressed(turn["press"]) if "press" in turn else self._filled(turn["user"])
        self.where = f"turn {number} «{text}»"
        self.said = self._answered(text)
        for reply in self.said:
            for name in ("callback", "case", "lead"):
                if ref := (reply.get("custom") or {}).get(name):
                    self.seen[name] = str(ref)
        self._check_replies(turn)
        for kind, expected in (turn.get("crm") or {}).items():
            self._check_records(kind, expected)

    def _answered(self, text: str) -> list[dict[str, Any]]:
        """What is said; a busy desk says «I keep it», and the same message asks again."""
        message_id = str(uuid.uuid4())
        for _ in range(PATIENCE):
            said = self.desk.say(self.sender, text, message_id=message_id, **self._body())
            if not any((reply.get("custom") or {}).get("pending") for reply in said):
                return said
        raise AssertionError(f"{self.where}: no answer")

    def _body(self) -> dict[str, Any]:
        body: dict[str, Any] = {"metadata": {"language": self.language}}
        return {**body, "input_channel": "voice"} if self.channel == "voice" else body

    def _pressed(self, wanted: str) -> str:
        """The payload of the button that holds `wanted`."""
        payloads = [b["payload"] for reply in self.said for b in reply.get("buttons") or []]
        found = [payload for payload in payloads if wanted in payload]
        assert found, f"no button {wanted} among {payloads}"
        return str(found[0])

    def _filled(self, value: Any) -> str:
        text = str(in_language(value, self.language))
        for name, known in self.seen.items():
            text = text.replace("{" + name + "}", known)
        return text

    def _check_replies(self, turn: dict[str, Any]) -> None:
        text = "\n".join(reply["text"] for reply in self.said)
        if "bot" in turn:
            wanted = in_language(turn["bot"], self.language)
            expected = [wanted] if isinstance(wanted, str) else list(wanted)
            names = responses(self.said, expected)
            assert names == expected, f"{self.where}: {names}, not {expected}: {text!r}"
        for name in turn.get("not", []):
            assert name not in responses(self.said, [name]), f"{self.where}: {name} in {text!r}"
        for part in turn.get("shows", []):
            assert self._filled(part) in text, f"{self.where}: {part!r} not in {text!r}"
        for part in turn.get("hides", []):
            assert self._filled(part) not in text, f"{self.where}: {part!r} in {text!r}"

    def _check_records(self, kind: str, expected: list[dict[str, Any]]) -> None:
        items = records(self.desk, kind, self.sender)
        assert len(items) == len(expected), f"{self.where}: {len(items)} {kind}: {items}"
        for item, wanted in zip(items, expected, strict=True):
            for key, value in wanted.items():
                value = in_language(value, self.language)
                assert item[key] == value, f"{self.where}: {kind}.{key} is {item[key]!r}"
