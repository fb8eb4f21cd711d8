"""A thumb, from the button under an answer to what the support team counts."""

from __future__ import annotations

import time
import uuid
from datetime import date
from typing import Any

import pytest

from bot.database import engine
from knowledge_base.curation.counting import Range
from knowledge_base.curation.insight import Insight
from knowledge_base.curation.insight_rows import Helpfulness
from knowledge_base.importers.folder import read_files
from tests.conftest import ROOT, Desk
from tests.dialogues.records import records
from tests.faults.house import settled

ARTICLE = "find-rio"
QUESTIONS = {"fr": "c’est quoi le code RIO ?", "en": "what is the RIO code?"}
THUMBS = {"up": 1, "down": 0}
PATIENCE = 20.0


def served(desk: Desk, language: str) -> Helpfulness | None:
    """What the console tells of the version of the article that is written in the folder."""
    insight = Insight(engine(f"sqlite:///{desk.data / 'guichet.db'}"), language)
    counted = insight.helpfulness(Range(date(2026, 11, 24), date(2026, 11, 24)))
    version = written_version(language)
    return next((o for o in counted if (o.article, o.version) == (ARTICLE, version)), None)


def written_version(language: str) -> str:
    read = read_files([ROOT / "knowledge_base" / "articles"]).articles
    return next(a.version for a in read.values() if (a.id, a.language) == (ARTICLE, language))


def thumbs_of(desk: Desk, language: str) -> tuple[int, int]:
    found = served(desk, language)
    return (found.up, found.down) if found else (0, 0)


def pressed(said: list[dict[str, Any]], way: str) -> str:
    payloads = [str(b["payload"]) for one in said for b in one.get("buttons") or ()]
    (found,) = [one for one in payloads if f'"{way}"' in one]
    return found


@pytest.mark.desk
@pytest.mark.parametrize("way", THUMBS)
@pytest.mark.parametrize("language", QUESTIONS)
def test_a_thumb_is_kept_with_the_version_and_seen_by_the_support_team(
    desk: Desk, language: str, way: str
) -> None:
    before, sender = thumbs_of(desk, language), f"thumbs-{uuid.uuid4()}"
    said = settled(desk, sender, QUESTIONS[language])
    settled(desk, sender, pressed(said, way))
    (kept,) = records(desk, "feedback", sender)
    assert (kept["kind"], kept["score"]) == ("answer", THUMBS[way])
    assert kept["subject"] == f"{ARTICLE}@{written_version(language)}"
    wanted = (before[0] + (way == "up"), before[1] + (way == "down"))
    end = time.monotonic() + PATIENCE
    while thumbs_of(desk, language) != wanted and time.monotonic() < end:
        time.sleep(0.2)
    assert thumbs_of(desk, language) == wanted
