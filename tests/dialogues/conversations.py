"""Conversations as data: read from YAML, in a language, on a channel."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import yaml

FOLDER = Path(__file__).parent
LANGUAGES = ("fr", "en")
CHANNELS = ("chat", "voice")
# Said beside what was asked for; a turn names them only when they are its subject.
BESIDE = {
    "utter_disclosure",
    "utter_did_it_help",
    "utter_callback_mail_offer",
    "utter_callback_mail_sent",
}


@dataclass(frozen=True)
class Conversation:
    """One dialogue of a file; `turns` are as written, in both languages.

    `now` is when it takes place, where that matters; `survey` what the desk is set to ask at the
    end, and how many days it then leaves somebody in peace. Not `by_telephone` is what nobody can say:
    an emoji, a row of punctuation. `caller` is the number that a telephone line shows. `aloud`:
    also spoken by a voice to real ears. `queues`: who calls back, as the settings write it.
    `company`: there is a company's CRM, which `accepts`, is `silent` or `refuses`.
    """

    file: str
    title: str
    turns: tuple[dict[str, Any], ...]
    languages: tuple[str, ...] = LANGUAGES
    channels: tuple[str, ...] = CHANNELS
    now: str = ""
    by_telephone: bool = True
    caller: str = ""
    aloud: bool = False
    survey: str = ""
    queues: str = ""
    company: str = ""


class Setting(NamedTuple):
    """What a desk is set to; as it comes, it is the shared one."""

    now: str = ""
    survey: str = ""
    queues: str = ""
    company: bool = False


def setting(one: Conversation) -> Setting:
    """The desk that a conversation needs; the shared one comes first."""
    return Setting(one.now, one.survey, one.queues, bool(one.company))


def conversations() -> Iterator[Conversation]:
    for path in sorted(FOLDER.glob("*.yml")):
        for one in yaml.safe_load(path.read_text(encoding="utf-8")):
            yield Conversation(
                path.stem,
                one["dialogue"],
                tuple(one["turns"]),
                tuple(one.get("languages", LANGUAGES)),
                tuple(one.get("channels", CHANNELS)),
                one.get("now", ""),
                one.get("by_telephone", True),
                one.get("caller", ""),
                one.get("aloud", False),
                one.get("survey", ""),
                one.get("queues", ""),
                one.get("company", ""),
            )


def in_language(value: Any, language: str) -> Any:
    """The text for a language, where it differs."""
    return value[language] if isinstance(value, dict) and set(value) <= set(LANGUAGES) else value


def responses(replies: list[dict[str, Any]], expected: list[str]) -> list[str]:
    """The names of what was said; an answer is named after its article."""
    named = []
    for reply in replies:
        custom = reply.get("custom") or {}
        name = custom.get("response") or ""
        if "answer" in custom:
            named.append("answer:" + custom["answer"]["article"])
        elif name and (name not in BESIDE or name in expected):
            named.append(name)
    return named
