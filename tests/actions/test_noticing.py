"""What the desk notes of a conversation, by chat and by voice, and how it is forgotten."""

from __future__ import annotations

import sqlite3
import time
import uuid
from collections.abc import Callable
from typing import Any

import pytest

from knowledge_base.curation.discretion import keyed
from tests.conftest import Desk

pytestmark = pytest.mark.desk
UNKNOWN = "est-ce que vous vendez des tondeuses à gazon, mon numéro est le {number}"
NUMBERS = {
    "chat": "06 39 98 01 01",
    "voice": "zéro six trente-neuf quatre-vingt-dix-huit zéro un zéro un",
}
Kept = Callable[[str], list[dict[str, Any]]]


@pytest.fixture
def kept(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Kept:
    """What is kept of a conversation."""
    monkeypatch.setattr(
        "knowledge_base.curation.discretion.settings",
        lambda: type("Chosen", (), {"signing_key": lambda _: desk.environment["GUICHET_SECRET"]})(),
    )

    def rows(sender: str) -> list[dict[str, Any]]:
        with sqlite3.connect(f"file:{desk.data / 'guichet.db'}?mode=ro", uri=True) as connection:
            connection.row_factory = sqlite3.Row
            found = connection.execute(
                "SELECT * FROM questions WHERE conversation = ? ORDER BY id",
                (keyed("conversation", sender),),
            )
            return [dict(row) for row in found]

    return rows


def until(told: Callable[[], Any], patience: float = 10.0) -> Any:
    """What is noted behind the answer's back is there a moment later."""
    end = time.monotonic() + patience
    while not (found := told()) and time.monotonic() < end:
        time.sleep(0.02)
    return found


def body(channel: str) -> dict[str, Any]:
    spoken = {"input_channel": "voice"} if channel == "voice" else {}
    return {"metadata": {"language": "fr"}, **spoken}


@pytest.mark.parametrize("channel", ["chat", "voice"])
def test_an_unanswered_question_is_kept_masked_and_forgotten_on_request(
    desk: Desk, kept: Kept, channel: str
) -> None:
    sender = f"noticing-{uuid.uuid4()}"
    desk.say(sender, UNKNOWN.format(number=NUMBERS[channel]), **body(channel))
    (one,) = until(lambda: kept(sender))
    assert one["text"].endswith("mon numéro est le [phone]")
    assert (one["decision"], one["language"]) == ("abstained", "fr")
    assert one["reason"] == "abstained" and one["knowledge"]
    for text in ("effacez toutes mes données", "Camille Martin", "camille@exemple.fr", "oui"):
        said = desk.say(sender, text, **body(channel))
    assert any("case" in (reply.get("custom") or {}) for reply in said)
    assert until(lambda: not kept(sender))


@pytest.mark.parametrize(
    ("channel", "words", "reasons"),
    [
        ("voice", "ploc tac boum la girafe mauve", ["no_match"]),
        ("voice", "sdfghjk qsdfghj", ["no_match"]),
        ("chat", "ploc tac boum la girafe mauve", ["abstained"]),
        ("chat", "sdfghjk qsdfghj", []),
    ],
)
def test_noise_is_not_understood_by_voice_and_unanswered_in_writing(
    desk: Desk, kept: Kept, channel: str, words: str, reasons: list[str]
) -> None:
    sender = f"noticing-{uuid.uuid4()}"
    desk.say(sender, words, **body(channel))
    desk.say(sender, "comment trouver mon code PUK ?", **body(channel))
    found = until(lambda: [one for one in kept(sender) if one["decision"] == "answered"])
    assert found and [one["reason"] for one in kept(sender)[:-1]] == reasons


@pytest.mark.parametrize("channel", ["chat", "voice"])
def test_a_thumb_down_and_a_person_after_an_answer_are_noted(
    desk: Desk, kept: Kept, channel: str
) -> None:
    down, person = f"noticing-{uuid.uuid4()}", f"noticing-{uuid.uuid4()}"
    for sender, then in ((down, "non, pas du tout"), (person, "je veux parler à un conseiller")):
        desk.say(sender, "comment trouver mon code PUK ?", **body(channel))
        desk.say(sender, then, **body(channel))
    (one,) = until(lambda: [row for row in kept(down) if row["reason"]])
    assert (one["reason"], one["helped"], one["article"]) == ("thumbs_down", 0, "puk-code")
    assert one["article_version"] and one["confidence"] > 0
    (one,) = until(lambda: [row for row in kept(person) if row["reason"]])
    assert (one["reason"], one["person_after"], one["decision"]) == ("person_after", 1, "answered")


@pytest.mark.parametrize("wish", ["je voudrais être rappelé", "passez-moi un conseiller"])
def test_a_person_wanted_later_in_the_talk_says_that_the_answer_did_not_do(
    desk: Desk, kept: Kept, wish: str
) -> None:
    sender = f"noticing-{uuid.uuid4()}"
    for text in ("comment trouver mon code PUK ?", "oui merci", wish):
        desk.say(sender, text, **body("chat"))
    (one,) = until(lambda: [row for row in kept(sender) if row["person_after"]])
    assert (one["article"], one["helped"], one["reason"]) == ("puk-code", 1, "")


def test_the_conversation_of_a_question_cannot_be_read(desk: Desk, kept: Kept) -> None:
    sender = f"noticing-{uuid.uuid4()}"
    desk.say(sender, "vendez-vous des tondeuses à gazon ?", **body("chat"))
    (one,) = until(lambda: kept(sender))
    assert sender not in str(one)
