"""A console whose desk has some customers: it is Monday at nine."""

from __future__ import annotations

from collections.abc import Awaitable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from actions.crm.embedded import EmbeddedCrm
from knowledge_base.curation.audit import Wanted
from tests.actions.crm.conftest import OfficeHours, Result, run
from tests.actions.crm.samples import a_callback, a_case, at, number
from tests.knowledge_base.console.conftest import Colleague, House, new_house


def apart(work: Awaitable[Result]) -> Result:
    """What `run` does, in a thread of its own: a browser's test has an event loop already."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(run, work).result()


@dataclass
class Desk:
    """The console, and the books that visitors write to."""

    house: House
    books: EmbeddedCrm

    def colleague(self, name: str = "agent") -> Colleague:
        return self.house.colleague(name)

    def callback(self, last: int = 1, hour: int = 11, days: int = 0, **more: Any) -> str:
        given = {"phone": number(last), "external_ref": f"callback-{last}", "start": at(hour, days=days),
                 "name": f"Personne {last}", "conversation": f"visitor-{last}"}  # fmt: skip
        return apart(self.books.book_callback(a_callback(**{**given, **more}))).ref

    def case(self, last: int = 1, **more: Any) -> str:
        given = {"external_ref": f"case-{last}", "conversation": f"visitor-{last}"}
        return apart(self.books.open_case(a_case(**{**given, **more}))).ref

    def audit(self, what: str) -> list[Any]:
        return [one for one in self.house.console.audit.page(Wanted()) if one.what == what]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    house = new_house(tmp_path)
    url = f"sqlite:///{tmp_path / 'console.db'}"
    return Desk(house, EmbeddedCrm(url, OfficeHours(), timeout=30))
