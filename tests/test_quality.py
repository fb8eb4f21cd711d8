"""The model and the index as they are shipped, on sentences that they never learned.

The floors lie a little under the figures of the README: a change that costs understanding or
retrieval fails here, whatever else still works.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.model import current_model
from bot.nlu.commands import _own_examples
from bot.nlu.evaluation import Scores, Verdict, by_language, scores, unseen
from bot.nlu.examples import read_examples
from bot.nlu.trained import TrainedNlu
from bot.settings import ROOT, settings
from knowledge_base.article import LANGUAGES, Article
from knowledge_base.evaluation import figures, outcomes, read_cases
from knowledge_base.importers.folder import read_files
from knowledge_base.live import open_knowledge
from knowledge_base.search import Knowledge
from tests.conftest import PREPARED

DATA = Path(__file__).parent / "data"
PHRASINGS, ARTICLES, SPOKEN = 5, 60, 300


@pytest.fixture(scope="module", autouse=True)
def prepared() -> Iterator[None]:
    """The models and the index that were prepared for the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GUICHET_DATA_DIR", str(PREPARED))
        settings.cache_clear()
        yield
    settings.cache_clear()


@pytest.fixture(scope="module")
def verdicts(prepared: None) -> dict[str, list[Verdict]]:
    """What the model makes of each file's sentences, without those that it was taught."""
    model, taught = TrainedNlu(current_model()), _own_examples()
    found = {}
    for name in ("nlu_test", "nlu_blind2"):
        said = [(one, model.understand(one.text)) for one in read_examples(DATA / f"{name}.csv")]
        read = [Verdict(one, got.intent, got.confidence) for one, got in said]
        found[name] = unseen(read, taught)
    return found


@pytest.mark.parametrize("name", ["nlu_test", "nlu_blind2"])
def test_sentences_are_understood_in_both_languages(
    verdicts: dict[str, list[Verdict]], name: str
) -> None:
    for language, found in by_language(verdicts[name]).items():
        assert (found.in_scope_accuracy or 0.0) >= 0.90, (language, found)


@pytest.mark.parametrize("name", ["nlu_test", "nlu_blind2"])
def test_what_is_foreign_is_refused_and_little_else(
    verdicts: dict[str, list[Verdict]], name: str
) -> None:
    found: Scores = scores(verdicts[name])
    assert (found.oos_recall or 0.0) >= 0.80, found
    assert (found.in_scope_refused or 0.0) <= 0.05, found


@pytest.fixture(scope="module")
def knowledge(prepared: None) -> Knowledge:
    return open_knowledge(watch=False)


@pytest.mark.parametrize("name", ["knowledge_test", "knowledge_blind"])
def test_questions_find_their_article(knowledge: Knowledge, name: str) -> None:
    found = figures(outcomes(knowledge, read_cases(DATA / f"{name}.csv")))
    assert found.recall_at_1 >= 0.85, found
    assert found.recall_at_3 >= 0.95, found
    assert found.auroc >= 0.92, found
    assert found.answered_at_3_percent_wrong >= 0.60, found


@pytest.fixture(scope="module")
def articles() -> dict[str, dict[str, Article]]:
    """The articles of the demo company, by language and id."""
    read = read_files([ROOT / "knowledge_base" / "articles"], "")
    assert read.refusals == []
    found: dict[str, dict[str, Article]] = {language: {} for language in LANGUAGES}
    for article in read.articles.values():
        found[article.language][article.id] = article
    return found


def test_the_demo_company_has_the_same_articles_in_both_languages(
    articles: dict[str, dict[str, Article]],
) -> None:
    assert set(articles["fr"]) == set(articles["en"])
    assert len(articles["fr"]) >= ARTICLES


def test_every_article_says_what_a_curator_needs(articles: dict[str, dict[str, Article]]) -> None:
    for article in (one for by_id in articles.values() for one in by_id.values()):
        assert len(set(article.phrasings)) >= PHRASINGS, article.key
        assert article.category and article.owner and article.review, article.key
        assert article.source.startswith("https://"), article.key
        assert len(article.voice) < SPOKEN, article.key
        assert len(article.body) > 150, article.key


def test_another_companys_articles_need_no_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "bread.md").write_text(
        "---\nid: bread\ntitle: Conserver le pain\nlanguage: fr\n"
        "phrasings:\n- comment garder mon pain frais\n---\nDans un torchon, jamais au frais.\n",
        "utf-8",
    )
    monkeypatch.setenv("GUICHET_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("GUICHET_KNOWLEDGE_DIR", str(folder))
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "models").symlink_to(PREPARED / "models")
    settings.cache_clear()
    try:
        base = open_knowledge(watch=False)
        found = base.search("mon pain sèche trop vite, comment le garder frais ?", "fr")
        assert [answer.article for answer in found.answers] == ["bread"]
        base.close()
    finally:
        monkeypatch.undo()
        settings.cache_clear()
