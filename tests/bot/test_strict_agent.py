"""A turn in which an action broke fails as a whole, and the same message may be sent again."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import database
from bot.conversation import Message
from bot.model import current_model
from bot.rasa_agent import RasaAgent
from bot.settings import settings
from bot.strict_agent import ActionFailed
from tests.bot.breaking.greeting import BROKEN
from tests.conftest import PREPARED


@pytest.fixture(scope="module")
def agent(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RasaAgent]:
    before, data = dict(os.environ), tmp_path_factory.mktemp("strict")
    (data / "models").symlink_to(PREPARED / "models")
    os.environ["GUICHET_DATA_DIR"] = str(data)
    settings.cache_clear(), database.engine.cache_clear()
    database.migrate()
    made = RasaAgent(Path(current_model()), "tests.bot.breaking")
    yield made
    made.close()
    os.environ.clear(), os.environ.update(before)
    settings.cache_clear(), database.engine.cache_clear()


@pytest.fixture(autouse=True)
def mended() -> Iterator[None]:
    yield
    BROKEN.clear()


def hello(sender: str, id: str = "m1") -> Message:
    return Message(sender, "bonjour", "web", "fr", id, {})


@pytest.mark.parametrize("moment", ["before", "after"])
async def test_nothing_of_a_broken_turn_is_kept(agent: RasaAgent, moment: str) -> None:
    sender = f"broken-{moment}"
    BROKEN.append(moment)
    with pytest.raises(ActionFailed) as failed:
        await agent.answer(hello(sender))
    assert "0639980000" not in str(failed.value)
    assert await agent.agent.tracker_store.retrieve(sender) is None
    BROKEN.clear()
    said = await agent.answer(hello(sender))
    assert "utter_greet" in [str(one.custom.get("response")) for one in said]
    assert [one.text for one in await agent.answer(hello(sender))] == [one.text for one in said]


async def test_a_broken_turn_leaves_the_turns_before_it(agent: RasaAgent) -> None:
    await agent.answer(hello("later", "m1"))
    kept = len((await agent.agent.tracker_store.retrieve("later")).events)
    BROKEN.append("after")
    with pytest.raises(ActionFailed):
        await agent.answer(hello("later", "m2"))
    assert len((await agent.agent.tracker_store.retrieve("later")).events) == kept
