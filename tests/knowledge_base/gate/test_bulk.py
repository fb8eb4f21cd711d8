"""Thousands of questions at once get the answers that they get one by one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bot.encoder import Encoder
from bot.settings import settings
from knowledge_base.article import Article, Key
from knowledge_base.build import built
from knowledge_base.curation.bulk import Asked, standings
from knowledge_base.curation.candidate import candidate
from knowledge_base.curation.neighbours import neighbours, neighbours_of_both
from knowledge_base.curation.past import PastQuestion, QuestionVectors
from knowledge_base.curation.phrasings import outranked, phrasings_of, ranked
from knowledge_base.everyday import everyday_questions
from knowledge_base.geometry import view_of
from knowledge_base.importers.folder import read_files
from knowledge_base.search import KnowledgeBase
from knowledge_base.versions import Published, Versions, VersionUnusable

STRANGE = ["", "   ", "?!", "x" * 3000, "PUK", "puk puk PUK", "zzzqqq", "  ma facture  "]


@pytest.fixture(scope="module")
def articles() -> dict[Key, Article]:
    """A fifth of the demo's articles; the last of them in French only."""
    found = read_files([settings().knowledge_dir]).articles
    names = sorted({name for name, _ in found})[::5]
    kept = {key: found[key] for key in found if key[0] in names}
    del kept[names[-1], "en"]
    return kept


@pytest.fixture(scope="module")
def live(encoder: Encoder, articles: dict[Key, Article]) -> Published:
    """Vectors that this machine prepared before are used again."""
    versions = Versions(settings().data_dir / "knowledge")
    try:
        before = versions.load(versions.current(), view_of(encoder).fingerprint)
    except VersionUnusable:
        before = None
    return built(articles.values(), encoder, before)


@pytest.fixture(scope="module")
def wanted(articles: dict[Key, Article]) -> dict[Key, Article]:
    """One article edited, one gone, one new, one renamed."""
    first, second, third, *_ = list(articles.values())
    kept = {key: article for key, article in articles.items() if key != second.key}
    borrowed = tuple(one.phrasings[0] for one in articles.values() if one.language == "fr")
    new = Article("aaa", "Un article tout neuf", "fr", "Rien.", phrasings=borrowed[2:7])
    renamed = replace(third, title="Tout autre chose")
    edited = replace(first, phrasings=(*first.phrasings[2:], "un pigeon sur mon antenne"))
    return {**kept, edited.key: edited, renamed.key: renamed, new.key: new}


@pytest.fixture(scope="module")
def questions() -> list[PastQuestion]:
    everyday = [PastQuestion(text, language) for text, language in everyday_questions()[::12]]
    known = read_files([settings().knowledge_dir]).articles.values()
    asked = [PastQuestion(a.phrasings[-1], a.language) for a in list(known)[::2]]
    return [*asked, *everyday, *(PastQuestion(text, "fr") for text in STRANGE)]


@pytest.fixture(scope="module")
def vectors(
    encoder: Encoder, questions: list[PastQuestion], tmp_path_factory: pytest.TempPathFactory
) -> QuestionVectors:
    return QuestionVectors(encoder, tmp_path_factory.mktemp("vectors"))


def test_a_candidate_is_what_a_build_from_nothing_makes(
    live: Published, wanted: dict[Key, Article], encoder: Encoder
) -> None:
    quick, slow = candidate(live, wanted, encoder), built(wanted.values(), encoder, live)
    assert quick.articles == slow.articles and quick.hashes == slow.hashes
    assert np.array_equal(quick.owners, slow.owners)
    assert np.array_equal(quick.index.vectors(), slow.index.vectors())


def test_an_empty_or_unchanged_base_is_a_candidate_too(live: Published, encoder: Encoder) -> None:
    same = {article.key: article for article in live.articles}
    assert candidate(live, same, encoder) is live
    assert candidate(live, {}, encoder).articles == ()
    assert candidate(None, {}, encoder).hashes == ()


def test_many_at_once_are_answered_exactly_as_one_by_one(
    live: Published,
    wanted: dict[Key, Article],
    questions: list[PastQuestion],
    vectors: QuestionVectors,
    encoder: Encoder,
) -> None:
    after = candidate(live, wanted, encoder)
    rows = vectors.of(questions)
    asked = Asked.of([q.text for q in questions], [q.language for q in questions], rows)
    both = neighbours_of_both(live, after, rows)
    for version, near in zip((live, after), both, strict=True):
        base = KnowledgeBase(version, encoder)
        alone = neighbours(version, rows)
        for found in (standings(base, asked, near), standings(base, asked, alone)):
            for question, standing in zip(questions, found, strict=True):
                result = base.search(question.text, question.language)
                first = result.answers[0] if result.answers else None
                assert standing.decision == result.decision, question
                assert standing.article == (first.article if first else ""), question
                assert standing.confidence == (first.confidence if first else 0.0), question


def test_the_phrasings_told_by_bounds_are_those_told_by_ranking(
    live: Published, wanted: dict[Key, Article], encoder: Encoder
) -> None:
    version = candidate(live, wanted, encoder)
    base = KnowledgeBase(version, encoder)
    every = phrasings_of(version)
    first = ranked(every, version, base, version)
    wrong = {
        (p.article.key, p.text): standing.article
        for p, standing in zip(every, first, strict=True)
        if standing.article != p.article.id
    }
    found = {(p.article.key, p.text): s.article for p, s in outranked(version, base)}
    assert wrong and found == wrong


def test_vectors_are_kept_and_the_oldest_let_go(encoder: Encoder, tmp_path: Path) -> None:
    asked = [PastQuestion(f"question {n}", "en") for n in range(5)]
    first = QuestionVectors(encoder, tmp_path, most=3).of(asked)
    counted: list[int] = []
    again = QuestionVectors(encoder, tmp_path, most=3)
    assert np.array_equal(again.of(asked[2:], lambda _, total: counted.append(total)), first[2:])
    assert counted == []
    again.of(asked[:1], lambda _, total: counted.append(total))
    assert counted == [1]


def test_a_damaged_file_of_vectors_is_made_again(encoder: Encoder, tmp_path: Path) -> None:
    (tmp_path / "questions.npz").write_bytes(b"rubbish")
    view = view_of(encoder)
    found = QuestionVectors(encoder, tmp_path).of([PastQuestion("ma box", "fr")])
    assert np.array_equal(found, view.encode(["ma box"], "query", "fr"))
