"""How to leave is found in whatever articles a company has; without one, somebody explains it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from rasa_sdk.executor import CollectingDispatcher

from actions import contract, knowledge
from actions.turn import Turn
from knowledge_base.search import Answer, SearchResult

Company = Callable[[str], None]
LEAVING = Answer("quit#fr", "Se désabonner", "Écrivez-nous.", "fr", "https://x.example", 0.9, 0.9)
UNSURE = Answer("moving#fr", "Déménager", "…", "fr", "https://x.example", 0.3, 0.3)


@pytest.fixture
def company(monkeypatch: pytest.MonkeyPatch) -> Company:
    """A company whose knowledge decides so."""

    def knows(decision: str) -> None:
        best = LEAVING if decision == "answer" else UNSURE
        found = SearchResult((best,), decision, "v1")  # type: ignore[arg-type]
        known = type("Knowledge", (), {"search": lambda *_: found})
        monkeypatch.setattr(knowledge, "knowledge", known)

    return knows


def turn(language: str) -> Turn:
    return Turn("sender", "", "inform", 1.0, language, "web", None, None, True)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_article_that_says_how_is_answered_whatever_its_name(
    company: Company, language: str
) -> None:
    company("answer")
    say = CollectingDispatcher()
    events = contract.explained(turn(language), say)
    assert say.messages[0]["custom"]["answer"]["article"] == LEAVING.article
    assert "awaiting" in {event["name"] for event in events}


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("decision", ["suggest", "abstain"])
def test_without_a_sure_article_an_adviser_explains(
    company: Company, language: str, decision: str
) -> None:
    company(decision)
    say = CollectingDispatcher()
    (awaiting, _) = contract.explained(turn(language), say)
    assert [one["response"] for one in say.messages] == ["utter_how_to_leave_by_adviser"]
    assert awaiting["value"] == "offer:callback_form"


def test_no_article_is_named_in_the_code() -> None:
    assert "contract-termination" not in Path(contract.__file__).read_text(encoding="utf-8")
