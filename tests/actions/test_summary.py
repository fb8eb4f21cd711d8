"""What a colleague reads before calling: no «oui», and what was tried."""

from __future__ import annotations

from typing import Any

import pytest

from actions import summary as summaries
from actions.summary import subject, summary
from actions.turn import Turn


@pytest.fixture(autouse=True)
def articles(monkeypatch: pytest.MonkeyPatch) -> None:
    """One article, in both languages."""
    found = type("Answer", (), {"title": "Le voyant rouge"})
    known = type("Knowledge", (), {"article": lambda _self, id, _l: found if id == "red" else None})
    monkeypatch.setattr(summaries, "knowledge", known)


def turn(*said: str, language: str = "fr", channel: str = "web", **slots: Any) -> Turn:
    return Turn(
        "sender", "oui", "affirm", 1.0, language, channel, None, None, False,
        slots=slots, said=said,
    )


@pytest.mark.parametrize("channel", ["web", "voice"])
def test_the_subject_the_article_what_was_said_and_what_is_known(channel: str) -> None:
    told = turn(
        "ma box clignote en rouge", "non, pas du tout", "🙂", "un conseiller", "oui",
        channel=channel, phone="+33639987001", contact="camille@exemple.fr", name="Camille Durand",
        last_answer={"article": "red", "version": "1", "helped": False},
    )
    assert summary(told).splitlines() == [
        "Sujet : Le voyant rouge",
        "Réponse déjà donnée : « Le voyant rouge » (elle n’a pas aidé)",
        "La personne a dit :",
        "- ma box clignote en rouge",
        "- un conseiller",
        "Déjà connu : Camille Durand ; camille@exemple.fr",
    ]


@pytest.mark.parametrize(
    ("answer", "opinion"),
    [({"helped": True}, "it helped"), ({"helped": False}, "it did not help"), ({}, "no opinion")],
)
def test_whether_the_answer_helped(answer: dict[str, Any], opinion: str) -> None:
    told = turn("it is red", language="en", last_answer={"article": "red", **answer})
    assert f"Answer already given: “Le voyant rouge” ({opinion})" in summary(told).splitlines()


@pytest.mark.parametrize("said", ["oui", "non merci", "ok", "?!", "sdfghjklm", "yes", "no thanks"])
def test_what_only_answers_a_question_of_ours_is_left_out(said: str) -> None:
    told = summary(turn("ma ligne est coupée depuis lundi", said))
    assert told.splitlines()[-1] == "- ma ligne est coupée depuis lundi"


def test_the_subject_is_what_was_told_for_a_task_first() -> None:
    assert subject(turn("bonjour", callback_reason="ma facture")) == "ma facture"
    assert subject(turn("bonjour", "ma ligne est coupée")) == "ma ligne est coupée"


@pytest.mark.parametrize(("language", "wanted"), [("fr", "Sujet : "), ("en", "Subject: ")])
def test_whoever_said_nothing_has_a_summary_all_the_same(language: str, wanted: str) -> None:
    told = summary(turn(language=language))
    assert told.startswith(wanted) and len(told.splitlines()) == 1


def test_the_number_to_call_is_not_told_twice() -> None:
    assert "Déjà connu" not in summary(turn("allô", phone="+33639987001", contact="+33639987001"))
