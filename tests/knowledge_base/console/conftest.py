"""One console for all these tests: a real database, cheap passwords, four colleagues."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI
from starlette.testclient import TestClient

from actions.crm.console import PARTS as CRM_PARTS
from bot.database import engine, migrate
from knowledge_base.console.cookies import Cookies
from knowledge_base.console.frame import Console
from knowledge_base.console.parts import PARTS
from knowledge_base.curation.passwords import Passwords
from knowledge_base.curation.roles import Role
from knowledge_base.sources import Sources
from knowledge_base.store import ArticleStore

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
PASSWORD = "correct horse battery"
KEY = "a-key-for-the-tests-of-thirty-two-chars"
CSRF = re.compile(r'name="csrf" value="([0-9a-f]{64})"')


@dataclass
class Hours:
    """A clock that a test moves."""

    now: datetime = field(default_factory=lambda: datetime(2026, 11, 24, 9, tzinfo=timezone.utc))

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **time: int) -> None:
        self.now += timedelta(**time)


class Colleague:
    """A browser that keeps cookies and sends the CSRF token of the pages it was given."""

    def __init__(self, app: FastAPI, language: str = "fr") -> None:
        self.client = TestClient(
            app,
            base_url="http://desk.example",
            headers={"Accept-Language": language},
            follow_redirects=False,
            raise_server_exceptions=False,
        )
        self.csrf = ""

    def get(self, path: str, **more: Any) -> Any:
        response = self.client.get(f"/console{path}", **more)
        if found := CSRF.search(response.text):
            self.csrf = found[1]
        return response

    def post(self, path: str, /, **fields: Any) -> Any:
        return self.client.post(f"/console{path}", data={"csrf": self.csrf, **fields})

    def sign_in(self, name: str, password: str = PASSWORD, **more: Any) -> Any:
        self.get("/sign-in")
        response = self.post("/sign-in", name=name, password=password, **more)
        if response.status_code == 303:
            self.get("/account")
        return response


@dataclass
class House:
    """A console with its colleagues: `reader`, `agent`, `curator` and `administrator`."""

    console: Console
    app: FastAPI
    hours: Hours

    def stranger(self, language: str = "fr") -> Colleague:
        return Colleague(self.app, language)

    def colleague(self, name: str) -> Colleague:
        made = self.stranger()
        assert made.sign_in(name).status_code == 303
        return made

    def person(self, name: str, role: Role = Role.READER) -> int:
        """Somebody who can sign in with the tests' password."""
        made = self.console.people.add(name, role, "tests")
        self.console.sign_in.set_password(made, PASSWORD)
        return made.id


def new_house(path: Path, **more: Any) -> House:
    url, hours = f"sqlite:///{path / 'console.db'}", Hours()
    migrate(url)
    more.setdefault("names", (*PARTS, *CRM_PARTS))
    more.setdefault("sources", Sources(path / "articles", ArticleStore(engine(url))))
    cookies = Cookies(KEY, more.pop("secure", False))
    console = Console(engine(url), cookies, passwords=Passwords(CHEAP), clock=hours, **more)
    app = FastAPI()
    app.include_router(console.api())
    app.mount("/console", console.site())
    house = House(console, app, hours)
    for role in Role:
        house.person(role.word, role)
    return house


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> House:
    """For tests that leave the four colleagues as they are."""
    return new_house(tmp_path_factory.mktemp("console"))


@pytest.fixture()
def house(tmp_path: Path) -> House:
    """A console of the test's own."""
    return new_house(tmp_path)
