"""The log of conversations, when the database or the gateway fails half-way."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from bot import database, logs
from bot.conversation import Message, Reply
from bot.settings import settings
from connectors.conversations import MessageLog
from connectors.records import Kind, Status
from tests.connectors.desk_life import Gateway, Scripted, Widget, widget

PATH = "/webhooks/rest/webhook"


@pytest.fixture()
def log(house: pytest.MonkeyPatch) -> MessageLog:
    database.migrate()
    return MessageLog(database.engine())


def message(id: str = "m1", text: str = "bonjour") -> Message:
    return Message("web-1", text, "web", "fr", id)


def test_the_same_message_is_written_once_and_its_answer_kept(log: MessageLog) -> None:
    assert log.open(message()).is_new
    assert not log.open(message()).is_new
    kept = log.answer(message(), (Reply("un", custom={"a": 1}),))
    assert log.answer(message(), (Reply("autre"),)) == log.open(message()) == kept
    assert kept.replies == (Reply("un", custom={"a": 1}),)


def test_places_only_go_up_even_when_a_refused_message_is_sent_again(log: MessageLog) -> None:
    log.open(message())
    refused = log.refuse(message(), "unavailable")
    assert log.open(message()).status is Status.PENDING
    answered = log.answer(message(), (Reply("oui"),))
    assert (refused.answer_seq, answered.answer_seq) == (2, 3)
    assert [event.kind for event in log.history("web-1", after=2)] == [Kind.REPLIES]


def test_what_is_stored_has_no_phone_number(log: MessageLog) -> None:
    log.open(message(text="rappelez le 06 39 98 12 34"))
    assert "39 98" not in log.history("web-1")[0].text


def test_the_newest_part_of_a_long_conversation_is_read(log: MessageLog) -> None:
    for number in range(30):
        log.open(message(f"m{number}"))
        log.answer(message(f"m{number}"), (Reply(str(number)),))
    history = log.history("web-1", limit=5)
    assert [event.seq for event in history] == list(range(51, 61))


@pytest.mark.asyncio
async def test_a_message_that_a_crash_left_open_is_asked_again(
    desk: Gateway, dialogue: Scripted
) -> None:
    MessageLog(database.engine()).open(Message("anna", "bonjour", "rest", "", "m1"))
    async with httpx.AsyncClient(base_url=desk.url, headers=desk.bearer) as http:
        body = {"sender": "anna", "message": "bonjour", "message_id": "m1"}
        assert (await http.post(PATH, json=body)).json()[0]["text"] == "1. bonjour"
    assert [heard.id for heard in dialogue.heard] == ["m1"]


@pytest.mark.asyncio
async def test_a_restarted_gateway_remembers_the_answer(
    open_gateway: Callable[..., Gateway], dialogue: Scripted
) -> None:
    body = {"sender": "anna", "message": "bonjour", "message_id": "m1"}
    answers = []
    for desk in (open_gateway(), open_gateway()):
        async with httpx.AsyncClient(base_url=desk.url, headers=desk.bearer) as http:
            answers.append((await http.post(PATH, json=body)).text)
    assert answers[0] == answers[1]
    assert len(dialogue.heard) == 1


@pytest.mark.asyncio
async def test_a_message_is_refused_while_the_database_is_locked(
    desk: Gateway, dialogue: Scripted
) -> None:
    async with widget(desk) as socket:
        visitor = Widget(socket)
        await visitor.hello(language="en")
        with sqlite3.connect(settings().data_dir / "guichet.db", isolation_level=None) as other:
            other.execute("BEGIN EXCLUSIVE")
            await visitor.say("m1", "hello")
            refused = await visitor.until("refused", "m1")
            assert (refused["reason"], refused["retry"]) == ("storage", True)
            other.execute("ROLLBACK")
        await asyncio.sleep(0.2)
        assert dialogue.heard == []
        await visitor.say("m1", "hello")
        await visitor.until("replies", "m1")
    assert len(dialogue.heard) == 1


@pytest.mark.asyncio
async def test_an_answer_survives_a_database_that_was_gone_for_a_moment(
    open_gateway: Callable[..., Gateway], dialogue: Scripted
) -> None:
    desk = open_gateway(answer_timeout="0.5")
    dialogue.seconds = 0.3
    async with widget(desk) as socket:
        visitor = Widget(socket)
        await visitor.hello()
        await visitor.say("m1", "bonjour")
        await visitor.until("typing")
        with sqlite3.connect(settings().data_dir / "guichet.db", isolation_level=None) as other:
            other.execute("BEGIN EXCLUSIVE")
            await visitor.until("waiting", "m1")
            other.execute("ROLLBACK")
        assert (await visitor.until("replies", "m1"))["replies"][0]["text"] == "1. bonjour"
    assert len(dialogue.heard) == 1


def test_logs_are_json_lines_without_anyones_data(house: pytest.MonkeyPatch) -> None:
    handlers, level = logging.getLogger().handlers[:], logging.getLogger().level
    try:
        logs.configure("test")
        try:
            raise ValueError("06 39 98 12 34")
        except ValueError:
            logging.getLogger("uvicorn.error").exception("it failed")
        text = Path(settings().data_dir / "logs" / "test.log").read_text("utf-8")
    finally:
        logging.getLogger().handlers[:] = handlers
        logging.getLogger().setLevel(level)
    assert '"event": "it failed"' in text
    assert '"error": "ValueError"' in text
    assert "39 98" not in text
