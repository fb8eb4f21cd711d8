"""Every conversation, on every channel, in both languages, through the whole desk."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from tests.conftest import Desk
from tests.dialogues.conversations import Conversation, conversations, in_language, responses

CASES = [
    pytest.param(one, language, channel, id=f"{one.file}: {one.title} [{language}-{channel}]")
    for one in conversations()
    for language in one.languages
    for channel in one.channels
]
LISTS = ("callbacks", "cases", "leads")


@pytest.mark.desk
@pytest.mark.parametrize(("conversation", "language", "channel"), CASES)
def test_the_conversation_goes_as_written(
    desk: Desk, conversation: Conversation, language: str, channel: str
) -> None:
    sender = f"{conversation.file}-{language}-{channel}-{uuid.uuid4()}"
    said: list[dict[str, Any]] = []
    seen: dict[str, str] = {}
    for number, turn in enumerate(conversation.turns, 1):
        text = _text(turn, language, said, seen)
        said = desk.say(sender, text, **_body(language, channel))
        _remember(said, seen)
        _check_replies(turn, language, said, f"turn {number} «{text}»")
        _check_crm(desk, turn, sender, language, f"turn {number} «{text}»")


def _body(language: str, channel: str) -> dict[str, Any]:
    body: dict[str, Any] = {"metadata": {"language": language}}
    return {**body, "input_channel": "voice"} if channel == "voice" else body


def _text(
    turn: dict[str, Any], language: str, said: list[dict[str, Any]], seen: dict[str, str]
) -> str:
    if "press" in turn:
        wanted = turn["press"]
        payloads = [b["payload"] for reply in said for b in reply.get("buttons") or []]
        payloads += [
            payload
            for reply in said
            for payload in ((reply.get("custom") or {}).get("rate") or {}).values()
        ]
        found = [payload for payload in payloads if wanted in payload]
        assert found, f"no button {wanted} among {payloads}"
        return found[0]
    text = str(in_language(turn["user"], language))
    for name, value in seen.items():
        text = text.replace("{" + name + "}", value)
    return text


def _remember(said: list[dict[str, Any]], seen: dict[str, str]) -> None:
    for reply in said:
        for name in ("callback", "case", "lead"):
            if ref := (reply.get("custom") or {}).get(name):
                seen[name] = str(ref)


def _check_replies(
    turn: dict[str, Any], language: str, said: list[dict[str, Any]], where: str
) -> None:
    names = responses(said)
    expected = in_language(turn.get("bot", []), language)
    for name in [expected] if isinstance(expected, str) else expected:
        assert name in names, f"{where}: {name} not in {names}: {[r['text'] for r in said]}"
    for name in turn.get("not", []):
        assert name not in names, f"{where}: {name} in {names}"
    text = "\n".join(reply["text"] for reply in said)
    for part in turn.get("shows", []):
        assert str(in_language(part, language)) in text, f"{where}: {part!r} not in {text!r}"
    for part in turn.get("hides", []):
        assert str(in_language(part, language)) not in text, f"{where}: {part!r} in {text!r}"


def _check_crm(
    desk: Desk, turn: dict[str, Any], sender: str, language: str, where: str
) -> None:
    for kind, expected in (turn.get("crm") or {}).items():
        assert kind in LISTS
        with desk.client() as client:
            items = client.get(f"/api/crm/{kind}", params={"conversation": sender}).json()["items"]
        assert len(items) == len(expected), f"{where}: {len(items)} {kind}, not {len(expected)}"
        for item, wanted in zip(items, expected, strict=True):
            for key, value in wanted.items():
                value = in_language(value, language)
                assert item[key] == value, f"{where}: {kind}.{key} is {item[key]!r}, not {value!r}"
