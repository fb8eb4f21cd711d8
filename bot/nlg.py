"""Turns a response's name into the company's words, in the visitor's language and channel."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.shared.core.trackers import DialogueStateTracker

from bot.settings import settings

TEXTS = Path(__file__).parent / "texts"
LANGUAGES = ("fr", "en")
PLACE = re.compile(r"\{([a-z_]+)\}")


class UnknownResponse(KeyError):
    """A response that no text file words."""


@cache
def texts(language: str) -> Mapping[str, Any]:
    """Every response of a language, from all the files of its folder."""
    found: dict[str, Any] = {}
    for path in sorted((TEXTS / language).glob("*.yml")):
        for name, response in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            if name in found:
                raise ValueError(f"{name} is worded twice in {path.parent}")
            found[name] = response if isinstance(response, dict) else {"text": response}
    return found


def company() -> dict[str, str]:
    """What every text may say of the company."""
    chosen = settings()
    return {
        "company": chosen.company_name,
        "company_phone": chosen.company_phone,
        "company_site": chosen.company_site,
    }


def words(name: str, language: str, channel: str = "", /, **values: Any) -> dict[str, Any]:
    """A response with its values filled in: `text`, and `buttons` where it has some."""
    response, wording = _response(name, language), worded(name, language, channel)
    buttons = [
        {"title": title, "payload": _filled(payload, values)}
        for title, payload in (response.get("buttons") or {}).items()
    ]
    return {"text": wording.format(**{**company(), **values}).strip(), "buttons": buttons}


def worded(name: str, language: str, channel: str = "") -> str:
    """How a response is put on a channel, its places not filled. Raises `UnknownResponse`."""
    response = _response(name, language)
    wording: str = response["text"]
    if channel == "voice":
        return str(response.get("voice", wording))
    return str(response.get("plain", wording)) if settings().company_tone == "plain" else wording


def _response(name: str, language: str) -> Mapping[str, Any]:
    try:
        found: Mapping[str, Any] = texts(language)[name]
    except KeyError as error:
        raise UnknownResponse(name) from error
    return found


def _filled(payload: str, values: Mapping[str, Any]) -> str:
    """`{article}` in a payload, among the braces of its JSON."""
    return PLACE.sub(lambda place: str(values.get(place[1], place[0])), payload)


class Texts(NaturalLanguageGenerator):  # type: ignore[misc]
    """Rasa's generator over the text files; slots fill the placeholders that nobody gave."""

    def __init__(self, endpoint_config: Any = None, domain: Any = None) -> None:
        pass

    async def generate(
        self,
        utter_action: str,
        tracker: DialogueStateTracker,
        output_channel: str,
        **values: Any,
    ) -> dict[str, Any] | None:
        slots = {name: slot.value for name, slot in tracker.slots.items()}
        language = slots.get("language") or LANGUAGES[0]
        channel = tracker.get_latest_input_channel() or output_channel
        said = words(utter_action, language, channel, **{**slots, **values})
        said["buttons"] = [*values.get("first_buttons", ()), *said["buttons"]]
        return {**said, "utter_action": utter_action}
