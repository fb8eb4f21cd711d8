"""What a door refuses costs nobody anything: it never reaches the dialogue."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable

import httpx
import pytest
import socketio
from websockets.exceptions import ConnectionClosed, InvalidStatusCode

from tests.connectors.desk_life import Gateway, Scripted, Widget, widget

pytestmark = pytest.mark.asyncio
PATH = "/webhooks/rest/webhook"
LONG = "a" * 2001
Refusal = Callable[[Gateway], Awaitable[str]]


async def _post(desk: Gateway, message: str = "bonjour", **options: object) -> str:
    headers = {**desk.bearer, "Content-Type": "application/json"} | options.pop("headers", {})  # type: ignore[operator]
    content = json.dumps({"sender": "anna", "message": message})
    async with httpx.AsyncClient(base_url=desk.url, trust_env=False) as http:
        answer = await http.post(PATH, content=options.pop("content", content), headers=headers)  # type: ignore[arg-type]
    assert answer.is_client_error, answer.text
    return str(answer.json()["reason"])


async def too_long_by_rest(desk: Gateway) -> str:
    return await _post(desk, LONG)


async def without_a_token(desk: Gateway) -> str:
    return await _post(desk, headers={"Authorization": ""})


async def with_a_bad_token(desk: Gateway) -> str:
    return await _post(desk, headers={"Authorization": "Bearer of nothing"})


async def too_large(desk: Gateway) -> str:
    return await _post(desk, "a" * 1_000_000)


async def no_json(desk: Gateway) -> str:
    return await _post(desk, headers={"Content-Type": "text/plain"})


async def half_a_json(desk: Gateway) -> str:
    return await _post(desk, content=b'{"sender": "anna"')


async def a_foreign_page(desk: Gateway) -> str:
    with pytest.raises(InvalidStatusCode) as refused:
        async with widget(desk, origin="https://evil.example"):
            pass
    return str(refused.value.status_code)


async def a_foreign_page_by_socketio(desk: Gateway) -> str:
    window = socketio.AsyncClient(reconnection=False)
    with pytest.raises(socketio.exceptions.ConnectionError):
        await window.connect(desk.url, headers={"Origin": "https://evil.example"})
    return "connection"


async def a_large_frame(desk: Gateway) -> str:
    async with widget(desk) as opened:
        visitor = Widget(opened)
        await visitor.hello()
        await visitor.say("m1", "a" * 40_000)
        with pytest.raises(ConnectionClosed) as closed:
            await visitor.until("replies")
    return str(closed.value.code)


async def too_long_in_the_widget(desk: Gateway) -> str:
    async with widget(desk) as opened:
        visitor = Widget(opened)
        await visitor.hello()
        await visitor.say("m1", LONG)
        return str((await visitor.until("refused", "m1"))["reason"])


async def a_forged_button(desk: Gateway) -> str:
    async with widget(desk) as opened:
        visitor = Widget(opened)
        await visitor.hello()
        await visitor.send(type="press", id="m1", payload="/affirm~AAAAAAAAAAAAAAAA", title="Oui")
        return str((await visitor.until("refused", "m1"))["reason"])


REFUSALS: dict[Refusal, str] = {
    too_long_by_rest: "too_long",
    without_a_token: "unauthorised",
    with_a_bad_token: "unauthorised",
    too_large: "too_large",
    no_json: "not_json",
    half_a_json: "invalid",
    a_foreign_page: "403",
    a_foreign_page_by_socketio: "connection",
    a_large_frame: "1009",
    too_long_in_the_widget: "too_long",
    a_forged_button: "stale_button",
}


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda one: one.__name__)
async def test_what_is_refused_is_not_heard(
    desk: Gateway, dialogue: Scripted, refusal: Refusal
) -> None:
    assert await refusal(desk) == REFUSALS[refusal]
    assert dialogue.heard == []


async def test_over_the_rate_only_what_was_allowed_is_heard(
    open_gateway: Callable[..., Gateway], dialogue: Scripted
) -> None:
    desk = open_gateway(caller_rate="2/minute")
    async with httpx.AsyncClient(
        base_url=desk.url, headers=desk.bearer, trust_env=False
    ) as http:
        body = {"sender": "anna", "message": "bonjour"}
        codes = [(await http.post(PATH, json=body)).status_code for _ in range(4)]
    assert codes == [200, 200, 429, 429]
    assert len(dialogue.heard) == 2
