"""Links are tried with the care of an import, and told apart: there, gone, nobody, not allowed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from knowledge_base.importers.reaching import status_of
from tests.knowledge_base.importers.site import Site, addresses, opened_site


@pytest.fixture
def site() -> Iterator[Site]:
    with opened_site() as made:
        yield made


def test_a_page_that_is_there_answers_whatever_it_is(site: Site) -> None:
    page, picture = site.page("/aide"), site.page("/image", kind="image/png")
    away = site.page("/ailleurs", status=302, Location="https://elsewhere.example/")
    assert [status_of(one, site.reach()) for one in (page, picture, away)] == [200, 200, 200]


def test_a_page_that_is_gone_or_broken_says_so(site: Site) -> None:
    broken = site.page("/panne", status=500)
    assert status_of(f"{site.url}/rien", site.reach()) == 404
    assert status_of(broken, site.reach()) == 500


@pytest.mark.parametrize("link", ["http://localhost/", "http://127.1/", "http://[::1]/", "ftp://a.example/", "http://[/"])
def test_nothing_inside_a_network_is_asked(link: str) -> None:
    assert status_of(link) == 0


def test_a_name_that_leads_inside_or_nowhere_is_not_asked(site: Site) -> None:
    page = site.page("/aide")
    assert status_of(page, site.reach(resolve=lambda *_: addresses("10.0.0.1"))) == 0
    assert status_of(page, site.reach(resolve=lambda *_: [])) == 0
    assert site.asked == []
