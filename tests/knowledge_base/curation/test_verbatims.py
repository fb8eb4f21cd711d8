"""What people wrote is put into themes named by their words, masked, and its tone told or not."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from actions.crm.embedded import tables
from bot.database import engine
from bot.encoder import Encoder
from knowledge_base.calibration.sentiment import comments, seen
from knowledge_base.curation.counting import Range
from knowledge_base.curation.grouping import regrouped
from knowledge_base.curation.keywords import keywords
from knowledge_base.curation.opinions import stored_opinions
from knowledge_base.curation.sentiment import NEGATIVE, POSITIVE, UNTOLD, shipped, tones
from knowledge_base.curation.verbatim_lists import comment_themes
from knowledge_base.curation.verbatim_tables import members, themes
from knowledge_base.curation.verbatims import FEWEST, THRESHOLD, Verbatims
from knowledge_base.geometry import view_of
from tests.knowledge_base.curation.conftest import WordEncoder
from tests.knowledge_base.curation.labels import pairwise_f1

LABELLED = Path(__file__).parents[2] / "data" / "comments.csv"
AT = datetime(2026, 11, 23, 9, tzinfo=timezone.utc)
SAID = (
    "attente trop longue au téléphone", "longue attente encore", "attente interminable au téléphone",
    "facture trop chère", "ma facture augmente", "facture incompréhensible, 06 12 34 56 78",
    "merci Camille",
)  # fmt: skip


def write(file: Engine, said: Sequence[str], language: str = "fr", days: int = 0) -> None:
    rows = [
        {"created_at": AT - timedelta(days=days), "external_ref": f"{language}-{text}", "kind": "csat",
         "score": 3, "comment": text, "subject": "", "conversation": text, "channel": "web",
         "language": language}
        for text in said
    ]  # fmt: skip
    with file.begin() as connection:
        connection.execute(tables.feedback.insert(), rows)


def found(file: Engine) -> dict[str, int]:
    """Each theme's name, and how many comments it has; «» for those in none."""
    with file.connect() as connection:
        names = dict(connection.execute(sa.select(themes.c.id, themes.c.keywords)).all())
        held = connection.execute(sa.select(members.c.theme)).scalars().all()
    return dict(Counter(names.get(one, "") for one in held))


@pytest.fixture
def verbatims(file: Engine, words: WordEncoder) -> Verbatims:
    return Verbatims(file, words, threshold=0.2)


def test_alike_comments_make_a_theme_named_by_the_words_they_share(
    file: Engine, verbatims: Verbatims
) -> None:
    write(file, SAID)
    assert verbatims.run() == 7
    named = found(file)
    assert sorted(named.values()) == [1, 3, 3] and named[""] == 1
    waiting, bills = sorted(name for name in named if name)
    assert waiting.startswith("attente") and bills.startswith("facture"), named


def test_nothing_is_done_twice_and_each_comment_is_encoded_once(
    file: Engine, verbatims: Verbatims, words: WordEncoder
) -> None:
    write(file, SAID)
    verbatims.run()
    assert verbatims.run() == 0 and len(words.seen) == 7
    write(file, ["attente au téléphone"])
    assert verbatims.run() == 8 and len(words.seen) == 8


def test_only_masked_words_are_read(file: Engine, verbatims: Verbatims, words: WordEncoder) -> None:
    write(file, SAID)
    verbatims.run()
    assert not any("06 12" in text for text in words.seen)
    assert any("[phone]" in text for text in words.seen)


def test_an_erased_comment_leaves_its_theme(file: Engine, verbatims: Verbatims) -> None:
    write(file, SAID)
    verbatims.run()
    with file.begin() as connection:
        of_waiting = tables.feedback.c.comment.like("%attente%")
        connection.execute(tables.feedback.update().where(of_waiting).values(comment=""))
    assert verbatims.run() == 4
    assert sorted(found(file).values()) == [1, 3]


def test_languages_are_kept_apart_and_what_is_old_is_left_out(
    file: Engine, verbatims: Verbatims
) -> None:
    write(file, ["service service"] * 1 + ["service rapide", "service lent"])
    write(file, ["service ok", "service slow", "service nice"], "en")
    write(file, ["service ancien"], days=500)
    assert verbatims.run() == 6
    with file.connect() as connection:
        languages = connection.execute(sa.select(themes.c.language)).scalars().all()
    assert sorted(languages) == ["en", "fr"]


def test_themes_are_listed_with_their_scores_the_rest_at_the_end(
    file: Engine, verbatims: Verbatims
) -> None:
    write(file, [*SAID, "longue attente"])
    days = Range(date(2026, 11, 1), date(2026, 11, 30))
    before = comment_themes(file, stored_opinions(file, days))
    assert [(one.keywords, one.comments) for one in before] == [("", 8)]
    verbatims.run()
    listed = comment_themes(file, stored_opinions(file, days))
    assert [one.comments for one in listed] == [4, 3, 1] and listed[-1].keywords == ""
    assert listed[0].scores["csat"].answers == 4
    assert not any("06 12" in said.text for one in listed for said in one.verbatims)


def test_postgresql_holds_the_same_themes(postgresql: str, words: WordEncoder) -> None:
    made = engine(postgresql)
    write(made, SAID)
    try:
        verbatims = Verbatims(made, words, threshold=0.2)
        assert (verbatims.run(), verbatims.run()) == (7, 0)
        assert sorted(found(made).values()) == [1, 3, 3]
        days = Range(date(2026, 11, 1), date(2026, 11, 30))
        assert [one.comments for one in comment_themes(made, stored_opinions(made, days))] == [3, 3, 1]
    finally:
        with made.begin() as connection:
            connection.execute(tables.feedback.delete())


def test_a_word_that_one_person_says_names_nothing() -> None:
    (waiting, bills) = keywords(
        [
            ["attente longue, Camille", "attentes", "longue attente"],
            ["ma facture", "factures chères"],
        ],
        "fr",
    )
    assert waiting[0] == "attente" and "camille" not in waiting
    assert bills == ("facture",) or bills == ("factures",)


def test_a_tone_is_told_only_for_the_view_it_was_learnt_on() -> None:
    assert tones("another", np.zeros((2, 384), np.float32)) == [UNTOLD, UNTOLD]


def test_themes_of_labelled_comments_are_as_good_as_the_readme_says(
    encoder: Encoder, capsys: pytest.CaptureFixture[str]
) -> None:
    view, rows = view_of(encoder), [row for row in comments(LABELLED) if row["theme"]]
    told: dict[str, Any] = {}
    for language in ("fr", "en"):
        mine = [row for row in rows if row["language"] == language]
        vectors = view.encode([row["text"] for row in mine], "query", language)
        labels = regrouped(vectors, THRESHOLD).tolist()
        truth = [row["theme"] for row in mine]
        held: defaultdict[int, Counter[str]] = defaultdict(Counter)
        for label, theme in zip(labels, truth, strict=True):
            held[label][theme] += 1
        large = [one for one in held.values() if sum(one.values()) >= FEWEST]
        purity = sum(max(one.values()) for one in large) / sum(sum(one.values()) for one in large)
        told[language] = round(purity, 2), round(pairwise_f1(labels, truth), 2), len(large)
    with capsys.disabled():
        print("\nthemes of comments (purity, pairwise F1, themes):", told)
    assert min(purity for purity, _, _ in told.values()) >= 0.5
    assert min(f1 for _, f1, _ in told.values()) >= 0.28


def test_the_tone_of_labelled_comments_is_told_as_well_as_the_readme_says(
    encoder: Encoder, capsys: pytest.CaptureFixture[str]
) -> None:
    view, rows = view_of(encoder), comments(LABELLED)
    learnt = shipped()
    assert learnt is not None and learnt.view == view.fingerprint
    vectors = seen(view, rows)
    plain = np.array([row["sentiment"] != "0" for row in rows])
    pleased = np.array([row["sentiment"] == "+" for row in rows])
    forced = float(np.mean(((learnt.chances(vectors) > 0.5) == pleased)[plain]))
    tone = np.array(learnt.told(vectors))
    told = tone != UNTOLD
    right = (tone == POSITIVE) & pleased | (tone == NEGATIVE) & ~pleased
    figures = {
        "all told": round(forced, 3),
        "told": round(float(np.mean(told[plain])), 3),
        "of these right": round(float(np.mean(right[plain & told])), 3),
        "neither, told all the same": round(float(np.mean(told[~plain])), 3),
    }
    with capsys.disabled():
        print("\ntone of comments:", figures)
    assert forced >= 0.8 and figures["of these right"] >= 0.85
