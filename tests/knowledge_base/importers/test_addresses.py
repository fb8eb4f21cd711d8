"""Only the company's own site is fetched, at public addresses, whatever form they are written in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from knowledge_base.importers.addresses import IPAddress, is_public, own_hosts
from knowledge_base.importers.fetching import Page, Reach, fetched
from knowledge_base.importers.site import from_addresses
from knowledge_base.refusals import Refusal
from tests.knowledge_base.importers.site import HOST, PAGE, Site, addresses, bomb, opened_site


@pytest.fixture
def site() -> Iterator[Site]:
    with opened_site() as made:
        yield made


def code(address: str, reach: Reach | None = None) -> str:
    [found] = fetched([address], reach)
    return found.code if isinstance(found, Refusal) else "fetched"


PRIVATE = [
    "127.0.0.1", "127.8.8.8", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "0.0.0.0", "192.0.0.8", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "240.0.0.1",
    "255.255.255.255", "192.88.99.1", "::1", "::", "fe80::1", "fc00::1", "fd12:3456::1", "fec0::1", "ff02::1",
    "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::", "2001::1",
    "2001:db8::1", "100::1", "3fff::1", "5f00::1",
]  # fmt: skip


@pytest.mark.parametrize("text", PRIVATE)
def test_an_address_that_is_not_public_is_never_connected_to(site: Site, text: str) -> None:
    [address] = addresses(text)
    assert not is_public(address)
    reach = site.reach(resolve=lambda *_: [address], public=is_public)
    assert code(f"{site.url}/", reach) == "private" and site.asked == []


@pytest.mark.parametrize("text", ["8.8.8.8", "1.1.1.1", "193.252.19.3", "2606:4700::1111", "2a01:cb00::1"])
def test_public_addresses_are_public(text: str) -> None:
    assert is_public(addresses(text)[0])


FORMS = [
    ("http://2130706433/", "odd_address"), ("http://0x7f000001/", "odd_address"), ("http://0177.0.0.1/", ""),
    ("http://127.1/", "odd_address"), ("http://0/", "odd_address"), ("http://0x7f.1/", "odd_address"),
    ("http://127.0.0.1/", "other_site"), ("http://①②⑦.⓪.⓪.①/", ""), ("http://[::1]/", "other_site"),
    ("http://[::ffff:127.0.0.1]/", "other_site"), ("http://[0:0:0:0:0:ffff:7f00:1]/", "other_site"), ("http://localhost/", "private"),
    ("http://LOCALHOST./", "private"), ("http://a.localhost/", "private"), ("http://printer.local/", "private"),
    (f"http://{HOST}.evil.example/", "other_site"), (f"http://evil{HOST}/", "other_site"), ("http://evil.example/", "other_site"),
    (f"http://evil.example#@{HOST}/", "other_site"), (f"http://evil.example\\@{HOST}/", ""), (f"http://user:word@{HOST}/", "credentials"),
    (f"http://{HOST}@127.0.0.1/", "credentials"), (f"http://{HOST}:22/", "port"), (f"http://{HOST}:8080/", "port"),
    (f"ftp://{HOST}/", "scheme"), ("file:///etc/passwd", "scheme"), (f"gopher://{HOST}/", "scheme"), ("data:text/html,x", "scheme"),
    ("javascript:alert(1)", "scheme"), (f"//{HOST}/", "scheme"), ("http:///", "private"), ("http://[/", ""), ("", "scheme"),
    (f"http://{HOST}:99999/", "not_url"), ("http://a\x00b/", "not_url"), ("http://a\r\nHost: b/", "not_url"),
]  # fmt: skip


@pytest.mark.parametrize(("address", "why"), FORMS)
def test_other_forms_of_addresses_are_refused_before_any_name_is_asked_for(address: str, why: str) -> None:
    asked: list[str] = []

    def resolve(host: str, _port: int) -> list[IPAddress]:
        asked.append(host)
        return addresses("127.0.0.1")

    found = code(address, Reach(hosts=frozenset({HOST}), resolve=resolve))
    assert found != "fetched" and asked == [] and found == (why or found)


def test_by_default_nothing_of_this_machine_is_reached(site: Site) -> None:
    listed = frozenset({HOST, "127.0.0.1"})
    assert code(f"http://127.0.0.1:{site.port}/", Reach(hosts=listed, ports=frozenset({site.port}))) == "private"
    assert code(f"http://127.0.0.1:{site.port}/") == "port" and Reach().hosts == {"ormea.example"}
    assert site.asked == []


@pytest.mark.parametrize(
    ("to", "why"),
    [("http://127.0.0.1:{port}/secret", "other_site"), ("http://169.254.169.254/latest/meta-data", "other_site"),
     ("file:///etc/passwd", "scheme"), ("//evil.example/", "other_site"), ("http://a:b@{host}:{port}/secret", "credentials"),
     ("http://{host}:22/secret", "port"), ("http://2130706433:{port}/secret", "odd_address"), ("/loop", "redirects")],
)  # fmt: skip
def test_every_redirect_is_checked_like_the_first(site: Site, to: str, why: str) -> None:
    site.page("/secret")
    site.page("/loop", status=302, Location="/loop")
    first = site.page("/first", status=302, Location=to.format(port=site.port, host=HOST))
    assert code(first, site.reach()) == why
    assert {path for _, path in site.asked} <= {"/first", "/loop"} and len(site.asked) <= 6


def test_a_name_that_turns_to_another_address_is_asked_for_once_and_refused_at_the_redirect(site: Site) -> None:
    answers = [addresses("127.0.0.1"), addresses("10.0.0.1")]
    asked: list[str] = []

    def turning(host: str, _port: int) -> list[IPAddress]:
        asked.append(host)
        return answers[len(asked) - 1]

    first = site.page("/first", status=301, Location="/second")
    assert code(first, site.reach(resolve=turning)) == "private"
    assert asked == [HOST, HOST] and site.asked == [(f"{HOST}:{site.port}", "/first")]


def test_a_name_with_one_private_address_among_public_ones_is_refused(site: Site) -> None:
    both = site.reach(resolve=lambda *_: addresses("127.0.0.1", "10.0.0.1"))
    assert code(site.page("/"), both) == "private" and site.asked == []


@pytest.mark.parametrize(
    ("body", "headers", "why"),
    [(b"x" * 10_000_001, {}, "too_large"), (bomb(), {"Content_Encoding": "gzip"}, "too_large"),
     (b"x" * 100, {"Content_Encoding": "br"}, "encoding"), (b"nothing packed", {"Content_Encoding": "gzip"}, "encoding"),
     (b"x", {"kind": "image/png"}, "content_type"), (b"x", {"status": 500}, "status")],
)  # fmt: skip
def test_large_packed_and_foreign_bodies_are_refused(site: Site, body: bytes, headers: dict[str, str], why: str) -> None:
    assert code(site.page("/a", body, **headers), site.reach()) == why  # type: ignore[arg-type]


def test_a_site_that_drips_is_given_up_in_time(site: Site) -> None:
    assert code(f"{site.url}/drip", site.reach(seconds=0.5)) == "slow_site"


def test_a_page_is_fetched_under_its_own_name(site: Site) -> None:
    site.page("/b")
    [found] = fetched([site.page("/a", status=302, Location="b#part")], site.reach())
    assert found == Page(f"{site.url}/b", ".html", PAGE)
    assert site.asked == [(f"{HOST}:{site.port}", "/a"), (f"{HOST}:{site.port}", "/b")]


def test_a_sitemap_brings_in_the_pages_of_its_own_host(site: Site) -> None:
    def listing(tag: str, *links: str) -> bytes:
        return f"<{tag}>{''.join(f'<url><loc>{link}</loc></url>' for link in links)}</{tag}>".encode()

    page, again = site.page("/aide/rio"), site.page("/aide/puk", PAGE.replace(b"RIO", b"IMEI").replace(b"PUK", b"PIN"))
    site.page("/s.xml", listing("urlset", page, again, page, "http://evil.example/x"), "application/xml")
    index = site.page("/index.xml", listing("sitemapindex", f"{site.url}/s.xml", f"{site.url}/index.xml"), "text/xml")
    content = from_addresses([index], "fr", site.reach())
    assert [article.source for article in content.articles.values()] == [
        f"{page}#Le-RIO", f"{page}#Le-PUK", f"{again}#Le-IMEI", f"{again}#Le-PIN",
    ]  # fmt: skip
    assert [(refusal.file, refusal.code) for refusal in content.refusals] == [("http://evil.example/x", "other_host")]


def test_no_more_than_500_pages_are_asked_for(site: Site) -> None:
    links = "".join(f"<loc>{site.url}/{number}</loc>" for number in range(600))
    index = site.page("/s.xml", f"<urlset>{links}</urlset>".encode(), "application/xml")
    content = from_addresses([index], "fr", site.reach(resolve=lambda *_: []))
    assert [refusal.code for refusal in content.refusals] == ["unknown_host"]
    content = from_addresses([f"{site.url}/{number}" for number in range(501)], "fr", site.reach(resolve=lambda *_: []))
    assert len(content.refusals) == 501 and content.refusals[-1].code == "many_addresses"


@pytest.mark.parametrize(
    ("listed", "hosts"),
    [("", {"ormea.example"}), ("aide.ormea.example, Www.Other.example.", {"aide.ormea.example", "www.other.example"})],
)
def test_the_own_site_is_the_companys_unless_a_setting_names_others(listed: str, hosts: set[str]) -> None:
    assert own_hosts(listed, "https://www.ormea.example") == hosts
