"""Two gateways on one database: each piece of news is sent once, each question grouped once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.database import engine, migrate
from knowledge_base.article import Article
from knowledge_base.curation.asked import Asked, keep
from knowledge_base.curation.deliveries import announce
from knowledge_base.curation.question_tables import groups, questions
from knowledge_base.curation.webhooks import KINDS, Webhooks, deliveries
from knowledge_base.store import ArticleStore
from tests.conftest import ROOT
from tests.knowledge_base.curation.test_webhooks import Subscriber, subscriber

__all__ = ["subscriber"]
RELEASE = "release.published"
AT = datetime(2026, 11, 24, 9, tzinfo=timezone.utc)
OLD = Article("puk", "Le code PUK", "fr", "Composez-le.", review=date(2026, 11, 1))
NEWS, TOPICS, TIMES = 25, 12, 4


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgresql"))
    made = f"sqlite:///{tmp_path / 'both.db'}"
    migrate(made)
    return made


def side_by_side(url: str, folder: Path, moment: datetime) -> None:
    """Two processes that begin together."""
    house = {**os.environ, "GUICHET_NOW": moment.isoformat(), "GUICHET_DATA_DIR": str(folder)}
    pair = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.knowledge_base.curation.gateway", url, str(folder / name), "6"],
            cwd=ROOT, env=house, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )
        for name in ("one", "two")
    ]  # fmt: skip
    for one in pair:
        assert one.stdout and one.stdout.readline() == "ready\n"
    for one in pair:
        assert one.stdin
        one.stdin.write("\n")
        one.stdin.flush()
    assert [one.wait(240) for one in pair] == [0, 0]


def test_what_two_gateways_do_is_done_once(url: str, tmp_path: Path, subscriber: Subscriber) -> None:
    database = engine(url)
    for name in ("one", "two"):
        (tmp_path / name / "articles").mkdir(parents=True)
    ArticleStore(database).save([OLD])
    Webhooks(database).add(subscriber.url, KINDS, "ada")
    with database.begin() as writer:
        for number in range(NEWS):
            announce(writer, RELEASE, {"number": number})
        for time in range(TIMES):
            for topic in range(TOPICS):
                words = f"sujet{topic} unique{topic} propre{topic}"
                keep(writer, Asked(words, language="fr", channel="web", decision="abstained",
                                   reason="abstained", sender=f"v{time}", at=AT))  # fmt: skip
    side_by_side(url, tmp_path, AT)
    side_by_side(url, tmp_path, AT + timedelta(hours=1))  # by then the new groups are told of

    heard = [json.loads(body) for _, _, body in subscriber.heard]
    assert max(Counter(one["id"] for one in heard).values()) == 1
    assert sorted(n for one in heard if one["kind"] == RELEASE for n in [one["data"]["number"]]) == [*range(NEWS)]
    due = [a["article"] for one in heard if one["kind"] == "article.due" for a in one["data"]["articles"]]
    assert due == ["puk"]
    told = [g["group"] for one in heard if one["kind"] == "group.opened" for g in one["data"]["groups"]]
    assert len(told) == len(set(told)) == TOPICS
    with database.connect() as reader:
        counted = sa.select(questions.c.group_id, sa.func.count()).group_by(questions.c.group_id)
        found: Any = reader.execute(counted).all()
        assert sorted(number for _, number in found) == [TIMES] * TOPICS
        assert len(reader.execute(sa.select(groups.c.id)).all()) == TOPICS
        assert {row.state for row in reader.execute(sa.select(deliveries.c.state))} == {"delivered"}
