"""Links to other sites that do not answer: tried while the rest is examined, and remembered."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import datetime, timedelta
from pathlib import Path

from bot.clock import now
from bot.files import locked, write_whole
from knowledge_base.article import Article, Key
from knowledge_base.curation.links import BrokenLink, links_of

THREADS = 8
MOST = 50  # links tried in one examination: the others have their turn in the next ones
PATIENCE = 9.0  # seconds from the beginning
GUARDED = (401, 403, 407, 429)  # somebody is there, who wants to know who asks
KEPT = timedelta(days=1)
Reach = Callable[[str], int]
Places = Mapping[str, list[Key]]


class LinkTrials:
    """`reach` gives a page's status, 0 without any, and must refuse private addresses."""

    def __init__(self, reach: Reach, folder: Path) -> None:
        self._reach = reach
        self._path = folder / "links.json"

    def begin(self, articles: Mapping[Key, Article], first: Collection[Key]) -> Trial:
        """Begin to try what was not tried within a day; the links of the `first` articles first."""
        places: dict[str, list[Key]] = {}
        for key in sorted(articles, key=lambda one: one not in first):
            for link in links_of(articles[key].body):
                if link.startswith(("https://", "http://")):
                    places.setdefault(link, []).append(key)
        known = {link: status for link, (status, _) in self._read().items() if link in places}
        new = [link for link in places if link not in known][:MOST]
        return Trial(places, known, new, self._reach, self._keep)

    def _keep(self, found: Mapping[str, int]) -> None:
        """Write down what was found; what is older than a day goes."""
        at = now().isoformat()
        with locked(self._path.with_suffix(".lock")):
            kept = {**self._read(), **{link: (status, at) for link, status in found.items()}}
            write_whole(self._path, json.dumps(kept).encode())

    def _read(self) -> dict[str, tuple[int, str]]:
        """Nothing when the file is missing or damaged: it only saves time."""
        try:
            kept = json.loads(self._path.read_text(encoding="utf-8")).items()
            return {
                link: (int(status), at) for link, (status, at) in kept
                if timedelta(0) <= now() - datetime.fromisoformat(at) < KEPT
            }  # fmt: skip
        except (OSError, ValueError, TypeError, AttributeError):
            return {}


class Trial:
    """Some links, being tried."""

    def __init__(
        self, places: Places, known: Mapping[str, int], new: Collection[str], reach: Reach,
        keep: Callable[[Mapping[str, int]], None],
    ) -> None:  # fmt: skip
        self._places, self._known, self._keep = places, known, keep
        self._until = time.monotonic() + PATIENCE
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="links")
        self._asked: dict[Future[int], str] = {self._pool.submit(reach, one): one for one in new}

    def broken(self) -> Iterator[BrokenLink]:
        """Those that did not answer well; who did not answer in time is tried again next time."""
        done, late = wait(self._asked, max(0.0, self._until - time.monotonic()))
        self._pool.shutdown(wait=False, cancel_futures=True)
        told = {self._asked[one]: 0 if one.exception() else one.result() for one in done}
        if told:
            self._keep(told)
        slow = {self._asked[one]: 0 for one in late if not one.cancelled()}
        for link, status in {**self._known, **told, **slow}.items():
            if status == 0 or (status >= 400 and status not in GUARDED):
                why = "status" if status else "unreachable"
                yield from (BrokenLink(key, link, why, status) for key in self._places[link])
