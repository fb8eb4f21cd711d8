"""Every route × every role: allowed exactly as it declares."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest

from knowledge_base.console.declared import OPEN, Pages
from knowledge_base.curation.roles import Right, Role
from tests.knowledge_base.console.conftest import Colleague, House, new_house
from tests.knowledge_base.console.routes import api_routes, ask, page_routes

OPEN_PAGES = {
    "/sign-in",
    "/language",
    "/static/{mark}/{name}",
    "/invitation/{secret}",
    "/oidc",
    "/oidc/back",
}
PUBLIC_API: set[str] = set()


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> House:
    return new_house(tmp_path_factory.mktemp("walked"))


@pytest.fixture(params=["anonymous", *Role], ids=str)
def who(request: pytest.FixtureRequest, walked: House) -> tuple[Role | None, Colleague]:
    if request.param == "anonymous":
        stranger = walked.stranger()
        stranger.get("/sign-in")
        return None, stranger
    return request.param, walked.colleague(request.param.word)


def test_each_page_lets_in_whom_it_says(walked: House, who: tuple[Role | None, Colleague]) -> None:
    role, colleague = who
    wrong = []
    for declared in page_routes(walked.console):
        if declared.path == "/sign-out":
            continue
        status = ask(colleague, "/console", declared)
        may = declared.access is OPEN or (role is not None and role.may(declared.access))
        expected = status not in (401, 403) if may else status == (303 if role is None else 403)
        if declared.path == "/sign-in":
            expected = status in (200, 303, 401)
        if not expected or status >= 500:
            wrong.append((declared.method, declared.path, status))
    assert wrong == []


def test_each_api_route_lets_in_whom_it_says(walked: House, who: tuple[Role | None, Colleague]) -> None:
    role, colleague = who
    wrong = []
    for declared in api_routes(walked.console):
        status = ask(colleague, "/api/curation", declared)
        may = declared.access is OPEN or (role is not None and role.may(declared.access))
        expected = status not in (401, 403) if may else status == (401 if role is None else 403)
        if not expected or status >= 500:
            wrong.append((declared.method, declared.path, status))
    assert wrong == []


def test_only_these_need_nobody(walked: House) -> None:
    def open_paths(routes: list[Any]) -> set[str]:
        return {one.path for one in routes if one.access is OPEN}

    assert open_paths(page_routes(walked.console)) <= OPEN_PAGES
    assert open_paths(api_routes(walked.console)) == PUBLIC_API


def _served(routes: Any) -> Iterator[Any]:
    for route in routes:
        if inner := getattr(route, "original_router", None):
            yield from _served(inner.routes)
        elif hasattr(route, "methods"):
            yield route


def test_no_route_is_served_that_was_not_declared(walked: House) -> None:
    site = walked.console.site()
    pages = {(method, one.path) for one in _served(site._app.routes) for method in one.methods}  # type: ignore[attr-defined]
    assert pages == {(one.method, one.path) for one in page_routes(walked.console)}
    api = {(m, one.path) for one in _served(walked.console.api().routes) for m in one.methods}
    assert api == {(one.method, "/api/curation" + one.path) for one in api_routes(walked.console)}


def test_a_route_must_say_who_may_use_it() -> None:
    with pytest.raises(TypeError):
        Pages().get("/everything")  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        Pages().post("/everything", right=None)  # type: ignore[arg-type]


def test_every_role_may_all_that_the_ones_below_may() -> None:
    granted = [{right for right in Right if role.may(right)} for role in Role]
    assert all(small < large for small, large in pairwise(granted))
    assert granted[-1] == set(Right)


def test_no_two_places_share_a_key(walked: House) -> None:
    keys = [link.key for part in walked.console.parts for link in part.links if link.key]
    assert len(keys) == len(set(keys))
