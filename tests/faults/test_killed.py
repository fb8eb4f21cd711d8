"""The dialogue process dies while somebody waits for its answer."""

from __future__ import annotations

import time

import pytest

from tests.conftest import Desk
from tests.connectors.desk_life import Widget
from tests.faults.house import (
    Person,
    frozen,
    kept,
    kill,
    names,
    refused,
    send,
    settled,
    socket,
    unwritable,
    wait_for_the_end_of,
    worker,
)

pytestmark = pytest.mark.desk


def test_a_worker_killed_after_the_booking_and_before_the_answer_books_once(
    desk: Desk, person: Person
) -> None:
    person.asks(desk)
    with unwritable(desk, "conversations"):
        answer = send(desk, person.sender, "oui", "yes-1")
        assert kept(answer)
        assert len(person.callbacks(desk)) == 1
        kill(worker(desk))
    said = settled(desk, person.sender, "oui", "yes-1")
    assert "utter_callback_booked" in names(said)
    assert settled(desk, person.sender, "oui", "yes-1") == said
    (booked,) = person.callbacks(desk)
    assert booked["ref"] == said[0]["custom"]["callback"]


async def test_a_widget_whose_worker_dies_reads_a_sentence_and_then_the_answer(
    desk: Desk,
) -> None:
    async with socket(desk) as opened:
        widget, old = Widget(opened), worker(desk)
        welcome = await widget.hello(language="fr")
        with unwritable(desk, "conversations", f"NEW.sender = '{welcome['conversation']}'"):
            await widget.say("m1", "bonjour")
            waiting = await widget.until("waiting", "m1")
            assert waiting["text"].endswith(".")
            kill(old)
        replies = await widget.until("replies", "m1", seconds=90)
        assert "utter_greet" in names(replies["replies"])
        assert not [frame for frame in await widget.silence() if frame["type"] == "replies"]
    assert worker(desk) != old


async def test_a_worker_that_hangs_holds_nobody_without_a_word(desk: Desk) -> None:
    with frozen(worker(desk)):
        async with socket(desk) as opened:
            widget = Widget(opened)
            await widget.hello(language="fr")
            await widget.say("m1", "bonjour")
            await widget.until("waiting", "m1")


def test_without_any_dialogue_process_the_message_is_refused_and_may_be_sent_again(
    desk: Desk, person: Person
) -> None:
    person.asks(desk)
    desk.stop("dialogue", kill=True)
    answer = send(desk, person.sender, "oui", "yes-1")
    assert refused(answer) == "unavailable"
    assert person.callbacks(desk) == []
    desk.start("dialogue")
    desk.wait_ready()
    assert "utter_callback_booked" in names(settled(desk, person.sender, "oui", "yes-1"))
    assert len(person.callbacks(desk)) == 1


def test_a_worker_that_lost_its_parent_frees_the_port(desk: Desk) -> None:
    orphan, parent = worker(desk), desk.processes.pop("dialogue")
    kill(parent.pid)
    parent.wait()
    wait_for_the_end_of(orphan)
    desk.start("dialogue")
    assert worker(desk) != orphan
    time.sleep(1.5)  # readiness is remembered for a second
    desk.wait_ready()
