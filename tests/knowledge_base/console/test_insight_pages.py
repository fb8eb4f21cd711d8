"""The insight pages count what was asked, never the spam, and give it away only to who may."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from actions.crm.embedded import tables
from bot.settings import settings
from knowledge_base.article import Article
from knowledge_base.commands import app
from knowledge_base.curation.exports import from_export
from knowledge_base.curation.opinion_export import from_opinions
from knowledge_base.curation.question_tables import groups, questions
from knowledge_base.curation.verbatim_tables import members, themes
from knowledge_base.sources import Sources
from knowledge_base.store import ArticleStore
from tests.knowledge_base.console.conftest import House, new_house
from tests.knowledge_base.console.routes import PAYLOADS, traces

SEEN = datetime(2026, 11, 24, 9, tzinfo=timezone.utc)
PUK = Article("puk", "Le code PUK ?", "fr", "Demandez-le.", category="mobile")


def asked(number: int, days: float, decision: str = "answered", **more: Any) -> dict[str, Any]:
    given = decision == "answered"
    return {
        "reference": f"r{number}", "text": f"question {number}", "language": "fr", "channel": "web",
        "conversation": f"c{number}", "person": f"p{number}", "asked_at": SEEN - timedelta(days=days),
        "decision": decision, "reason": "" if given else "abstained", "group_id": None,
        "article": "puk" if given else "", "article_version": PUK.version if given else "",
        "helped": None, "came_back": False, "person_after": False, **more,
    }  # fmt: skip


def group(number: int, state: str) -> dict[str, Any]:
    return {"id": number, "language": "fr", "state": state, "total": b"", "made_at": SEEN, "changed_at": SEEN}


def fill(house: House) -> None:
    """Ten days ago: three answers, one came back on, and a gap of two; spam; English by telephone."""
    rows = [
        asked(1, 10, helped=1), asked(2, 10, helped=1), asked(3, 10, helped=0, came_back=True),
        asked(4, 10, "abstained", group_id=1, text=PAYLOADS[0]), asked(5, 9, "abstained", group_id=1),
        *(asked(n, 10, "abstained", group_id=2, text="gagnez un million") for n in range(6, 16)),
        asked(16, 10, "abstained", language="en", channel="voice"),
    ]  # fmt: skip
    said = {"created_at": SEEN - timedelta(days=3), "kind": "csat", "score": 5, "external_ref": "1",
            "comment": "Merci ! Mon numéro est le 06 12 34 56 78", "subject": "", "conversation": "x",
            "channel": "voice", "language": "fr"}  # fmt: skip
    with house.console.database.begin() as writer:
        writer.execute(groups.insert(), [group(1, "open"), group(2, "spam")])
        writer.execute(questions.insert(), rows)
        number = writer.execute(tables.feedback.insert(), [said]).inserted_primary_key_rows[0][0]
        theme = writer.execute(themes.insert().values(language="fr", keywords="merci, numéro"))
        place = {"feedback": number, "theme": theme.inserted_primary_key[0], "sentiment": "positive"}
        writer.execute(members.insert(), [place])


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    path = tmp_path_factory.mktemp("insight")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GUICHET_DATA_DIR", str(path))
        patch.setenv("GUICHET_NOW", "2026-11-24T10:00:00+01:00")
        settings.cache_clear()
        house = new_house(path)
        (path / "articles").mkdir()
        store = ArticleStore(house.console.database)
        store.save([PUK])
        house.console.sources = Sources(path / "articles", store)
        fill(house)
        yield house
    settings.cache_clear()


def test_coverage_gaps_and_helpfulness_are_shown_without_the_spam(filled: House) -> None:
    page = filled.colleague("reader").get("/insight").text
    plain = unescape(page)
    assert "50,0 %" in plain and "(3 sur 6)" in plain and "(2 sur 3 assez anciennes" in plain
    assert 'href="/console/inbox/1"' in page and "/console/inbox/2" not in page
    assert "66,7 %" in plain and "entre 20,8 % et 93,9 %" in plain and 'role="img"' in page
    assert "gagnez" not in page and traces(page) == [] and ".csv" not in page
    english = unescape(filled.colleague("reader").get("/insight?language=en&channel=voice").text)
    assert "(0 sur 1)" in english


def bars(page: str, begins: str) -> list[list[str]]:
    """The pictures within a page from a heading on: the widths and places of their parts."""
    found = re.findall(r'<svg class="bar".*?</svg>', page[page.index(begins) :], re.S)
    return [re.findall(r' (?:x|width)="([\d.]+)"', one) for one in found]


def test_numbers_are_drawn_beside_their_figures(filled: House) -> None:
    page = filled.colleague("reader").get("/insight").text
    assert bars(page, 'id="gaps"')[0] == ["100.0"]  # the most asked gap
    helped, resolved = bars(page, 'id="helpfulness"')
    assert helped == ["20.8", "73.1", "65.3", "2"] and resolved == ["66.7"]
    scored = filled.colleague("reader").get("/insight/satisfaction").text
    assert bars(scored, 'id="by-channels"')[0] == ["20.7", "79.3", "98.0", "2"]
    assert bars(scored, 'id="subjects"')[0] == ["100.0"]


@pytest.mark.parametrize("query", ["since=x&until=9999-99-99", "since=2030-01-01", "step=x&channel=%01", "until=1999-01-01"])
def test_an_odd_range_is_the_nearest_that_can_be(filled: House, query: str) -> None:
    assert filled.colleague("reader").get(f"/insight?{query}").status_code == 200


def test_satisfaction_is_shown_by_theme_with_masked_words(filled: House) -> None:
    page = unescape(filled.colleague("reader").get("/insight/satisfaction").text)
    assert "Satisfaction (CSAT)" in page and "100,0 %" in page and "Sans thème" in page
    assert "Merci" in page and "06 12" not in page
    assert "100,0 % (20,7 % à 100,0 % ; réponses : 1)" in page.replace("de 20", "20")
    assert "merci, numéro" in page and "plutôt contents : 1" in page
    assert "Par canal" in page and "voice" in page and 'role="img"' in page
    other = unescape(filled.colleague("reader").get("/insight/satisfaction?channel=web").text)
    assert "Personne n’a répondu" in other


def test_each_table_and_the_questions_are_given_to_who_may_export(filled: House) -> None:
    reader, curator = filled.colleague("reader"), filled.colleague("curator")
    names = ("coverage", "top", "gaps", "helpfulness", "satisfaction", "themes", "verbatims", "opinions", "channels", "languages", "subjects")
    for name in (*names, "questions"):
        assert reader.get(f"/insight/{name}.csv").status_code == 403
        given = curator.get(f"/insight/{name}.csv")
        assert given.status_code == 200 and len(given.text.splitlines()) > 1, name
    assert curator.get("/insight/passwords.csv").status_code == 404
    text = curator.get("/insight/questions.csv?step=day").text
    counted = {day: (one.asked, one.answered, one.resolved) for day, one in from_export(io.StringIO(text)).items()}
    shown = csv.DictReader(io.StringIO(curator.get("/insight/coverage.csv?step=day").text.lstrip("\ufeff")))
    assert [tuple(map(int, (row["asked"], row["answered"], row["resolved"]))) for row in shown] == list(counted.values())


def test_the_barometer_is_computed_again_from_the_opinions(filled: House) -> None:
    curator = filled.colleague("curator")
    given = curator.get("/insight/opinions.csv").text.lstrip("\ufeff")
    again = from_opinions(io.StringIO(given), "day")
    table = curator.get("/insight/satisfaction.csv?step=day").text.lstrip("\ufeff")
    shown = list(csv.DictReader(io.StringIO(table)))
    told = [
        (day.isoformat(), kind, one.value, one.answers)
        for kind, days in again.items() for day, one in days.items()
    ]  # fmt: skip
    assert told == [(r["from"], r["kind"], float(r["value"]), int(r["answers"])) for r in shown]
    assert told == [("2026-11-21", "csat", 1.0, 1)] and "06 12" not in given


def typed(*words: str | Path) -> Any:
    return CliRunner().invoke(app, ["insight", *map(str, words)])


def test_a_command_computes_the_figures_again_from_either_file(filled: House, tmp_path: Path) -> None:
    curator, file = filled.colleague("curator"), tmp_path / "given.csv"
    file.write_bytes(curator.get("/insight/questions.csv").content)
    told = json.loads(typed(file, "--json", "--step", "day").stdout)
    table = curator.get("/insight/coverage.csv?step=day").text.lstrip("\ufeff")
    shown = [(r["from"], int(r["asked"]), int(r["resolved"])) for r in csv.DictReader(io.StringIO(table))]
    assert [(one["from"], one["asked"], one["resolved"]) for one in told["periods"]] == shown
    assert (told["total"]["asked"], told["total"]["coverage"]) == (6, 0.5)
    file.write_bytes(curator.get("/insight/opinions.csv").content)
    told = json.loads(typed(file, "--json", "--step", "day").stdout)
    assert [(one["from"], one["value"], one["answers"]) for one in told["csat"]] == [("2026-11-21", 1.0, 1)]
    assert "csat" in typed(file).stdout


@pytest.mark.parametrize(
    "content", [b"", b"a,b\n1,2\n", b"\xff\xfe", b"at,kind,score\nx,csat,5\n", b"at,kind,score\n2026-11-21,zzz,1\n"]
)
def test_a_file_that_is_neither_is_refused_in_a_sentence(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "odd.csv"
    file.write_bytes(content)
    refused = typed(file)
    assert refused.exit_code == 2 and "odd.csv" in refused.output
    assert typed(tmp_path / "nothing.csv").exit_code == typed(file, "--step", "year").exit_code == 2


def test_the_home_page_says_how_it_goes(filled: House) -> None:
    page = unescape(filled.colleague("reader").get("/").text)
    assert "Sur 8 semaines, 6 questions ont été posées ; 50,0 % ont reçu un article." in page


def test_programs_read_the_same(filled: House) -> None:
    reader = filled.colleague("reader")
    found = reader.client.get("/api/curation/insight").json()
    assert found["total"] | {"first": None} == found["total"] and found["total"]["asked"] == 6
    assert [one["group"] for one in found["gaps"]] == [1] and found["helpfulness"][0]["up"] == 2
    said = reader.client.get("/api/curation/opinions").json()
    assert said["over_time"][0]["value"] == 1 and "06 12" not in said["verbatims"][0]["text"]
    assert said["by_channel"][0]["channel"] == "voice" and said["by_language"][0]["language"] == "fr"
    (subject,) = said["subjects"]
    assert (subject["keywords"], subject["comments"], subject["positive"]) == ("merci, numéro", 1, 1)
    assert subject["verbatims"][0]["tone"] == "positive"
    curator = filled.colleague("curator").client
    told = curator.get("/api/curation/questions.csv?step=day").text
    assert told.splitlines()[1:] and told.splitlines()[0].startswith("asked_at,decision,")
    assert reader.client.get("/api/curation/questions.csv").status_code == 403
    home = reader.client.get("/api/curation/home").json()
    assert (home["coverage"], home["unanswered_people"], home["contradictions"]) == (0.5, 2, 0)
    assert set(home) >= {"unanswered_groups", "thumbs_down_this_week", "reviews_due", "resolution", "releases_scheduled"}
    low, high = said["over_time"][0]["interval"]
    assert low < 0.3 and high == 1 and said["over_time"][0]["given"] == {"5": 1}


def test_an_empty_console_says_so(house: House) -> None:
    reader = house.colleague("reader")
    assert "Aucune question dans cette période." in reader.get("/insight").text
    assert "Personne n’a répondu" in unescape(reader.get("/insight/satisfaction").text)


def test_a_long_table_is_shown_whole_where_somebody_asks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GUICHET_NOW", "2026-11-24T10:00:00+01:00")
    settings.cache_clear()
    house = new_house(tmp_path)
    with house.console.database.begin() as writer:
        writer.execute(groups.insert(), [group(n, "open") for n in range(1, 31)])
        writer.execute(questions.insert(), [asked(n, 5, "abstained", group_id=n) for n in range(1, 31)])
    reader = house.colleague("reader")
    page = unescape(reader.get("/insight").text)
    assert page.count('href="/console/inbox/') == 2 * 20
    more = re.findall(r'href="(/console/insight[^"]+all=gaps)#gaps"', page)
    page = unescape(reader.get(more[0].removeprefix("/console")).text)
    assert page.count('href="/console/inbox/') == 30 + 20 and "Montrer moins" in page
    settings.cache_clear()
