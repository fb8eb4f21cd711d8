"""Links are tried with the care of an import, and told apart: there, gone, nobody, not allowed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from knowledge_base.importers.addresses import IPAddress
from knowledge_base.importers.reaching import status_of
from tests.knowledge_base.importers.site import HOST, Site, addresses, opened_site


@pytest.fixture
def site() -> Iterator[Site]:
    with opened_site() as made:
        yield made


def test_a_page_that_is_there_answers_whatever_it_is(site: Site) -> None:
    page, picture = site.page("/aide"), site.page("/image", kind="image/png")
    away = site.page("/ailleurs", status=302, Location=f"http://elsewhere.example:{site.port}/aide")
    assert [status_of(one, site.reach()) for one in (page, picture, away)] == [200, 200, 200]
    assert site.heads == ["/aide", "/image", "/ailleurs", "/aide"] and site.asked == []


def test_a_site_that_does_not_know_head_is_asked_for_the_page(site: Site) -> None:
    site.knows_head = False
    assert status_of(site.page("/aide"), site.reach()) == 200
    assert [path for _, path in site.asked] == ["/aide"]


def test_a_page_that_is_gone_or_broken_says_so(site: Site) -> None:
    broken = site.page("/panne", status=500)
    assert status_of(f"{site.url}/rien", site.reach()) == 404
    assert status_of(broken, site.reach()) == 500
    site.knows_head = False
    assert status_of(f"{site.url}/drip", site.reach(seconds=0.3)) == 0


def test_no_redirect_leads_inside_a_network(site: Site) -> None:
    def resolve(host: str, _port: int) -> list[IPAddress]:
        return addresses("127.0.0.1" if host == HOST else "10.0.0.1")

    site.page("/secret")
    for to in (f"http://other.example:{site.port}/secret", "http://169.254.169.254/", "/loop"):
        first = site.page("/loop" if to == "/loop" else "/first", status=302, Location=to)
        assert status_of(first, site.reach(resolve=resolve)) == 0
    assert "/secret" not in site.heads and site.asked == []


@pytest.mark.parametrize("link", ["http://localhost/", "http://127.1/", "http://[::1]/", "ftp://a.example/", "http://[/"])
def test_nothing_inside_a_network_is_asked(link: str) -> None:
    assert status_of(link) == 0


def test_a_name_that_leads_inside_or_nowhere_is_not_asked(site: Site) -> None:
    page = site.page("/aide")
    assert status_of(page, site.reach(resolve=lambda *_: addresses("10.0.0.1"))) == 0
    assert status_of(page, site.reach(resolve=lambda *_: [])) == 0
    assert site.asked == []
