"""The doors around the conversation: health, figures, pages, the widget's own questions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from bot import clock
from tests.conftest import free_port
from tests.connectors.desk_life import Gateway, Scripted, Widget, widget

pytestmark = pytest.mark.asyncio


class Calendar:
    """A CRM of which only the free slots are asked."""

    async def free_slots(
        self, after: datetime, limit: int = 3, queue: str = "support", language: str = "fr"
    ) -> list[datetime]:
        return [after + timedelta(hours=8 * number) for number in range(4)]


def client(desk: Gateway) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=desk.url, trust_env=False)


async def test_ready_means_that_every_part_is_but_the_telephone(
    open_gateway: Callable[..., Gateway],
) -> None:
    desk = open_gateway(voice_port=str(free_port()))
    async with client(desk) as http:
        assert (await http.get("/healthz")).json() == {"status": "ok"}
        ready = await http.get("/readyz")
    assert ready.status_code == 503
    parts = {"dialogue": "ok", "database": "ok", "knowledge": "down", "crm": "down"}
    parts |= {"articles": "down", "voice": "down"}
    assert ready.json()["parts"] == parts


async def test_figures_count_messages_and_refusals(desk: Gateway) -> None:
    async with client(desk) as http:
        for text in ("bonjour", "a" * 2001):
            body = {"sender": "a", "message": text}
            await http.post("/webhooks/rest/webhook", json=body, headers=desk.bearer)
        figures = (await http.get("/metrics")).text
    assert 'guichet_messages_total{channel="rest",outcome="answered"} 1.0' in figures
    assert 'guichet_refusals_total{reason="too_long"} 1.0' in figures
    assert "guichet_answer_seconds_bucket" in figures


async def test_every_page_carries_a_strict_policy_and_no_cookie(desk: Gateway) -> None:
    async with client(desk) as http:
        for path in ("/", "/docs", "/healthz", "/console", "/api/chat/config"):
            headers = (await http.get(path)).headers
            assert "unsafe" not in headers["content-security-policy"]
            assert "default-src 'none'" in headers["content-security-policy"]
            assert headers["x-content-type-options"] == "nosniff"
            assert "set-cookie" not in headers
        docs = (await http.get("/docs")).text
    assert "/webhooks/rest/webhook" in docs
    assert "<script" not in docs


async def test_other_sites_read_nothing_unless_listed(
    open_gateway: Callable[..., Gateway],
) -> None:
    desk = open_gateway(origins="https://shop.example")
    async with client(desk) as http:
        for origin, allowed in (("https://shop.example", True), ("https://evil.example", False)):
            answer = await http.get("/api/chat/config", headers={"Origin": origin})
            assert (answer.headers.get("access-control-allow-origin") == origin) is allowed


async def test_the_widget_reads_who_we_are_in_both_languages(desk: Gateway) -> None:
    async with client(desk) as http:
        french = (await http.get("/api/chat/config")).json()
        english = (await http.get("/api/chat/config?language=en")).json()
        assert (await http.get("/api/chat/config?language=de")).json()["reason"] == "invalid"
    assert french["company"] == english["company"] == "Orméa"
    assert french["texts"]["title"] == "Assistance Orméa"
    assert set(french["texts"]) == set(english["texts"])


async def test_free_slots_come_by_day_in_paris_time(house: pytest.MonkeyPatch) -> None:
    from connectors.web.chat import by_day

    house.setenv("GUICHET_NOW", "2026-11-23T10:00:00")
    clock.settings.cache_clear()
    slots = await Calendar().free_slots(clock.utc(clock.now()))
    days = by_day(slots, "fr")
    assert [day["label"] for day in days] == ["lundi 23 novembre", "mardi 24 novembre"]
    assert days[0]["slots"][0] == {"start": "2026-11-23T10:00:00+01:00", "label": "10:00"}


async def test_every_slot_up_to_the_horizon_is_asked_for(
    open_gateway: Callable[..., Gateway],
) -> None:
    class Busy(Calendar):
        async def free_slots(
        self, after: datetime, limit: int = 3, queue: str = "support", language: str = "fr"
    ) -> list[datetime]:
            return [after + timedelta(minutes=30 * number) for number in range(limit)]

    desk = open_gateway({"crm": Busy()}, callback_horizon_days="10")
    async with client(desk) as http:
        days = (await http.get("/api/chat/slots")).json()["days"]
    assert sum(len(day["slots"]) for day in days) == 480


async def test_without_a_crm_there_are_no_slots_but_a_reason(desk: Gateway) -> None:
    async with client(desk) as http:
        answer = await http.get("/api/chat/slots")
    assert (answer.status_code, answer.json()) == (503, {"reason": "crm_unavailable"})


async def test_a_visitor_downloads_their_own_transcript_only(
    desk: Gateway, dialogue: Scripted
) -> None:
    async with widget(desk) as socket:
        visitor = Widget(socket)
        token: Any = (await visitor.hello())["token"]
        await visitor.say("m1", "bonjour")
        await visitor.until("replies")
        dialogue.is_down = True
        await visitor.say("m2", "encore")
        await visitor.until("refused")
    async with client(desk) as http:
        mine = await http.get("/api/chat/transcript", headers={"Authorization": f"Bearer {token}"})
        other = await http.get("/api/chat/transcript", headers={"Authorization": "Bearer x"})
        nobody = await http.get("/api/chat/transcript")
    assert "Vous: bonjour" in mine.text and "Orméa: 1. bonjour" in mine.text
    assert "encore (non envoyé)" in mine.text
    assert "attachment" in mine.headers["content-disposition"]
    assert (other.status_code, nobody.status_code) == (401, 401)
