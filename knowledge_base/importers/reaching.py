"""Whether the page behind a link answers: asked with the care that an import takes."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import httpx

from knowledge_base.importers.fetching import Reach, followed
from knowledge_base.refusals import Refused

SECONDS = 8.0  # for one link, from its name to its status
METHODS = ("HEAD", "GET")  # some sites refuse the first, or do not know it


def status_of(link: str, reach: Reach | None = None) -> int:
    """The status that a link gives in the end; 0 when nobody answers, or nobody may be asked.

    Any site may be asked, but never an address inside a network, at any of its redirects. Call
    it from a thread of its own, not from a running event loop.
    """
    limits = replace(reach or Reach(), hosts=None)
    try:
        return asyncio.run(asyncio.wait_for(_tried(link, limits), min(SECONDS, limits.seconds)))
    except (Refused, asyncio.TimeoutError, httpx.HTTPError, OSError, UnicodeError):
        return 0


async def _tried(link: str, reach: Reach) -> int:
    status = 0
    for method in METHODS:
        status = await followed(link, reach, _status, method)
        if status < 400:
            break
    return status


async def _status(_url: httpx.URL, answer: httpx.Response, _reach: Reach) -> int:
    """Nothing is read of what comes after it."""
    return answer.status_code
