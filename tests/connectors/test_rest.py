"""The REST channel, as a company's server uses it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.actions.crm.unreliable import UnreliableCrm
from tests.connectors.desk_life import Gateway, Scripted

pytestmark = pytest.mark.asyncio
PATH = "/webhooks/rest/webhook"


def client(desk: Gateway, **options: Any) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=desk.url, headers=desk.bearer, trust_env=False, **options)


def body(message: str = "bonjour", **fields: Any) -> dict[str, Any]:
    return {"sender": "anna", "message": message, **fields}


async def test_a_reply_has_the_shape_of_rasas_rest_channel(desk: Gateway) -> None:
    async with client(desk) as http:
        replies = (await http.post(PATH, json=body())).json()
        assert (await http.get("/webhooks/rest/")).json() == {"status": "ok"}
    assert replies[0]["recipient_id"] == "anna"
    assert replies[0]["text"] == "1. bonjour"
    assert replies[0]["buttons"][1] == {"title": "Site", "payload": "https://www.ormea.example"}


async def test_the_caller_needs_the_token(desk: Gateway, dialogue: Scripted) -> None:
    async with client(desk) as http:
        for header in ("", "Bearer", "Bearer wrong", "Basic abc", "Bearer é"):
            answer = await http.post(
                PATH, json=body(), headers={"Authorization": header.encode("latin-1")}
            )
            assert answer.status_code == 401
            assert answer.headers["WWW-Authenticate"] == "Bearer"
            assert answer.json()["reason"] == "unauthorised"
    assert dialogue.heard == []


async def test_the_same_id_eight_times_at_once_is_answered_once(
    desk: Gateway, dialogue: Scripted
) -> None:
    dialogue.seconds = 0.2
    async with client(desk) as http:
        sent = [http.post(PATH, json=body(message_id="m1")) for _ in range(8)]
        answers = {response.text for response in await asyncio.gather(*sent)}
        answers.add((await http.post(PATH, json=body(message_id="m1"))).text)
    assert len(answers) == 1
    assert len(dialogue.heard) == 1


async def test_the_same_id_in_another_conversation_is_another_message(
    desk: Gateway, dialogue: Scripted
) -> None:
    async with client(desk) as http:
        await http.post(PATH, json=body(message_id="m1"))
        await http.post(PATH, json={**body(message_id="m1"), "sender": "paul"})
    assert len(dialogue.heard) == 2


async def test_messages_of_a_conversation_are_answered_in_order(
    desk: Gateway, dialogue: Scripted
) -> None:
    dialogue.seconds = 0.05
    async with client(desk) as http:
        sent = []
        for number in range(8):
            sent.append(asyncio.create_task(http.post(PATH, json=body(f"n{number}"))))
            await asyncio.sleep(0.02)
        texts = [(await answer).json()[0]["text"] for answer in sent]
    assert texts == [f"{number + 1}. n{number}" for number in range(8)]


async def test_conversations_do_not_wait_for_each_other(desk: Gateway, dialogue: Scripted) -> None:
    dialogue.seconds = 0.5
    async with client(desk) as http:
        sent = [http.post(PATH, json={**body(), "sender": f"s{n}"}) for n in range(6)]
        await asyncio.gather(*sent)
    assert dialogue.most_at_once > 1


@pytest.mark.parametrize(
    ("request_body", "content_type", "status", "reason"),
    [
        (b"sender=anna", "application/x-www-form-urlencoded", 415, "not_json"),
        (b"{}", "application/json", 422, "invalid"),
        (b"{", "application/json", 422, "invalid"),
        (b'{"sender": ""}', "application/json", 422, "invalid"),
        (b'{"sender": true, "message": "a"}', "application/json", 422, "invalid"),
        (b'{"sender": "a\\u0000b"}', "application/json", 422, "invalid"),
        (b'{"sender": "a", "message": "\\ud800"}', "application/json", 422, "invalid"),
        (b'{"sender": "a", "message": {"a": 1}}', "application/json", 422, "invalid"),
        (b'{"sender": "a", "metadata": []}', "application/json", 422, "invalid"),
        (b'"' + b"a" * 70_000 + b'"', "application/json", 413, "too_large"),
    ],
)
async def test_what_cannot_be_read_is_refused_with_a_reason(
    desk: Gateway, request_body: bytes, content_type: str, status: int, reason: str
) -> None:
    async with client(desk) as http:
        answer = await http.post(PATH, content=request_body, headers={"Content-Type": content_type})
    assert (answer.status_code, answer.json()["reason"]) == (status, reason)
    assert desk.dialogue.heard == []


async def test_a_body_without_an_announced_length_is_still_limited(
    open_gateway: Callable[..., Gateway],
) -> None:
    desk = open_gateway({"crm": UnreliableCrm(None)})

    async def endless() -> Any:
        for _ in range(200):
            yield b" " * 1000

    async with client(desk) as http:
        for path in (PATH, "/api/crm/cases"):
            headers = {"Content-Type": "application/json"}
            answer = await http.post(path, content=endless(), headers=headers)
            assert (answer.status_code, answer.json()["reason"]) == (413, "too_large")


async def test_two_thousand_characters_pass_and_one_more_does_not(desk: Gateway) -> None:
    async with client(desk) as http:
        assert (await http.post(PATH, json=body("é" * 2000))).status_code == 200
        refused = await http.post(PATH, json=body("é" * 2001))
    assert (refused.status_code, refused.json()["reason"]) == (422, "too_long")
    assert len(desk.dialogue.heard) == 1


@pytest.mark.parametrize(("language", "most"), [("fr", "3\u00a0000 caract"), ("en", "3,000 char")])
async def test_whoever_writes_too_much_reads_how_much_is_allowed(
    open_gateway: Callable[..., Gateway], language: str, most: str
) -> None:
    desk = open_gateway(max_text="3000")
    async with client(desk) as http:
        refused = await http.post(PATH, json=body("a" * 3001, metadata={"language": language}))
    assert most in refused.json()["detail"]


async def test_the_language_of_an_endless_text_is_read_from_its_beginning(
    open_gateway: Callable[..., Gateway],
) -> None:
    guessed: list[str] = []

    def guess(text: str, default: str) -> str:
        guessed.append(text)
        return default

    desk = open_gateway({"guess": guess})
    async with client(desk) as http:
        await http.post(PATH, json=body("a" * 60_000))
    assert [len(text) for text in guessed] == [200]


async def test_a_slow_answer_is_promised_then_given_for_the_same_id(
    open_gateway: Callable[..., Gateway], dialogue: Scripted
) -> None:
    desk = open_gateway(answer_timeout="0.3")
    dialogue.seconds = 1.0
    async with client(desk) as http:
        kept = (await http.post(PATH, json=body(message_id="m1"))).json()
        assert dialogue.answered == 0
        assert kept[0]["custom"] == {"pending": {"message_id": "m1"}}
        assert "gardé" in kept[0]["text"]
        await asyncio.sleep(1.0)
        assert (await http.post(PATH, json=body(message_id="m1"))).json()[0]["text"] == "1. bonjour"
    assert len(dialogue.heard) == 1


@pytest.mark.parametrize("fault", ["is_down", "is_broken"])
async def test_without_a_dialogue_the_message_is_clearly_refused_and_may_be_sent_again(
    desk: Gateway, dialogue: Scripted, fault: str
) -> None:
    setattr(dialogue, fault, True)
    async with client(desk) as http:
        english = body(message_id="m1", metadata={"language": "en"})
        refused = await http.post(PATH, json=english)
        assert refused.status_code == 503
        assert "not sent" in refused.json()[0]["text"]
        assert refused.json()[0]["custom"]["refused"] == {"reason": "unavailable", "retry": True}
        setattr(dialogue, fault, False)
        assert (await http.post(PATH, json=english)).json()[0]["text"] == "2. bonjour"


async def test_a_button_comes_back_as_its_intent_and_typed_intents_stay_text(
    desk: Gateway, dialogue: Scripted
) -> None:
    async with client(desk) as http:
        offered = (await http.post(PATH, json=body())).json()[0]["buttons"][0]["payload"]
        assert offered.startswith("/affirm~")
        await http.post(PATH, json=body(offered))
        for typed in (
            "/restart",
            "/affirm",
            "/affirm~aaaaaaaaaaaaaaaa",
            offered + "x",
            offered[:-1],
        ):
            await http.post(PATH, json=body(typed))
        await http.post(PATH, json={**body(offered), "sender": "paul"})
        await http.post(PATH, json=body("oui", metadata={"payload": "/restart"}))
    pressed, *typed_ones = dialogue.heard[1:]
    assert (pressed.text, pressed.metadata["payload"]) == ("", "/affirm")
    assert all("payload" not in message.metadata for message in typed_ones)


async def test_a_card_number_never_reaches_the_dialogue(desk: Gateway, dialogue: Scripted) -> None:
    async with client(desk) as http:
        await http.post(PATH, json=body("ma carte 4111 1111 1111 1111 est refusée"))
    assert "4111" not in dialogue.heard[0].text
    assert list(dialogue.heard[0].metadata["masked"]) == ["card"]


async def test_the_channel_may_be_voice_and_nothing_else_invented(
    desk: Gateway, dialogue: Scripted
) -> None:
    async with client(desk) as http:
        for channel in ("voice", "web", None):
            await http.post(PATH, json=body(input_channel=channel))
    assert [message.channel for message in dialogue.heard] == ["voice", "rest", "rest"]


async def test_bidi_and_control_characters_are_gone(desk: Gateway, dialogue: Scripted) -> None:
    async with client(desk) as http:
        await http.post(PATH, json=body("bon\u202ejour\u0007  \u200b a\u0301  tous\u2066"))
    assert dialogue.texts == ["bonjour á tous"]


async def test_a_calling_server_has_a_limit_too(open_gateway: Callable[..., Gateway]) -> None:
    desk = open_gateway(caller_rate="5/minute")
    async with client(desk) as http:
        statuses = [(await http.post(PATH, json=body())).status_code for _ in range(7)]
    assert statuses == [200] * 5 + [429] * 2
