"""The page behind a callback's link: what it shows, what it changes, and to whom it says no."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

import httpx
import pytest

from actions.crm.embedded import EmbeddedCrm
from actions.crm.letters.links import link, token_of
from actions.crm.port import Callback, CallbackStatus, CrmUnavailable, NewCallback
from bot import database
from bot.clock import PARIS
from bot.settings import settings
from tests.connectors.desk_life import Gateway

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=PARIS)
PHONE = "+33639980178"
RADIO = re.compile(r'name="start" value="([^"]+)"')
FORM = re.compile(r'name="form" value="([0-9a-f]+)"')

T = TypeVar("T")


def run(work: Awaitable[T]) -> T:
    async def wait() -> T:
        return await work

    return asyncio.run(wait())


@dataclass
class Visit:
    """Somebody with the link of a callback that is booked on that Monday at 11."""

    desk: Gateway
    crm: EmbeddedCrm
    booked: Callback
    client: httpx.Client

    @property
    def path(self) -> str:
        return f"/callback/{token_of(self.booked.ref)}"

    @property
    def now(self) -> Callback:
        found = run(self.crm.callback(self.booked.ref))
        assert found is not None
        return found

    def get(self, more: str = "", **headers: str) -> httpx.Response:
        return self.client.get(self.path + more, headers=headers)

    def post(self, more: str, **values: str) -> httpx.Response:
        return self.client.post(self.path + more, data=values)

    def choices(self) -> tuple[str, list[str]]:
        page = self.get("/move").text
        return FORM.findall(page)[0], RADIO.findall(page)


@pytest.fixture
def visit(open_gateway: Callable[..., Gateway], house: pytest.MonkeyPatch) -> Iterator[Visit]:
    house.setenv("GUICHET_NOW", MONDAY.isoformat())
    settings.cache_clear()
    database.migrate()
    crm = EmbeddedCrm(timeout=30)
    desk = open_gateway({"crm": crm})
    booked = run(crm.book_callback(NewCallback(
        PHONE, MONDAY + timedelta(hours=2), "ma facture <b>du 12</b>", "visit", language="fr",
        email="camille@exemple.fr",
    )))  # fmt: skip
    with httpx.Client(base_url=desk.url, timeout=30, follow_redirects=True) as client:
        yield Visit(desk, crm, booked, client)


def at(house: pytest.MonkeyPatch, moment: datetime) -> None:
    house.setenv("GUICHET_NOW", moment.isoformat())
    settings.cache_clear()


def test_the_page_shows_the_callback_and_keeps_it_private(visit: Visit) -> None:
    page = visit.get()
    assert page.status_code == 200 and '<html lang="fr">' in page.text
    for part in ("lundi 23 novembre", "11 h", "ma facture &lt;b&gt;", visit.booked.ref, "par 78"):
        assert part in page.text
    assert "39980178" not in re.sub(r"\s", "", page.text) and "<b>" not in page.text
    assert "camille" not in page.text and "<script" not in page.text
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "form-action 'self'" in policy
    assert "unsafe" not in policy and "script-src" not in policy
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["referrer-policy"] == "no-referrer"
    assert "noindex" in page.headers["x-robots-tag"] and page.headers["x-frame-options"] == "DENY"


def test_the_page_speaks_the_callbacks_language_or_the_other(visit: Visit) -> None:
    assert '<html lang="fr">' in visit.get(**{"accept-language": "en-GB"}).text
    english = visit.get("?language=en")
    assert '<html lang="en">' in english.text and "Monday 23 November" in english.text
    assert '<html lang="fr">' in visit.get("?language=%3Cscript%3E").text


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_looking_changes_nothing(visit: Visit, method: str) -> None:
    before = visit.now
    for more in ("", "/cancel", "/move", "?done=moved", "/cancel?yes=1", "/move?start=x"):
        assert visit.client.request(method, visit.path + more).status_code == 200
    assert visit.now == before and visit.now.sequence == 0


def test_a_callback_is_cancelled_once_it_is_confirmed(visit: Visit) -> None:
    asked = visit.get("/cancel")
    assert "Annuler ce rappel ?" in asked.text and visit.now.status is CallbackStatus.BOOKED
    for _ in range(2):  # a double click
        page = visit.post("/cancel")
        assert page.status_code == 200 and "est annulé" in page.text
    assert (visit.now.status, visit.now.sequence) == (CallbackStatus.CANCELLED, 1)
    for more in ("", "/cancel", "/move"):
        page = visit.get(more)
        assert "est annulé" in page.text and "<form" not in page.text
        assert "01 99 00 32 32" in page.text and "ma facture" not in page.text


def test_a_callback_is_moved_to_a_free_time(visit: Visit) -> None:
    form, times = visit.choices()
    assert len(times) > 100
    for _ in range(2):
        page = visit.post("/move", start=times[40], form=form)
        assert page.status_code == 200 and "est déplacé" in page.text
    assert visit.now.start == datetime.fromisoformat(times[40])
    assert (visit.now.status, visit.now.sequence) == (CallbackStatus.MOVED, 1)
    again, times = visit.choices()
    assert again != form
    visit.post("/move", start=times[3], form=again)
    assert (visit.now.start, visit.now.sequence) == (datetime.fromisoformat(times[3]), 2)


def test_a_time_that_was_taken_meanwhile_is_chosen_again(visit: Visit) -> None:
    form, times = visit.choices()
    start = datetime.fromisoformat(times[10])
    for last in range(settings().callback_capacity):
        other = NewCallback(f"+3363998010{last}", start, "", f"other-{last}")
        run(visit.crm.book_callback(other))
    page = visit.post("/move", start=times[10], form=form)
    assert page.status_code == 409 and "n’est plus libre" in page.text
    assert times[10] not in RADIO.findall(page.text) and visit.now.sequence == 0


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"start": "demain", "form": "0" * 16},
        {"start": "2026-11-24T10:00:00", "form": "0" * 16},
        {"start": "9999-11-24T10:00:00+00:00", "form": "0" * 16},
        {"start": "2026-11-24T10:00:00+01:00", "form": "x" * 300},
        {"start": "2026-11-24T10:00:00+01:00"},
        {f"n{number}": "x" for number in range(50)},
    ],
)
def test_a_form_that_was_made_up_changes_nothing(visit: Visit, values: dict[str, str]) -> None:
    page = visit.post("/move", **values)
    assert page.status_code == 422 and "Choisissez un moment" in page.text
    assert visit.now.sequence == 0


def test_bytes_that_are_no_form_change_nothing(visit: Visit) -> None:
    for body in (b"\xff\xfe\x00", b"start=%ff%fe&form=%00", b"&" * 5000, b"{}"):
        assert visit.client.post(f"{visit.path}/move", content=body).status_code == 422
    assert visit.client.post(f"{visit.path}/move", content=b"x" * 70_000).status_code == 413
    assert visit.now.sequence == 0


def test_a_link_ends_a_week_after_the_callback(visit: Visit, house: pytest.MonkeyPatch) -> None:
    at(house, visit.booked.end + timedelta(minutes=1))
    page = visit.get()
    assert page.status_code == 200 and "est terminé" in page.text
    assert "est terminé" in visit.post("/cancel").text
    assert visit.now.status is CallbackStatus.BOOKED
    at(house, visit.booked.end + timedelta(days=7, minutes=1))
    assert visit.get().status_code == 410 and "plus valable" in visit.get().text
    assert "01 99 00 32 32" in visit.get().text


@pytest.mark.parametrize(
    "token",
    ["R-7K4M2P", "R-7K4M2P." + "A" * 22, "x" * 5000, "%00", "%F0%9F%98%80", "..%2f..%2fetc",
     "R-7K4M2P.%27%20OR%201=1--", "<script>"],
)  # fmt: skip
@pytest.mark.parametrize("more", ["", "/cancel", "/move"])
def test_a_token_that_is_not_ours_opens_nothing(visit: Visit, token: str, more: str) -> None:
    for method in ("GET", "POST"):
        if (method, more) == ("POST", ""):
            continue
        page = visit.client.request(method, f"/callback/{token}{more}")
        assert page.status_code == 404
        if "text/html" in page.headers["content-type"]:
            assert "pas valable" in page.text and "<script" not in page.text
    assert visit.now.sequence == 0


def test_the_link_of_another_secret_opens_nothing(visit: Visit, house: pytest.MonkeyPatch) -> None:
    path = visit.path
    house.setenv("GUICHET_SECRET", "another-secret-that-is-long-enough-too")
    settings.cache_clear()
    assert visit.client.get(path).status_code == 404


def test_a_crm_that_is_silent_is_said_so(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    async def silent(*_given: Any, **_named: Any) -> None:
        raise CrmUnavailable("too slow")

    monkeypatch.setattr(visit.crm, "cancel_callback", silent)
    page = visit.post("/cancel")
    assert page.status_code == 503 and "Rien n’a été changé" in page.text


def test_one_address_looks_so_often_and_no_more(
    open_gateway: Callable[..., Gateway], house: pytest.MonkeyPatch
) -> None:
    house.setenv("GUICHET_NOW", MONDAY.isoformat())
    desk = open_gateway({"crm": EmbeddedCrm(timeout=30)}, address_rate="3/minute")
    seen = [httpx.get(f"{desk.url}/callback/x").status_code for _ in range(4)]
    assert seen == [404, 404, 404, 429]


def test_the_link_is_on_the_address_that_visitors_know(house: pytest.MonkeyPatch) -> None:
    house.setenv("GUICHET_PUBLIC_URL", "https://guichet.ormea.example/")
    settings.cache_clear()
    assert link("R-7K4M2P").startswith("https://guichet.ormea.example/callback/R-7K4M2P.")


def test_a_letter_lies_in_the_folder_soon_after(visit: Visit, tmp_path: Any) -> None:
    """The gateway's own postman takes it there."""
    wanted = tmp_path / "letters" / f"2026-11-23-{visit.booked.ref}-0.eml"
    end = asyncio.run(_appears(wanted))
    assert end and visit.booked.ref in wanted.read_text()
    assert "guichet_callback_letters_total" in visit.client.get("/metrics").text


async def _appears(path: Any) -> bool:
    for _ in range(600):
        if path.exists():
            return True
        await asyncio.sleep(0.1)
    return False
