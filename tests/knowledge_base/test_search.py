"""Questions find their article in either language, and hopeless ones are declined."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from bot.encoder import Encoder
from bot.settings import settings
from knowledge_base.article import Article
from knowledge_base.build import built
from knowledge_base.search import KnowledgeBase


@pytest.fixture(scope="module")
def knowledge(encoder: Encoder) -> KnowledgeBase:
    from tests.knowledge_base.conftest import ARTICLES

    return KnowledgeBase(replace(built(ARTICLES, encoder), name="1"), encoder)


@pytest.mark.parametrize(
    ("question", "language", "article", "spoken"),
    [
        ("ma sim est bloquée j'ai trop essayé le code", "fr", "puk", "fr"),
        ("my SIM got blocked after three tries", "en", "puk", "en"),
        ("internet est lent à l'étage", "fr", "wifi", "fr"),
        ("puis-je utiliser internet en vacances en Espagne ?", "fr", "roaming", "en"),
        ("I am moving house, what about my box?", "en", "moving", "fr"),
        ("QU’EST-CE QUE CE MONTANT SUR MA FACTURE ???", "fr", "bill", "fr"),
    ],
)
def test_a_question_finds_its_article(
    knowledge: KnowledgeBase, question: str, language: str, article: str, spoken: str
) -> None:
    first = knowledge.search(question, language).answers[0]
    assert (first.article, first.language) == (article, spoken)


def test_an_exact_question_is_answered(knowledge: KnowledgeBase) -> None:
    found = knowledge.search("carte sim bloquée", "fr")
    assert found.decision == "answer" and not found.abstained
    assert found.answers[0].confidence > found.answers[1].confidence


@pytest.mark.parametrize("question", ["recette de la blanquette de veau", "qui a gagné le match ?"])
def test_a_foreign_question_is_not_answered(knowledge: KnowledgeBase, question: str) -> None:
    assert knowledge.search(question, "fr").decision != "answer"


@pytest.mark.parametrize("question", ["", "   ", "?!…", "🙂🙂", "___", "mot " * 2000])
def test_wordless_and_endless_questions_abstain_without_answers(
    knowledge: KnowledgeBase, question: str
) -> None:
    found = knowledge.search(question, "fr")
    assert found.abstained and found.answers == ()


def test_no_more_answers_than_wanted_and_the_best_first(knowledge: KnowledgeBase) -> None:
    answers = knowledge.search("facture", "fr", limit=2).answers
    assert len(answers) == 2
    assert answers[0].score >= answers[1].score
    assert answers[0].confidence >= answers[1].confidence
    assert len(knowledge.search("facture", "fr", limit=20).answers) == 5


def test_an_answer_carries_what_is_shown_and_said(knowledge: KnowledgeBase) -> None:
    answer = knowledge.search("je change d'adresse", "fr").answers[0]
    assert answer.voice == "Prévenez-nous un mois avant."
    assert len(answer.version) == 16


def test_an_article_is_found_by_its_id_in_the_language_asked(knowledge: KnowledgeBase) -> None:
    for name, language, expected in (
        ("puk", "en", "en"),
        ("puk", "fr", "fr"),
        ("roaming", "fr", "en"),
    ):
        article = knowledge.article(name, language)
        assert article is not None and article.language == expected
    assert knowledge.article("unheard-of", "fr") is None


def test_an_empty_knowledge_base_abstains(encoder: Encoder) -> None:
    empty = KnowledgeBase(built((), encoder), encoder)
    assert empty.search("bonjour, ma facture", "fr").abstained


def test_a_single_article_can_be_searched(encoder: Encoder) -> None:
    only = Article("one", "Le code RIO", "fr", "Appelez le 3179.")
    found = KnowledgeBase(built((only,), encoder), encoder).search("c'est quoi le RIO", "fr")
    assert [answer.article for answer in found.answers] == ["one"]


def test_a_version_is_never_searched_with_another_encoder(encoder: Encoder) -> None:
    version = replace(built((), encoder), encoder="other")
    with pytest.raises(ValueError, match="another encoder"):
        KnowledgeBase(version, encoder)


def test_many_threads_get_the_same_answers(knowledge: KnowledgeBase) -> None:
    questions = ["sim bloquée", "my bill", "wifi lent", "moving house"] * 8
    alone = [knowledge.search(question, "fr") for question in questions]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda question: knowledge.search(question, "fr"), questions))
    assert together == alone


def test_the_longest_question_is_the_longest_message(knowledge: KnowledgeBase) -> None:
    longest = ("facture " * 300)[: settings().max_text].strip()
    assert knowledge.search(longest, "fr").answers
