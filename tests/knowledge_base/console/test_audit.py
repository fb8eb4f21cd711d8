"""The audit only grows, on both databases, and is read by filter, page and file."""

from __future__ import annotations

import csv
import io

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from bot.database import engine
from knowledge_base.console.differences import lines
from knowledge_base.curation.audit import Audit, Wanted, audit, record
from tests.actions.crm.conftest import migrated_file, postgres_url, sqlite_url, url  # noqa: F401
from tests.knowledge_base.console.conftest import House


def test_what_is_written_down_stays(url: str) -> None:  # noqa: F811
    database = engine(url)
    with database.begin() as connection:
        record(connection, "Ada", "article.save", "puk/fr", {"title": "a"}, {"title": "b"})
    for statement in (audit.update().values(who="Eve"), audit.delete()):
        with pytest.raises(DBAPIError), database.begin() as connection:
            connection.execute(statement)
    if database.dialect.name == "postgresql":
        with pytest.raises(DBAPIError), database.begin() as connection:
            connection.execute(sa.text("TRUNCATE audit"))
    (entry,) = Audit(database).page(Wanted())
    assert (entry.who, entry.before, entry.after) == ("Ada", {"title": "a"}, {"title": "b"})


def filled(house: House, count: int = 60) -> None:
    with house.console.database.begin() as connection:
        for number in range(count):
            record(connection, "Ada", "article.save", f"article-{number:03}", None, {"body": f"text {number}"})
        record(connection, "=cmd()", "article.save", "puk", {"body": "one\ntwo"}, {"body": "one\nthree"})


def test_the_page_is_filtered_paged_and_shows_what_changed(house: House) -> None:
    filled(house)
    colleague = house.colleague("administrator")
    page = colleague.get("/audit?what=article.save&who=Ada").text
    assert "article-059" in page and "article-010" in page and "article-009" not in page
    older = page.split('rel="next" href="/console')[1].split('"')[0].replace("&amp;", "&")
    second = colleague.get(older).text
    assert "article-009" in second and "article-010" not in second and 'rel="next"' not in second
    changed = colleague.get("/audit?subject=puk").text
    assert "<del>− body: two</del>" in changed and "<ins>+ body: three</ins>" in changed
    assert "Rien ne correspond" in colleague.get("/audit?since=2999-01-01").text
    assert "article-059" in colleague.get("/audit?since=2000-01-01&until=2999-01-01").text
    assert colleague.get("/audit?since=nonsense&older=x").status_code == 404


def test_the_export_holds_everything_and_no_formula(house: House) -> None:
    filled(house)
    text = house.colleague("administrator").get("/audit.csv?what=article.save").text
    rows = list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"))))
    assert len(rows) == 61 and rows[0]["who"] == "'=cmd()"
    assert rows[1]["after"] == '{"body": "text 59"}'


def test_the_api_pages_by_position(house: House) -> None:
    filled(house)
    client = house.colleague("administrator").client
    first = client.get("/api/curation/audit", params={"what": "article.save"}).json()
    second = client.get("/api/curation/audit", params={"what": "article.save", "older": first[-1]["position"]}).json()
    assert (len(first), len(second)) == (50, 11)


def test_differences_are_lines() -> None:
    assert lines(None, {"a": {"b": 1}, "c": ["x"]}) == [("+", "a.b: 1"), ("+", 'c: ["x"]')]
    assert lines({"a": 1}, None) == [("-", "a: 1")]
