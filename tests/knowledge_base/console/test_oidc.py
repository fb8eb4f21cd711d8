"""The company's own sign-in: whom it lets in, and every lie that it is not believed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from joserfc.jwk import OctKey

from knowledge_base.console.provider import Provider, roles_of
from knowledge_base.curation.audit import Wanted
from knowledge_base.curation.changes import Changes
from knowledge_base.curation.roles import Role
from tests.knowledge_base.console.conftest import Colleague, House, new_house
from tests.knowledge_base.console.issuer import CLIENT, SECRET, Issuer, query


@pytest.fixture(scope="module")
def running() -> Iterator[Issuer]:
    made = Issuer()
    yield made
    made.close()


@pytest.fixture()
def issuer(running: Issuer) -> Issuer:
    running.honest()
    return running


@pytest.fixture()
def company(issuer: Issuer, tmp_path: Path) -> House:
    roles = roles_of("leads = administrator, support=agent")
    provider = Provider(issuer.url, CLIENT, SECRET, "groups", roles)
    return new_house(tmp_path, provider=provider)


def comes_back(someone: Colleague, **instead: str) -> Any:
    away = someone.get("/oidc")
    assert away.status_code == 303
    home = httpx.get(away.headers["location"]).headers["location"]
    assert home.startswith("http://desk.example/console/oidc/back?")
    return someone.get("/oidc/back", params={**query(home), **instead})


def test_the_companys_account_signs_in_with_the_role_of_its_claim(company: House, issuer: Issuer) -> None:
    assert 'href="/console/oidc"' in company.stranger().get("/sign-in").text
    someone = company.stranger()
    assert comes_back(someone).headers["location"] == "/console/"
    assert "claire" in someone.get("/account").text
    claire = company.console.people.named("claire")
    assert claire and claire.role is Role.AGENT and not claire.has_password
    issuer.claims = {"groups": ["support", "leads"], "preferred_username": "Claire B."}
    assert comes_back(company.stranger()).status_code == 303
    again = company.console.people.get(claire.id)
    assert again and (again.role, again.name) == (Role.ADMINISTRATOR, "claire")
    changed = company.console.audit.page(Wanted(who="company account", what="person.role"))
    assert [(one.before, one.after) for one in changed] == [({"role": "agent"}, {"role": "administrator"})]


LIES: dict[str, dict[str, Any]] = {
    "another visit's nonce": {"nonce": "other"},
    "no nonce": {"nonce": None},
    "for another client": {"aud": "other"},
    "for several, not us first": {"aud": [CLIENT, "other"], "azp": "other"},
    "expired": {"exp": 1_700_000_000},
    "not yet": {"nbf": 9_999_999_999},
    "another issuer": {"iss": "https://evil.example"},
    "no subject": {"sub": None},
    "unknown role": {"groups": ["strangers"]},
    "no role": {"groups": None},
    "odd role": {"groups": {"support": True}},
}


@pytest.mark.parametrize("lie", LIES)
def test_what_does_not_fit_is_refused(company: House, issuer: Issuer, lie: str) -> None:
    issuer.claims = LIES[lie]
    someone = company.stranger()
    refused = comes_back(someone)
    assert refused.status_code == 403 and "guichet_console" not in someone.client.cookies
    assert company.console.people.named("claire") is None
    assert ("Pas de rôle" in refused.text) == lie.endswith("role")


def test_another_key_or_algorithm_is_refused(company: House, issuer: Issuer) -> None:
    issuer.key = issuer.other
    assert comes_back(company.stranger()).status_code == 403
    issuer.key, issuer.algorithm = OctKey.import_key(SECRET * 3), "HS256"  # type: ignore[assignment]
    assert comes_back(company.stranger()).status_code == 403


def test_a_state_of_somebody_else_or_used_twice_is_refused(company: House, issuer: Issuer) -> None:
    assert comes_back(company.stranger(), state="other").status_code == 403
    assert company.stranger().get("/oidc/back", params={"code": "1", "state": "2"}).status_code == 403
    assert comes_back(company.stranger(), iss="https://evil.example").status_code == 403
    someone = company.stranger()
    home = httpx.get(someone.get("/oidc").headers["location"]).headers["location"]
    assert someone.get("/oidc/back", params=query(home)).status_code == 303
    assert someone.get("/oidc/back", params=query(home)).status_code == 403


def test_a_name_does_not_take_over_an_account_and_leave_stays_leave(company: House, issuer: Issuer) -> None:
    issuer.claims = {"preferred_username": "Administrator", "sub": "666", "groups": "support"}
    assert comes_back(company.stranger()).status_code == 303
    made = [one for one in company.console.people.all() if one.name.startswith("Administrator (")]
    assert [one.role for one in made] == [Role.AGENT]
    Changes(company.console.database).disable(made[0].id, "tests")
    assert comes_back(company.stranger()).status_code == 403


def test_a_provider_that_is_away_is_said_plainly(tmp_path: Path) -> None:
    provider = Provider("http://127.0.0.1:9", CLIENT, SECRET, "groups", {})
    refused = new_house(tmp_path, provider=provider).stranger("en").get("/oidc")
    assert refused.status_code == 403 and "could not be verified" in refused.text


def test_an_issuer_without_tls_is_refused() -> None:
    with pytest.raises(ValueError, match="https"):
        Provider("http://issuer.example", CLIENT, SECRET, "groups", {})


def test_without_an_issuer_nothing_of_it_is_there(shared: House) -> None:
    assert shared.stranger().get("/oidc").status_code == 404
    assert "/console/oidc" not in shared.stranger().get("/sign-in").text
    code = "import sys, knowledge_base.console.opening, knowledge_base.console.parts as p; p.parts(); assert 'authlib' not in sys.modules"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
