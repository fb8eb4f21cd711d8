"""Brings pages of the company's own site in: listed ones, or those of its sitemap."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from knowledge_base.importers.collecting import Progress, fit, take
from knowledge_base.importers.contained import Job, ReadingRoom
from knowledge_base.importers.fetching import AT_ONCE, Page, Reach, fetched
from knowledge_base.importers.gathering import Content
from knowledge_base.refusals import Refusal, Refused

MOST = 500
MOST_SITEMAPS = 20


def from_addresses(
    addresses: Iterable[str],
    language: str = "",
    reach: Reach | None = None,
    progress: Progress | None = None,
    content: Content | None = None,
) -> Content:
    """The articles of some pages; a sitemap among them stands for the pages that it lists."""
    content, walk = Content() if content is None else content, _Walk(addresses)
    with ReadingRoom() as room:
        for number, page in enumerate(_pages(walk, reach or Reach()), 1):
            _take(content, walk, room, page, language)
            if progress:
                progress(number, number + len(walk.ahead))
    content.refusals += walk.refused
    return content


class _Walk:
    """The addresses still to ask for: each once, a limited number of them."""

    def __init__(self, addresses: Iterable[str]) -> None:
        self.ahead: deque[str] = deque()
        self.refused: list[Refusal] = []
        self._seen: set[str] = set()
        self._sitemaps = 0
        self._add(addresses)

    def next_ones(self) -> list[str]:
        return [self.ahead.popleft() for _ in range(min(AT_ONCE, len(self.ahead)))]

    def follow(self, sitemap: str, links: list[str]) -> None:
        """Take the links of a sitemap that stay on its own host."""
        self._sitemaps += 1
        if self._sitemaps > MOST_SITEMAPS:
            many = Refused("too many sitemaps", code="many_sitemaps", most=MOST_SITEMAPS)
            self.refused.append(many.at(sitemap))
            return
        host = _host(sitemap)
        for link in links:
            if _host(link) != host:
                away = Refused("not on the sitemap's own host", code="other_host")
                self.refused.append(away.at(fit(link, "")))
        self._add(link for link in links if _host(link) == host)

    def _add(self, addresses: Iterable[str]) -> None:
        new = [link for link in dict.fromkeys(addresses) if link not in self._seen]
        room = MOST - len(self._seen)
        if len(new) > room:
            many = Refused(f"only the first {MOST} addresses", code="many_addresses", most=MOST)
            self.refused.append(many.at(fit(new[max(room, 0)], "")))
        for link in islice(new, max(room, 0)):
            self._seen.add(link)
            self.ahead.append(link)


def _pages(walk: _Walk, reach: Reach) -> Iterator[Page | Refusal]:
    while some := walk.next_ones():
        yield from fetched(some, reach)


def _take(
    content: Content, walk: _Walk, room: ReadingRoom, page: Page | Refusal, language: str
) -> None:
    if isinstance(page, Refusal):
        content.refusals.append(page)
        return
    reading = room.read(Job(_name(page), page.address, lambda: page.data))
    if reading.links:
        walk.follow(page.address, reading.links)
    else:
        take(content, page.address, reading, language)


def _name(page: Page) -> str:
    """What the page would be called as a file: its kind is what the site says of it."""
    last = PurePosixPath(unquote(urlsplit(page.address).path)).name
    return fit(f"{PurePosixPath(last).stem or 'page'}{page.suffix}")


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").lower()
    except ValueError:
        return ""
