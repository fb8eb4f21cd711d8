"""The widget's WebSocket, from the first hello to the last dropped connection."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatusCode

from tests.connectors.desk_life import Gateway, Scripted, Widget, widget

pytestmark = pytest.mark.asyncio


async def test_a_visitor_says_hello_speaks_and_is_answered(desk: Gateway) -> None:
    async with widget(desk) as socket:
        visitor = Widget(socket)
        assert (await visitor.hello(language="fr"))["history"] == []
        await visitor.say("m1", "bonjour")
        told = [await visitor.next() for _ in range(3)]
    assert [frame["type"] for frame in told] == ["said", "typing", "replies"]
    assert [frame.get("seq") for frame in told] == [1, None, 2]
    assert told[2]["replies"][0]["text"] == "1. bonjour"


async def test_messages_sent_in_one_breath_are_answered_in_order(
    desk: Gateway, dialogue: Scripted
) -> None:
    dialogue.seconds = 0.02
    async with widget(desk) as socket:
        visitor = Widget(socket)
        await visitor.hello()
        for number in range(9):
            await visitor.say(f"m{number}", f"n{number}")
        answered = [(await visitor.until("replies"))["for"] for _ in range(9)]
    assert answered == [f"m{number}" for number in range(9)]
    places = [frame["seq"] for frame in visitor.told if "seq" in frame]
    assert places == sorted(set(places))


async def test_the_same_message_eight_times_is_answered_once(
    desk: Gateway, dialogue: Scripted
) -> None:
    dialogue.seconds = 0.2
    async with widget(desk) as socket:
        visitor = Widget(socket)
        await visitor.hello()
        for _ in range(8):
            await visitor.say("m1", "bonjour")
        first = await visitor.until("replies")
        assert [frame for frame in await visitor.silence() if frame["type"] == "replies"] == []
        await visitor.say("m1", "bonjour")
        assert (await visitor.until("replies"))["replies"] == first["replies"]
    assert len(dialogue.heard) == 1


async def test_who_drops_and_comes_back_gets_what_was_missed_once(
    desk: Gateway, dialogue: Scripted
) -> None:
    dialogue.seconds = 0.3
    async with widget(desk) as socket:
        visitor = Widget(socket)
        token = (await visitor.hello())["token"]
        await visitor.say("m1", "bonjour")
        seen = (await visitor.until("said"))["seq"]
    await asyncio.sleep(0.6)
    async with widget(desk) as socket:
        back = Widget(socket)
        welcome = await back.hello(token=token, after=seen)
        assert [frame["type"] for frame in welcome["history"]] == ["replies"]
        assert await back.silence() == []
        after = welcome["history"][-1]["seq"]
        assert (await back.hello(token=token, after=after))["history"] == []


async def test_who_comes_back_during_the_answer_gets_it_when_it_comes(
    desk: Gateway, dialogue: Scripted
) -> None:
    dialogue.seconds = 0.5
    async with widget(desk) as socket:
        visitor = Widget(socket)
        token = (await visitor.hello())["token"]
        await visitor.say("m1", "bonjour")
        await visitor.until("said")
    async with widget(desk) as socket:
        back = Widget(socket)
        assert (await back.hello(token=token))["pending"] == ["m1"]
        await back.say("m1", "bonjour")
        assert (await back.until("replies"))["for"] == "m1"
        assert await back.silence() == []
    assert len(dialogue.heard) == 1


async def test_two_windows_of_one_visitor_read_the_same(desk: Gateway) -> None:
    async with widget(desk) as first_socket, widget(desk) as second_socket:
        first, second = Widget(first_socket), Widget(second_socket)
        await second.hello(token=(await first.hello())["token"])
        await first.say("m1", "bonjour")
        assert await first.until("replies") == await second.until("replies")


async def test_a_late_answer_is_announced_and_then_pushed(
    open_gateway: Callable[..., Gateway], dialogue: Scripted
) -> None:
    desk = open_gateway(answer_timeout="0.2")
    dialogue.seconds = 0.7
    async with widget(desk) as socket:
        visitor = Widget(socket)
        await visitor.hello(language="en")
        await visitor.say("m1", "hello")
        assert "safely kept" in (await visitor.until("waiting", "m1"))["text"]
        assert (await visitor.until("replies", "m1"))["replies"][0]["text"] == "1. hello"


async def test_without_a_dialogue_the_visitor_reads_so_and_may_try_again(
    desk: Gateway, dialogue: Scripted
) -> None:
    dialogue.is_down = True
    async with widget(desk) as socket:
        visitor = Widget(socket)
        await visitor.hello(language="en")
        await visitor.say("m1", "hello")
        refused = await visitor.until("refused", "m1")
        assert (refused["reason"], refused["retry"]) == ("unavailable", True)
        assert "not sent" in refused["text"]
        dialogue.is_down = False
        await visitor.say("m1", "hello")
        answered = await visitor.until("replies", "m1")
    assert answered["seq"] > refused["seq"]


async def test_an_over_long_message_is_refused_at_once(desk: Gateway, dialogue: Scripted) -> None:
    async with widget(desk) as socket:
        visitor = Widget(socket)
        await visitor.hello()
        await visitor.say("m1", "a" * 2001)
        refused = await visitor.until("refused", "m1")
    assert (refused["reason"], refused["retry"]) == ("too_long", False)
    assert dialogue.heard == []


async def test_two_thousand_characters_pass_however_they_are_written(desk: Gateway) -> None:
    async with widget(desk) as socket:
        visitor = Widget(socket)
        await visitor.hello()
        await visitor.say("m1", "🙂" * 2000)
        await visitor.until("replies", "m1")
    assert desk.dialogue.texts == ["🙂" * 2000]


async def test_an_oversize_frame_closes_the_socket(desk: Gateway) -> None:
    async with widget(desk) as socket:
        visitor = Widget(socket)
        await visitor.hello()
        await visitor.say("m1", "a" * 40_000)
        with pytest.raises(ConnectionClosed) as closed:
            await visitor.until("replies")
    assert closed.value.code == 1009


async def test_too_many_messages_are_refused_without_reaching_the_dialogue(
    open_gateway: Callable[..., Gateway], dialogue: Scripted
) -> None:
    desk = open_gateway(visitor_rate="3/minute")
    async with widget(desk) as socket:
        visitor = Widget(socket)
        await visitor.hello()
        for number in range(5):
            await visitor.say(f"m{number}", "bonjour")
        refused = [await visitor.until("refused") for _ in range(2)]
        await visitor.silence()
    assert {frame["reason"] for frame in refused} == {"too_many"}
    assert len(dialogue.heard) == 3


async def test_an_address_has_a_limit_over_all_its_conversations(
    open_gateway: Callable[..., Gateway], dialogue: Scripted
) -> None:
    desk = open_gateway(address_rate="6/minute")
    for _ in range(3):
        async with widget(desk) as socket:
            visitor = Widget(socket)
            await visitor.hello()
            await visitor.say("m1", "bonjour")
            await visitor.until("replies")
    async with widget(desk) as socket:
        await Widget(socket).send(type="hello")
        assert json.loads(await socket.recv())["reason"] == "too_many"
    assert len(dialogue.heard) == 3


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1", "x"])
async def test_a_foreign_page_cannot_connect(desk: Gateway, origin: str) -> None:
    with pytest.raises(InvalidStatusCode) as refused:
        async with widget(desk, origin=origin):
            pass
    assert refused.value.status_code == 403


async def test_our_own_page_and_listed_ones_may_connect(
    open_gateway: Callable[..., Gateway],
) -> None:
    desk = open_gateway(origins="https://www.ormea.example, https://shop.example")
    for origin in (desk.url, "https://www.ormea.example", "https://shop.example"):
        async with widget(desk, origin=origin) as socket:
            await Widget(socket).hello()
    with pytest.raises(InvalidStatusCode):
        async with widget(desk, origin="https://www.ormea.example.evil.example"):
            pass


async def test_a_forged_token_opens_a_new_conversation(desk: Gateway) -> None:
    async with widget(desk) as socket:
        mine = await Widget(socket).hello()
    for token in (mine["token"][:-2] + "xx", mine["conversation"], "", "a.b.c"):
        async with widget(desk) as socket:
            other = await Widget(socket).hello(token=token)
        assert other["conversation"] != mine["conversation"]


async def test_a_new_conversation_leaves_the_old_one(desk: Gateway) -> None:
    async with widget(desk) as socket:
        visitor = Widget(socket)
        first = await visitor.hello()
        await visitor.say("m1", "bonjour")
        await visitor.until("replies")
        await visitor.send(type="new")
        second = await visitor.until("welcome")
        await visitor.say("m1", "bonjour")
        assert (await visitor.until("said"))["seq"] == 1
    assert first["conversation"] != second["conversation"]
    assert second["history"] == []


async def test_a_pressed_button_is_an_intent_and_a_forged_one_is_refused(
    desk: Gateway, dialogue: Scripted
) -> None:
    async with widget(desk) as socket:
        visitor = Widget(socket)
        await visitor.hello()
        await visitor.say("m1", "/restart")
        payload = (await visitor.until("replies"))["replies"][0]["buttons"][0]["payload"]
        await visitor.send(type="press", id="m2", payload=payload, title="Oui")
        await visitor.until("replies", "m2")
        await visitor.send(type="press", id="m3", payload="/restart~0123456789abcdef", title="Oui")
        assert (await visitor.until("refused", "m3"))["reason"] == "stale_button"
    typed, pressed = dialogue.heard
    assert (typed.text, typed.metadata) == ("/restart", {})
    assert (pressed.text, pressed.metadata) == ("Oui", {"payload": "/affirm"})


async def test_a_button_of_another_conversation_is_refused(desk: Gateway) -> None:
    async with widget(desk) as mine, widget(desk) as theirs:
        first, second = Widget(mine), Widget(theirs)
        await first.hello()
        await second.hello()
        await first.say("m1", "bonjour")
        payload = (await first.until("replies"))["replies"][0]["buttons"][0]["payload"]
        await second.send(type="press", id="m1", payload=payload)
        assert (await second.until("refused"))["reason"] == "stale_button"


async def test_the_callback_form_becomes_a_request(
    open_gateway: Callable[..., Gateway], dialogue: Scripted
) -> None:
    desk = open_gateway(now="2026-11-23T10:00:00")
    values = {"phone": "06 39 98 12 34", "date": "2026-11-24", "time": "11:00", "reason": "facture"}
    async with widget(desk) as socket:
        visitor = Widget(socket)
        await visitor.hello()
        await visitor.send(type="form", id="m1", form="callback", values=values)
        await visitor.until("replies")
        for wrong in ({"phone": "12"}, {"date": "hier"}, {"date": "2026-11-22"}, {"x": "y"}):
            await visitor.send(type="form", id="m2", form="callback", values={**values, **wrong})
            assert (await visitor.until("refused"))["reason"] in ("phone", "start", "form")
    assert len(dialogue.heard) == 1
    intent, _, slots = dialogue.heard[0].metadata["payload"].partition("{")
    assert intent == "/request_callback"
    assert json.loads("{" + slots) == {
        "phone": "0639981234",
        "callback_start": "2026-11-24T11:00:00+01:00",
        "callback_reason": "facture",
    }


@pytest.mark.parametrize(
    "frame",
    [
        "",
        "{",
        "[]",
        '{"type": "x"}',
        '{"type": "say"}',
        '{"type": "say", "id": "m1", "text": 1}',
        '{"type": "say", "id": "m 1", "text": "a"}',
        '{"type": "hello", "after": -1}',
    ],
)
async def test_a_frame_that_cannot_be_read_harms_nothing(desk: Gateway, frame: str) -> None:
    async with widget(desk) as socket:
        visitor = Widget(socket)
        await socket.send(frame)
        assert (await visitor.next())["reason"] == "bad_frame"
        await visitor.hello()
        await visitor.say("m1", "bonjour")
        await visitor.until("replies")


async def test_nobody_speaks_before_hello(desk: Gateway, dialogue: Scripted) -> None:
    async with widget(desk) as socket:
        visitor = Widget(socket)
        await visitor.say("m1", "bonjour")
        assert (await visitor.next())["reason"] == "hello_first"
    assert dialogue.heard == []
