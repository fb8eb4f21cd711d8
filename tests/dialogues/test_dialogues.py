"""Every conversation, on every channel, in both languages, through the whole desk."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.conftest import Desk
from tests.dialogues.company import Company
from tests.dialogues.conftest import DeskAt
from tests.dialogues.conversations import (
    Conversation,
    conversations,
    in_language,
    responses,
    setting,
)
from tests.dialogues.records import free_hours, records

PATIENCE = 10
CASES = [
    pytest.param(one, language, channel, id=f"{one.file}: {one.title} [{language}-{channel}]")
    for one in sorted(conversations(), key=setting)
    for language in one.languages
    for channel in one.channels
]


@pytest.mark.desk
@pytest.mark.parametrize(("conversation", "language", "channel"), CASES)
def test_the_conversation_goes_as_written(
    desk_at: DeskAt, company: Company, conversation: Conversation, language: str, channel: str
) -> None:
    desk = desk_at(setting(conversation))
    free_hours(desk)
    visit = Visit(desk, conversation.file, language, channel)
    visit.caller, visit.company = conversation.caller, company
    with company.being(conversation.company, desk.data):
        visit.takes(conversation.turns)


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
    caller: str = ""
    company: Company | None = None

    def takes(self, turns: Sequence[dict[str, Any]]) -> None:
        for number, turn in enumerate(turns, 1):
            self.take(turn, number)

    def take(self, turn: dict[str, Any], number: int) -> None:
        if number == 1 or turn.get("new"):
            self.begin()
        way = next(one for one in ("press", "keys", "user") if one in turn)
        text = turn["press"] if way == "press" else self._filled(turn[way])
        self.where = f"turn {number} «{text}»"
        take = {"press": self.pressed, "keys": self.typed, "user": self.answered}[way]
        self.said = take(text)
        for reply in self.said:
            for name in ("callback", "case", "lead"):
                if ref := (reply.get("custom") or {}).get(name):
                    self.seen[name] = str(ref)
        self._check_replies(turn)
        for kind, expected in (turn.get("crm") or {}).items():
            self._check_records(kind, expected)
        if "there" in turn:
            self._check_company(turn["there"])

    def begin(self) -> None:
        self.sender = f"{self.file}-{self.language}-{self.channel}-{uuid.uuid4()}"

    def answered(self, text: str) -> list[dict[str, Any]]:
        """What is said; a busy desk says «I keep it», and the same message asks again."""
        message_id = str(uuid.uuid4())
        for _ in range(PATIENCE):
            said = self.desk.say(self.sender, text, message_id=message_id, **self._body())
            if not any((reply.get("custom") or {}).get("pending") for reply in said):
                return said
        raise AssertionError(f"{self.where}: no answer")

    def _body(self) -> dict[str, Any]:
        caller = {"caller": self.caller} if self.caller else {}
        body: dict[str, Any] = {"metadata": {"language": self.language, **caller}}
        return {**body, "input_channel": "voice"} if self.channel == "voice" else body

    def pressed(self, wanted: str) -> list[dict[str, Any]]:
        """What is said after pressing the button that holds `wanted`."""
        payloads = [b["payload"] for reply in self.said for b in reply.get("buttons") or []]
        found = [payload for payload in payloads if wanted in payload]
        assert found, f"no button {wanted} among {payloads}"
        return self.answered(str(found[0]))

    def typed(self, digits: str) -> list[dict[str, Any]]:
        """Digits in writing; a telephone has keys for them."""
        return self.answered(digits)

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

    def _check_company(self, expected: int) -> None:
        """What it has as the answer comes; of a silent one, while it is still being asked."""
        assert self.company is not None
        there = self.company.records(self.sender)
        assert there == expected, f"{self.where}: the company has {there}"
        if self.company.how == "silent":
            assert self.company.kept_waiting, f"{self.where}: nothing was waiting for its answer"
