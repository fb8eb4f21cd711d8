"""The day's requests, which the desk shares with the company: near their end it slows down."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import httpx

from actions.crm.port import CrmUnavailable

NEAR = 0.95  # of the organisation's day; the rest is left to everybody else's programs
REST = 900.0  # seconds
AT_ONCE = 10  # requests between two rests: a new record of a new person takes eight
USED = re.compile(r"(?:^|[;,\s])api-usage=(\d{1,12})/(\d{1,12})(?![\d])", re.ASCII)


class Limit:
    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._near, self._left, self._until = False, AT_ONCE, 0.0

    def spend(self) -> None:
        """Before each request: raises `CrmUnavailable` while we rest."""
        if not self._near:
            return
        moment = self._clock()
        if not self._left and moment >= self._until:
            self._left = AT_ONCE
        if not self._left:
            raise CrmUnavailable("near the day's limit", retry_after=self._until - moment)
        self._left -= 1
        if not self._left:
            self._until = moment + REST

    def heard(self, response: httpx.Response) -> None:
        """What an answer says of the day; one that says nothing changes nothing."""
        if said := USED.search(response.headers.get("sforce-limit-info", "")):
            used, most = int(said[1]), int(said[2])
            self._near = used >= NEAR * most > 0
