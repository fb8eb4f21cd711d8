"""Articles for programs: the same rights and the same care as on the pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from knowledge_base.curation.roles import Role
from tests.knowledge_base.console.test_articles import PUK, Desk, desk, today

__all__ = ["desk", "today"]
Ask = Callable[..., Any]
ROOT = "/api/curation/articles"


@pytest.fixture()
def ask(desk: Desk) -> Ask:
    token = desk.house.console.tokens.make("a tool", Role.CURATOR, 30, "administrator")
    client = desk.house.stranger("en").client

    def asked(method: str, path: str, **body: Any) -> Any:
        head = {"Authorization": f"Bearer {token}"}
        return client.request(method, ROOT + path, headers=head, json=body or None)

    return asked


def test_a_draft_is_written_read_and_never_put_over_anothers(desk: Desk, ask: Ask) -> None:
    seen = ask("GET", "/puk/fr").json()
    assert (seen["article"]["body"], seen["state"], seen["draft"]) == (PUK.body, "to_verify", None)
    new = {"title": "Le PUK", "body": "Autrement.", "phrasings": ["mon puk"], "revision": 0}
    made = ask("PUT", "/puk/fr/draft", **new, seen=seen["article"]["version"])
    assert made.status_code == 200 and made.json()["revision"] == 1
    again = ask("PUT", "/puk/fr/draft", **{**new, "body": "Encore."})
    assert again.status_code == 409 and again.headers["content-type"] == "application/problem+json"
    assert again.json()["current"]["article"]["body"] == "Autrement."
    other = ask("PUT", "/puk/fr/draft", **{**new, "revision": 1}, seen="another")
    assert other.status_code == 409
    assert ask("GET", "/puk/fr/draft").json() == made.json()
    assert ask("DELETE", "/puk/fr/draft?revision=5").status_code == 409
    assert ask("DELETE", "/puk/fr/draft?revision=1").status_code == 204
    assert ask("GET", "/puk/fr/draft").status_code == 404
    bad = ask("PUT", "/a%20b/en/draft", title="?", body="x")
    assert (bad.status_code, bad.json()["reason"]) == (422, "empty")
    assert "missing" in bad.json()["detail"]
    assert ask("PUT", "/a%20b%2Fc/en/draft", title="Odd", body="x").json()["article"]["id"] == "a b/c"
    assert desk.drafts.get(("a b/c", "en")) and desk.curator.get("/articles/a%20b/c").status_code == 200


def test_list_history_withdrawal_and_notes(desk: Desk, ask: Ask) -> None:
    listed = ask("GET", "?search=PUK&category=mobile").json()
    assert listed["total"] == 1 and [one["article"]["language"] for one in listed["articles"]] == ["en", "fr"]
    assert ask("POST", "/puk/fr/withdraw", revision=0).json()["kind"] == "withdraw"
    assert ask("POST", "/puk/fr/withdraw", revision=0).status_code == 409
    desk.releases.publish("Ève", "retrait")
    assert ask("GET", "/puk/fr").json()["state"] == "withdrawn"
    assert ask("POST", "/puk/fr/restore").json()["kind"] == "new"
    versions = ask("GET", "/puk/fr/history").json()
    assert [one["is_draft"] for one in versions] == [True, False] and versions[1]["withdrawn"]
    assert ask("PUT", "/puk/fr/note", note=" à voir ").json() == {"note": "à voir"}
    assert ask("POST", "/puk/en/still-right").status_code == 204
    assert ask("POST", "/puk/en/restore").json()["reason"] == "not_withdrawn"
    assert ask("GET", "/nothing/fr").status_code == ask("PUT", "/nothing/fr/note", note="x").status_code == 404
    assert ask("GET", "/puk/de").status_code == 422
    desk.drafts.save(replace(PUK, title="<b>x</b>"), "Ève")
    assert ask("GET", "/puk/fr").json()["draft"]["article"]["title"] == "<b>x</b>"


def test_a_program_asks_to_be_reminded(desk: Desk, ask: Ask) -> None:
    assert ask("PUT", "/puk/fr/reminder", reminder="2026-12-01").status_code == 200
    assert ask("GET", "/puk/fr").json()["reminder"] == "2026-12-01"
    assert ask("PUT", "/none/fr/reminder", reminder="2026-12-01").status_code == 404
