"""A version on disk is served whole or refused with a reason."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.encoder import Encoder
from knowledge_base import index
from knowledge_base.article import Article, article_from
from knowledge_base.build import built
from knowledge_base.geometry import view_of
from knowledge_base.index import VectorIndex
from knowledge_base.versions import FILES, KEPT, Versions, VersionUnusable


@pytest.fixture
def versions(tmp_path: Path, articles: tuple[Article, ...], encoder: Encoder) -> Versions:
    made = Versions(tmp_path / "knowledge")
    made.publish(built(articles, encoder))
    return made


def published(versions: Versions) -> Path:
    return versions.folder / "versions" / versions.current()


def test_a_version_comes_back_as_it_was(
    versions: Versions, articles: tuple[Article, ...], encoder: Encoder
) -> None:
    made = built(articles, encoder)
    found = versions.load(versions.current(), view_of(encoder).fingerprint)
    assert found.articles == made.articles
    assert found.hashes == made.hashes and (found.owners == made.owners).all()
    assert np.array_equal(found.index.vectors(), made.index.vectors())


def test_the_manifest_says_what_the_version_is(versions: Versions, encoder: Encoder) -> None:
    manifest = json.loads((published(versions) / "manifest.json").read_text())
    assert manifest["encoder"] == view_of(encoder).fingerprint
    assert manifest["counts"]["articles"] == 6
    assert set(manifest["files"]) == set(FILES)
    assert len(manifest["articles"]["puk/fr"]) == 16


@pytest.mark.parametrize("file", [*FILES, "manifest.json"])
@pytest.mark.parametrize("damage", ["flipped", "truncated", "longer", "missing", "empty"])
def test_any_damage_is_refused_with_a_reason(
    versions: Versions, encoder: Encoder, file: str, damage: str
) -> None:
    path = published(versions) / file
    data = bytearray(path.read_bytes())
    if damage == "missing":
        path.unlink()
    elif damage == "flipped":
        data[len(data) // 2] ^= 1
        path.write_bytes(data)
    else:
        path.write_bytes(bytes({"truncated": data[:-7], "longer": data + b" "}.get(damage, b"")))
    with pytest.raises(VersionUnusable, match=r"damaged|truncated|missing|no manifest"):
        versions.load(versions.current(), view_of(encoder).fingerprint)


@settings(max_examples=40, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(
    file=st.sampled_from([*FILES, "manifest.json"]), place=st.floats(0, 1), bit=st.integers(0, 7)
)
def test_one_bit_anywhere_is_noticed_and_mending_it_is_enough(
    versions: Versions, encoder: Encoder, file: str, place: float, bit: int
) -> None:
    path = published(versions) / file
    whole = path.read_bytes()
    damaged = bytearray(whole)
    damaged[int(place * (len(whole) - 1))] ^= 1 << bit
    path.write_bytes(damaged)
    with pytest.raises(VersionUnusable):
        versions.load(versions.current(), view_of(encoder).fingerprint)
    path.write_bytes(whole)
    assert versions.load(versions.current(), view_of(encoder).fingerprint).articles


def test_another_encoders_version_is_refused(versions: Versions) -> None:
    with pytest.raises(VersionUnusable, match="another encoder"):
        versions.load(versions.current(), "some-other-encoder")


def test_a_file_of_another_version_is_refused(
    versions: Versions, articles: tuple[Article, ...], encoder: Encoder
) -> None:
    first = published(versions)
    versions.publish(built(articles[:3], encoder))
    shutil.copy(first / "index.faiss", published(versions) / "index.faiss")
    with pytest.raises(VersionUnusable):
        versions.load(versions.current(), view_of(encoder).fingerprint)


def test_old_versions_are_pruned_and_the_served_one_stays(
    versions: Versions, articles: tuple[Article, ...], encoder: Encoder
) -> None:
    for count in range(1, KEPT + 3):
        versions.publish(built(articles[: 1 + count % 5], encoder))
    assert len(versions.names()) == KEPT
    assert versions.names()[0] == versions.current()


def test_unchanged_vectors_are_not_encoded_again(
    articles: tuple[Article, ...], encoder: Encoder
) -> None:
    before = built(articles, encoder)
    told: list[int] = []
    after = built(articles, encoder, before, lambda _, total: told.append(total))
    assert told == [0]
    assert np.array_equal(before.index.vectors(), after.index.vectors())


def test_above_the_limit_a_graph_finds_the_same_neighbours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vectors = np.random.default_rng(1).normal(size=(500, 16)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    flat = VectorIndex.of(vectors)
    monkeypatch.setattr(index, "FLAT_LIMIT", 100)
    VectorIndex.of(vectors).save(tmp_path / "graph")
    graph = VectorIndex.load(tmp_path / "graph")
    found = [set(i.search(vectors[7], 10)[1]) for i in (flat, graph)]
    assert len(found[0] & found[1]) >= 9
    assert np.array_equal(graph.vectors(), vectors)


@settings(max_examples=25, deadline=None)
@given(rows=st.integers(1, 40), width=st.integers(2, 12), seed=st.integers(0, 99))
def test_an_index_survives_the_disk(
    tmp_path_factory: pytest.TempPathFactory, rows: int, width: int, seed: int
) -> None:
    vectors = np.random.default_rng(seed).normal(size=(rows, width)).astype(np.float32)
    path = tmp_path_factory.mktemp("index") / "index.faiss"
    VectorIndex.of(vectors).save(path)
    found = VectorIndex.load(path)
    assert (found.size, found.dimension) == (rows, width)
    assert np.array_equal(found.vectors(), vectors)


@settings(deadline=None, max_examples=60)
@given(st.builds(Article, *[st.text()] * 4, phrasings=st.lists(st.text()).map(tuple),
                 updated=st.none() | st.dates()))  # fmt: skip
def test_an_article_survives_json(article: Article) -> None:
    again = article_from(json.loads(json.dumps(article.as_dict())))
    assert again == article and again.version == article.version
