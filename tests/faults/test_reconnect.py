"""The visitor's connection drops, or the gateway restarts: nothing is lost, nothing comes twice."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import Desk
from tests.connectors.desk_life import Widget
from tests.faults.house import Person, frozen, names, socket, worker

pytestmark = pytest.mark.desk


def answered(frames: list[dict[str, Any]], id: str) -> list[dict[str, Any]]:
    return [frame for frame in frames if frame["type"] == "replies" and frame["for"] == id]


async def test_who_drops_in_the_middle_of_a_turn_gets_the_answer_once(desk: Desk) -> None:
    with frozen(worker(desk)):
        async with socket(desk) as opened:
            widget = Widget(opened)
            welcome = await widget.hello(language="fr")
            await widget.say("m1", "bonjour")
            said = await widget.until("said")
    async with socket(desk) as opened:
        widget = Widget(opened)
        back = await widget.hello(token=welcome["token"], after=said["seq"])
        seen = answered(back["history"], "m1")
        if not seen:
            seen = [await widget.until("replies", "m1", seconds=30)]
        assert len(seen) == 1 and not answered(await widget.silence(), "m1")
        assert "utter_greet" in names(seen[0]["replies"])
    async with socket(desk) as opened:
        again = await Widget(opened).hello(token=welcome["token"], after=seen[0]["seq"])
        assert again["history"] == [] and again["conversation"] == welcome["conversation"]


async def test_a_restarted_gateway_finds_the_conversation_where_it_was(
    desk: Desk, person: Person
) -> None:
    async with socket(desk) as opened:
        widget = Widget(opened)
        welcome = await widget.hello(language="fr")
        await widget.say("m1", person.request)
        before = await widget.until("replies", "m1", seconds=30)
    desk.stop("gateway", kill=True)
    desk.start("gateway")
    desk.wait_ready()
    async with socket(desk) as opened:
        widget = Widget(opened)
        back = await widget.hello(token=welcome["token"])
        assert answered(back["history"], "m1")[0]["replies"] == before["replies"]
        await widget.say("m2", "oui")
        after = await widget.until("replies", "m2", seconds=30)
    assert "utter_callback_booked" in names(after["replies"])
