"""Whether the page behind a link answers: asked with the care that an import takes."""

from __future__ import annotations

from dataclasses import replace

import httpx

from knowledge_base.importers.fetching import Page, Reach, fetched

SECONDS, LARGEST = 8.0, 200_000
THERE = 200
ANSWERED = ("content_type", "too_large", "other_site")  # of another kind, larger, or elsewhere


def status_of(link: str, reach: Reach | None = None) -> int:
    """The status that a link gives in the end; 0 when nobody answers, or nobody may be asked.

    Any site may be asked, but never an address inside a network, at any of its redirects.
    """
    try:
        host = httpx.URL(link).raw_host.decode("ascii", "replace").lower()
    except (httpx.InvalidURL, ValueError):
        return 0
    limits = replace(
        reach or Reach(), hosts=frozenset({host}), largest=LARGEST, seconds=SECONDS
    )
    [found] = fetched([link], limits)
    if isinstance(found, Page) or found.code in ANSWERED:
        return THERE
    return int(found.values.get("status", 0))
