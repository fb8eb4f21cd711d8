"""What the widget asks besides talking: who we are, when we can call back, the transcript."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import datetime
from itertools import groupby
from typing import Annotated, Any, Literal

import structlog
from fastapi import APIRouter, Depends, Header, HTTPException, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from bot import clock
from bot.callback_queues import serving
from bot.settings import Settings
from connectors.health import Check
from connectors.notebook import NotWritten
from connectors.parts import Parts
from connectors.records import Event, Kind, Status
from connectors.sentences import sentence, texts
from connectors.tokens import Pass, Passes

log = structlog.get_logger()

Language = Literal["fr", "en"]
FreeSlots = Callable[[datetime, int, str, str], Awaitable[Sequence[datetime]]]
_SLOTS_SECONDS, _LINES = 2.5, 2000
_DAY = 24 * 60
_PRIVATE = {"Cache-Control": "no-store"}


def config(settings: Settings, language: Language, is_voice_open: bool) -> dict[str, Any]:
    """What the widget shows of the company; nothing in it is about the visitor."""
    words = {
        name: text.format(company=settings.company_name)
        for name, text in texts(language)["chat"].items()
    }
    return {
        "company": settings.company_name,
        "phone": settings.company_phone,
        "voice": is_voice_open,
        "voice_phone": settings.voice_phone or settings.company_phone,
        "site": settings.company_site,
        "hours": settings.company_hours,
        "privacy": settings.privacy_link,
        "language": language,
        "max_text": settings.max_text,
        "texts": words,
    }


def by_day(slots: Iterable[datetime], language: Language) -> list[dict[str, Any]]:
    """Callback slots in Paris time, under the name of their day."""
    local = [slot.astimezone(clock.PARIS) for slot in slots]
    return [
        {
            "date": day.isoformat(),
            "label": _day(starts[0], language),
            "slots": [{"start": s.isoformat(), "label": s.strftime("%H:%M")} for s in starts],
        }
        for day, group in groupby(local, key=lambda slot: slot.date())
        if (starts := list(group))
    ]


def transcript(events: Sequence[Event], company: str, language: Language) -> str:
    """The conversation as plain text, in the order in which it was held."""
    lines = [sentence("transcript_title", language, company=company), ""]
    for event in events:
        lines += _lines(event, company, language)
    return "\n".join(lines) + "\n"


def router(
    parts: Parts, passes: Passes, free_slots: FreeSlots | None, is_voice_open: Check
) -> APIRouter:
    routes = APIRouter(prefix="/api/chat", tags=["widget"])
    settings = parts.chosen

    def counted(request: Request) -> None:
        if not parts.limits.address_may_send(parts.addresses.of(request.scope)):
            parts.metrics.refusal("too_many")
            raise HTTPException(429, "too many requests", {"Retry-After": "60"})

    def unavailable(reason: str) -> Response:
        parts.metrics.refusal(reason)
        return JSONResponse({"reason": reason}, status_code=503)

    @routes.get("/config")
    async def read_config(language: Language = "fr") -> dict[str, Any]:
        """The company's name, texts and hours, for the widget; whether it may speak."""
        return config(settings, language, await is_voice_open())

    @routes.get("/slots", dependencies=[Depends(counted)])
    async def read_slots(language: Language = "fr") -> Response:
        """Every free callback slot up to the horizon, by day."""
        most = settings.callback_horizon_days * _DAY // settings.callback_slot_minutes
        queue = serving(settings.queues, language)
        slots = await _free(free_slots, most, queue, language)
        if slots is None:
            return unavailable("crm_unavailable")
        return JSONResponse({"days": by_day(slots, language)}, headers=_PRIVATE)

    @routes.get("/transcript", response_class=PlainTextResponse, dependencies=[Depends(counted)])
    async def read_transcript(
        language: Language = "fr", authorization: Annotated[str, Header()] = ""
    ) -> Response:
        """The visitor's own conversation; the bearer is the token that `welcome` gave."""
        visitor = _visitor(passes, authorization)
        try:
            events = await parts.desk.history(visitor.conversation, limit=_LINES)
        except NotWritten:
            return unavailable("storage")
        disposition = {"Content-Disposition": 'attachment; filename="conversation.txt"'}
        text = transcript(events, settings.company_name, language)
        return PlainTextResponse(text, headers=_PRIVATE | disposition)

    return routes


async def _free(
    free_slots: FreeSlots | None, most: int, queue: str, language: Language
) -> Sequence[datetime] | None:
    """Free slots; None when the CRM cannot say. Whatever the CRM raises stops here."""
    if free_slots is None:
        return None
    try:
        asked = free_slots(clock.now(), most, queue, language)
        return await asyncio.wait_for(asked, _SLOTS_SECONDS)
    except Exception as error:
        log.warning("free slots unknown", error=type(error).__name__)
        return None


def _visitor(passes: Passes, authorization: str) -> Pass:
    visitor = passes.read(authorization.removeprefix("Bearer "))
    if visitor is None:
        raise HTTPException(401, "the visitor's token is needed", {"WWW-Authenticate": "Bearer"})
    return visitor


def _day(moment: datetime, language: Language) -> str:
    words = texts(language)
    weekday, month = words["weekdays"][moment.weekday()], words["months"][moment.month - 1]
    return sentence("day", language, weekday=weekday, day=str(moment.day), month=month)


def _lines(event: Event, company: str, language: Language) -> list[str]:
    at = event.at.astimezone(clock.PARIS).strftime("%d/%m/%Y %H:%M") if event.at else ""
    if event.kind is Kind.SAID:
        sent = (
            ""
            if event.status is not Status.REFUSED
            else " " + sentence("transcript_unsent", language)
        )
        return [f"[{at}] {sentence('transcript_you', language)}: {event.text}{sent}"]
    return [f"[{at}] {company}: {reply.text}" for reply in event.replies if reply.text]
