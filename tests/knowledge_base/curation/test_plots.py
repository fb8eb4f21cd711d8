"""Pictures say what the tables say, in any page, and are the same each time."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest

from knowledge_base.curation import drawing
from knowledge_base.curation.counting import Count
from knowledge_base.curation.measures import Scores
from knowledge_base.curation.plots import Picture, Words, coverage_resolution, curve, satisfaction
from knowledge_base.curation.promising import Point

MONDAY = date(2026, 11, 16)
COUNTS = {
    MONDAY + timedelta(days=7): Count(4, 2, 0, 0),
    MONDAY: Count(10, 8, 8, 6),
}
LINES = ("Couverture", "Résolution", "Réglé seul", "posées", "répondues", "réglées")
WORDS = Words("Couverture & résolution", "Part <répondue>, coûts en $", "Semaine", "%", LINES)
POINTS = (Point(0.5, 1.0, 0.1), Point(0.9, 0.4, 0.0))
CURVE = Words("Courbe", "Ce qui serait répondu", "faux", "répondu", ("répondu", "seuil"))
OPINION = Words("Satisfaction", "CSAT", "Semaine", "%", ("CSAT", "au moins", "au plus", "avis"))


def pictures() -> list[Picture]:
    return [
        coverage_resolution(COUNTS, WORDS),
        curve(POINTS, CURVE, 0.03),
        satisfaction({MONDAY: Scores("csat", {5: 3, 1: 1})}, OPINION),
        coverage_resolution({}, WORDS),
        curve((), CURVE),
        satisfaction({}, OPINION),
    ]


def test_the_table_says_what_the_picture_shows() -> None:
    first, second, third, *empty = pictures()
    assert first.columns == ("Semaine", *LINES)
    assert first.rows == (
        (MONDAY, 80.0, 75.0, 60.0, 10, 8, 6),
        (MONDAY + timedelta(days=7), 50.0, None, None, 4, 2, 0),
    )
    assert second.rows == ((0.0, 40.0, 0.9), (10.0, 100.0, 0.5))
    assert third.rows == ((MONDAY, 75.0, 30.1, 95.4, 4),)
    assert [picture.rows for picture in empty] == [(), (), ()]


def test_the_same_figures_give_the_same_bytes() -> None:
    before = [picture.svg for picture in pictures()]
    drawing.drawn.cache_clear()
    assert [picture.svg for picture in pictures()] == before
    held = drawing.drawn.cache_info().misses
    pictures()
    assert drawing.drawn.cache_info().misses == held


@pytest.mark.parametrize("number", range(6))
def test_a_screen_reader_hears_what_it_is(number: int) -> None:
    root = ElementTree.fromstring(pictures()[number].svg)
    title, description = list(root)[:2]
    assert root.get("role") == "img" and title.text and description.text
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"


def test_it_takes_the_pages_colours_and_breaks_no_policy() -> None:
    for picture in pictures():
        assert "currentColor" in picture.svg and drawing.INK not in picture.svg
        assert not re.search(r"style=|<style|<script|<metadata|font-family|<!DOCTYPE", picture.svg)
        assert "&lt;répondue&gt;" in picture.svg or "<répondue>" not in picture.svg


def test_no_two_pictures_of_a_page_share_an_id_and_each_link_leads_somewhere() -> None:
    page = "".join(picture.svg for picture in pictures())
    ids = Counter(re.findall(r'\bid="([^"]+)"', page))
    assert [name for name, count in ids.items() if count > 1] == []
    assert set(re.findall(r'(?:url\(|href=")#([^")]+)', page)) <= set(ids)
