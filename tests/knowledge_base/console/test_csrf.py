"""Nothing is changed by a request that does not come from a page of ours."""

from __future__ import annotations

from typing import Any

import pytest

from tests.knowledge_base.console.conftest import Colleague, House
from tests.knowledge_base.console.routes import page_routes, path_of

ELSEWHERE = [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Origin": "http://desk.example.evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}]


@pytest.fixture(scope="module")
def administrator(shared: House) -> Colleague:
    return shared.colleague("administrator")


def test_no_page_changes_anything_without_its_token(shared: House, administrator: Colleague) -> None:
    posts = [one for one in page_routes(shared.console) if one.method == "POST"]
    assert len(posts) > 10
    for one in posts:
        for data in ({}, {"csrf": ""}, {"csrf": "0" * 64}, {"csrf": "é"}):
            refused = administrator.client.post("/console" + path_of(one), data=data)
            assert refused.status_code == 403, one.path
            assert "Formulaire périmé" in refused.text


def test_the_token_of_another_session_does_not_serve(shared: House, administrator: Colleague) -> None:
    other = shared.colleague("reader")
    response = administrator.client.post("/console/people", data={"csrf": other.csrf, "name": "x", "role": "reader"})
    assert response.status_code == 403


@pytest.mark.parametrize("headers", ELSEWHERE, ids=str)
def test_another_site_is_refused_even_with_the_token(administrator: Colleague, headers: dict[str, str]) -> None:
    response = administrator.client.post("/console/account/preferences", data={"csrf": administrator.csrf}, headers=headers)
    assert response.status_code == 403


def test_our_own_pages_pass(administrator: Colleague) -> None:
    def post(**headers: str) -> Any:
        data = {"language": "fr", "shortcuts": "yes"}
        return administrator.client.post("/console/account/preferences", data=data, headers=headers).status_code

    token = {"X-CSRF-Token": administrator.csrf}
    assert post(**token) == 303
    assert post(**token, Origin="http://desk.example") == 303
    assert post(**token, **{"Sec-Fetch-Site": "same-origin"}) == 303
    assert post(**token, **{"HX-Request": "true"}) == 204


def test_a_bearer_header_does_not_excuse_a_page(administrator: Colleague) -> None:
    response = administrator.client.post("/console/account/preferences", headers={"Authorization": "Bearer x"})
    assert response.status_code == 403


def test_the_api_wants_the_token_of_a_session_and_none_of_a_program(shared: House, administrator: Colleague) -> None:
    new = {"name": "program", "role": "reader"}
    refused = administrator.client.post("/api/curation/tokens", json=new)
    assert (refused.status_code, refused.json()["reason"]) == (403, "forbidden")
    assert "X-CSRF-Token" in refused.json()["detail"]
    made = administrator.client.post("/api/curation/tokens", json=new, headers={"X-CSRF-Token": administrator.csrf})
    assert made.status_code == 201


def test_signing_in_wants_the_token_of_this_very_browser(shared: House) -> None:
    one, two = shared.stranger(), shared.stranger()
    one.get("/sign-in")
    two.get("/sign-in")
    data = {"csrf": one.csrf, "name": "reader", "password": "x"}
    assert two.client.post("/console/sign-in", data=data).status_code == 403
    assert one.client.post("/console/sign-in", data=data).status_code == 401
