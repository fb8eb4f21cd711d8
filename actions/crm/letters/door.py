"""The door behind a callback's link. Looking changes nothing; only a pressed button does."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from urllib.parse import parse_qs

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from actions.crm.letters.links import ref_of, token_of
from actions.crm.letters.page import CallbackPage, state_of
from actions.crm.letters.wording import LANGUAGES, texts
from actions.crm.port import Callback, Crm, CrmRefused, CrmUnavailable
from bot.clock import now

MOST_TIMES = 600
FORM = re.compile(r"[0-9a-f]{16}")


class CallbackDoor:
    """`admitted` tells whether somebody may ask again already."""

    def __init__(self, crm: Crm, admitted: Callable[[Request], bool]) -> None:
        self._crm, self._admitted = crm, admitted

    async def look(self, request: Request, token: str, step: str = "") -> Response:
        """The callback, or one of the two questions about it."""
        return await self._answered(request, token, step)

    async def press(self, request: Request, token: str, step: str) -> Response:
        return await self._answered(request, token, f"{step}!")

    async def _answered(self, request: Request, token: str, step: str) -> Response:
        page = CallbackPage(None, _language(request))
        if not self._admitted(request):
            return page.told("too_many")
        try:
            callback = await self._callback(token)
            page = CallbackPage(callback, _language(request, callback))
            if callback is None or state_of(callback) != "open":
                return page.shown()
            return await self._stepped(request, page, callback, step)
        except CrmUnavailable:
            return page.told("busy")

    async def _callback(self, token: str) -> Callback | None:
        ref = ref_of(token)
        return await self._crm.callback(ref) if ref else None

    async def _stepped(
        self, request: Request, page: CallbackPage, callback: Callback, step: str
    ) -> Response:
        if step == "cancel":
            return page.asks_to_cancel()
        if step == "move":
            return await self._times(page, callback)
        if step == "cancel!":
            return await self._cancelled(page, callback)
        if step == "move!":
            return await self._moved(await _posted(request), page, callback)
        moved = request.query_params.get("done") == "moved"
        return page.shown(texts(page.language)["page_moved"] if moved else "")

    async def _times(
        self, page: CallbackPage, callback: Callback, note: str = "", status: int = 200
    ) -> Response:
        free = await self._crm.free_slots(now(), MOST_TIMES, callback.queue)
        return page.times(free, note, status)

    async def _cancelled(self, page: CallbackPage, callback: Callback) -> Response:
        with suppress(CrmRefused):  # it was made meanwhile: the page says how it stands
            await self._crm.cancel_callback(callback.ref)
        return _to(page, callback)

    async def _moved(
        self, given: dict[str, str], page: CallbackPage, callback: Callback
    ) -> Response:
        start, form = _moment(given.get("start", "")), given.get("form", "")
        if start is None or not FORM.fullmatch(form):
            return await self._times(page, callback, "page_unchosen", 422)
        try:
            ref = f"link:{callback.ref}:{form}:{start.isoformat()}"
            moved = await self._crm.move_callback(callback.ref, start, ref)
        except CrmRefused:
            return await self._times(page, callback, "page_taken", 409)
        return _to(page, callback, "&done=moved" if moved.start == start else "")


def router(crm: Crm, admitted: Callable[[Request], bool]) -> APIRouter:
    routes = APIRouter(prefix="/callback", include_in_schema=False)
    door, looking = CallbackDoor(crm, admitted), ["GET", "HEAD"]

    @routes.api_route("/{token}", methods=looking)
    async def callback(request: Request, token: str) -> Response:
        return await door.look(request, token)

    @routes.api_route("/{token}/cancel", methods=looking)
    async def ask_to_cancel(request: Request, token: str) -> Response:
        return await door.look(request, token, "cancel")

    @routes.api_route("/{token}/move", methods=looking)
    async def times(request: Request, token: str) -> Response:
        return await door.look(request, token, "move")

    @routes.post("/{token}/cancel")
    async def cancel(request: Request, token: str) -> Response:
        return await door.press(request, token, "cancel")

    @routes.post("/{token}/move")
    async def move(request: Request, token: str) -> Response:
        return await door.press(request, token, "move")

    return routes


def _language(request: Request, callback: Callback | None = None) -> str:
    asked = request.query_params.get("language", "")
    if asked in LANGUAGES:
        return asked
    if callback and callback.language in LANGUAGES:
        return callback.language
    return "en" if request.headers.get("accept-language", "").lower().startswith("en") else "fr"


def _to(page: CallbackPage, callback: Callback, more: str = "") -> Response:
    """Seen afresh, so that a reloaded page presses nothing again."""
    address = f"/callback/{token_of(callback.ref)}?language={page.language}{more}"
    return RedirectResponse(address, 303, {"Cache-Control": "no-store"})


async def _posted(request: Request) -> dict[str, str]:
    """A form's values; nothing where they are none."""
    try:
        found = parse_qs((await request.body()).decode("ascii"), max_num_fields=10)
    except ValueError:
        return {}
    return {name: values[0] for name, values in found.items()}


def _moment(text: str) -> datetime | None:
    """An aware moment of the years we live in."""
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        return None
    return when if when.tzinfo and 2000 <= when.year <= 2100 else None
