"""An edited article is live within two seconds, and a mistake never takes the desk down."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from bot.encoder import Encoder
from knowledge_base.article import Article
from knowledge_base.live import LiveKnowledgeBase
from knowledge_base.sources import Sources
from knowledge_base.store import ArticleStore
from knowledge_base.versions import Versions

Write = Callable[..., Path]


@contextmanager
def opened(
    encoder: Encoder, folder: Path, store: ArticleStore, watch: bool = True
) -> Iterator[LiveKnowledgeBase]:
    live = LiveKnowledgeBase(encoder, Sources(folder, store), folder.parent / "knowledge")
    live.load()
    live.refresh()
    if watch:
        live.watch()
    try:
        yield live
    finally:
        live.close()


def within_two_seconds(what: Callable[[], bool]) -> bool:
    end = time.monotonic() + 2
    while not what():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def text_of(live: LiveKnowledgeBase, name: str) -> str:
    article = live.article(name, "fr")
    return article.body if article else ""


def test_an_edit_is_live_within_two_seconds(
    encoder: Encoder, folder: Path, store: ArticleStore, write: Write, articles: tuple[Article, ...]
) -> None:
    for article in articles:
        write(article)
    with opened(encoder, folder, store) as live:
        before = live.version
        write(articles[3], body="Prévenez-nous deux mois avant, par courrier.")
        assert within_two_seconds(lambda: "deux mois" in text_of(live, "moving"))
        assert live.version != before
        assert "deux mois" in live.search("je déménage", "fr").answers[0].text


def test_new_and_deleted_articles_are_followed(
    encoder: Encoder, folder: Path, store: ArticleStore, write: Write, articles: tuple[Article, ...]
) -> None:
    path = write(articles[0])
    with opened(encoder, folder, store) as live:
        write(articles[2])
        assert within_two_seconds(lambda: live.article("bill", "fr") is not None)
        path.unlink()
        assert within_two_seconds(lambda: live.article("puk", "fr") is None)


def test_a_broken_edit_keeps_the_last_good_article(
    encoder: Encoder, folder: Path, store: ArticleStore, write: Write, articles: tuple[Article, ...]
) -> None:
    path = write(articles[0])
    with opened(encoder, folder, store, watch=False) as live:
        path.write_text("---\nid: puk\ntitle: [broken\n", encoding="utf-8")
        write(articles[2])
        content = live.refresh()
        assert content.refusals and "puk-fr.md" in str(content.refusals[0])
        assert text_of(live, "puk") == articles[0].body
        assert live.article("bill", "fr") is not None


def test_a_damaged_version_falls_back_to_the_one_before(
    encoder: Encoder, folder: Path, store: ArticleStore, write: Write, articles: tuple[Article, ...]
) -> None:
    write(articles[0])
    with opened(encoder, folder, store, watch=False) as live:
        first = live.version
        write(articles[2])
        live.refresh()
        second = live.version
    versions = Versions(folder.parent / "knowledge")
    (versions.folder / "versions" / second / "index.faiss").write_bytes(b"rubbish")
    again = LiveKnowledgeBase(encoder, Sources(folder, store), versions.folder)
    again.load()
    assert again.version == first
    assert "index.faiss" in again.problem
    again.refresh()
    assert again.version not in (first, second)
    assert again.problem == ""
    assert again.article("bill", "fr") is not None


def test_what_another_process_publishes_is_picked_up(
    encoder: Encoder, folder: Path, store: ArticleStore, write: Write, articles: tuple[Article, ...]
) -> None:
    write(articles[0])
    with opened(encoder, folder, store) as live:
        store.save([articles[5]])
        with opened(encoder, folder, store, watch=False) as other:
            assert within_two_seconds(lambda: live.version == other.version)
        assert live.article("wifi", "fr") is not None


def test_a_damaged_publication_does_not_replace_what_is_served(
    encoder: Encoder, folder: Path, store: ArticleStore, write: Write, articles: tuple[Article, ...]
) -> None:
    write(articles[0])
    with opened(encoder, folder, store, watch=False) as live:
        served = live.version
        Versions(folder.parent / "knowledge").serve("000009-0000000000000000")
        live._follow()
        assert live.version == served and "000009" in live.problem
        assert live.search("carte sim bloquée", "fr").decision == "answer"
        live.refresh()
        assert live.version != "000009-0000000000000000" and live.problem == ""


def test_nothing_new_publishes_nothing(
    encoder: Encoder, folder: Path, store: ArticleStore, write: Write, articles: tuple[Article, ...]
) -> None:
    write(articles[0])
    with opened(encoder, folder, store, watch=False) as live:
        version = live.version
        live.refresh()
        assert live.version == version


def test_the_folder_counts_more_than_what_was_imported(
    encoder: Encoder, folder: Path, store: ArticleStore, write: Write, articles: tuple[Article, ...]
) -> None:
    store.save([replace(articles[0], body="imported"), replace(articles[2], body="imported")])
    write(articles[0])
    with opened(encoder, folder, store, watch=False) as live:
        assert text_of(live, "puk") == articles[0].body
        assert text_of(live, "bill") == "imported"


def test_every_wording_of_a_stored_article_is_remembered(
    store: ArticleStore, articles: tuple[Article, ...]
) -> None:
    import sqlalchemy as sa

    from knowledge_base.store import article_versions

    other = replace(articles[0], body="Autre texte.")
    assert [store.save([a]) for a in (articles[0], articles[0], other, articles[0])] == [1, 0, 1, 1]
    with store.engine.connect() as connection:
        kept = connection.execute(sa.select(article_versions.c.version)).scalars().all()
    assert set(kept) == {articles[0].version, other.version}
