"""Recognisers live in processes of their own: one that fails takes only its own utterances along."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path

import pytest

from connectors.voice.ears import LONGEST
from connectors.voice.pool import Pool
from connectors.voice.processes import EngineHome
from connectors.voice.speech import EarsFailed
from tests.connectors.voice.ears_life import OBEDIENT, obedient_ears, until


async def test_what_was_fed_comes_back_as_text() -> None:
    async with obedient_ears() as (ears, _):
        utterance = ears.utterance("fr")
        utterance.feed(b"bonjour")
        utterance.feed(b"monde")
        found = await utterance.finish()
    assert (found.text, found.language) == ("bonjour monde", "fr")


async def test_the_words_so_far_are_there_before_the_end() -> None:
    async with obedient_ears() as (ears, _):
        utterance = ears.utterance("fr")
        utterance.feed(b"je")
        await until(lambda: utterance.partial == "je")
        utterance.feed(b"voudrais")
        await until(lambda: utterance.partial == "je voudrais")


async def test_many_utterances_share_a_worker_and_stay_apart() -> None:
    async with obedient_ears() as (ears, _):
        utterances = [ears.utterance("fr") for _ in range(30)]
        for word in ("un", "deux", "trois"):
            for number, utterance in enumerate(utterances):
                utterance.feed(f"{word}{number}".encode())
        found = await asyncio.gather(*(utterance.finish() for utterance in utterances))
    assert [one.text for one in found] == [f"un{n} deux{n} trois{n}" for n in range(30)]


async def test_utterances_are_spread_over_the_workers() -> None:
    async with obedient_ears(size=2) as (ears, pool):
        for _ in range(4):
            ears.utterance("fr")
        assert [len(worker.listeners) for worker in pool.working] == [2, 2]


@pytest.mark.parametrize(
    ("order", "reason"),
    [("crash", "crashed"), ("stall", "stalled"), ("spin", "stalled"), ("freeze", "stalled"), ("grow", "too_large")],
)
async def test_a_worker_that_fails_is_replaced_and_its_utterance_is_lost(order: str, reason: str) -> None:
    async with obedient_ears() as (ears, pool):
        reserve = pool.reserve
        lost = ears.utterance("fr")
        lost.feed(order.encode())
        with pytest.raises(EarsFailed, match=reason):
            await lost.finish()
        assert pool.working == (reserve,) and reserve is not None and reserve.loaded
        next_one = ears.utterance("fr")
        next_one.feed(b"encore")
        assert (await next_one.finish()).text == "encore"
        assert ears.losses == {reason: 1}
        await until(lambda: pool.reserve is not None and pool.reserve.loaded)


async def test_other_workers_go_on_while_one_is_lost() -> None:
    async with obedient_ears(size=2) as (ears, _):
        lost, kept = ears.utterance("fr"), ears.utterance("en")
        kept.feed(b"good")
        lost.feed(b"crash")
        with pytest.raises(EarsFailed):
            await lost.finish()
        kept.feed(b"morning")
        assert (await kept.finish()).text == "good morning"


async def test_an_utterance_that_fails_takes_no_other_along() -> None:
    async with obedient_ears() as (ears, pool):
        lost, kept = ears.utterance("fr"), ears.utterance("fr")
        kept.feed(b"oui")
        lost.feed(b"fail")
        with pytest.raises(EarsFailed, match="ValueError"):
            await lost.finish()
        assert (await kept.finish()).text == "oui"
        assert not pool.losses


async def test_two_hundred_kills_in_the_middle_of_an_utterance_leave_the_ears_open() -> None:
    async with obedient_ears() as (ears, pool):
        for number in range(200):
            utterance = ears.utterance("fr")
            utterance.feed(b"je")
            await until(lambda: utterance.partial == "je")  # noqa: B023
            os.kill(pool.working[0].pid, signal.SIGKILL)
            utterance.feed(b"parle")
            with pytest.raises(EarsFailed):
                await utterance.finish()
            after = ears.utterance("fr")
            after.feed(b"encore")
            assert (await after.finish()).text == "encore", f"after kill {number}"
        assert ears.losses == {"crashed": 200}


async def test_a_lost_utterance_that_is_cancelled_troubles_nobody() -> None:
    async with obedient_ears() as (ears, pool):
        utterance = ears.utterance("fr")
        utterance.feed(b"je")
        utterance.cancel()
        utterance.feed(b"parle")
        utterance.settle()
        assert pool.working[0].listeners == {}
        after = ears.utterance("fr")
        after.feed(b"encore")
        assert (await after.finish()).text == "encore"


async def test_a_pause_begins_the_work_and_more_sound_makes_it_void(tmp_path: Path) -> None:
    journal = tmp_path / "settled"
    async with obedient_ears(journal=str(journal)) as (ears, _):
        utterance = ears.utterance("fr")
        utterance.feed(b"je")
        utterance.settle()
        await until(lambda: journal.exists() and journal.read_text() == "je\n")
        utterance.feed(b"parle")
        assert (await utterance.finish()).text == "je parle"


async def test_a_very_long_utterance_is_heard_up_to_a_limit_and_memory_stays_flat() -> None:
    second = b"\0" * 32_000
    async with obedient_ears(memory=200_000_000) as (ears, _):
        utterance = ears.utterance("fr")
        for _ in range(3600):
            utterance.feed(second)
        utterance.feed(b"late")
        assert (await utterance.finish()).text == ""
        assert not ears.losses
    assert LONGEST <= 60


async def test_an_engine_that_cannot_be_loaded_is_said_at_once() -> None:
    with pytest.raises(EarsFailed, match="cannot be loaded"):
        async with obedient_ears(journal="broken"):
            pass


async def test_no_process_is_left_when_the_ears_are_closed() -> None:
    async with obedient_ears(size=2) as (_, pool):
        everyone = [worker.pid for worker in (*pool.working, pool.reserve) if worker]
    assert len(everyone) == 3
    for pid in everyone:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


async def test_a_worker_ends_when_its_parent_has_gone(tmp_path: Path) -> None:
    pool = Pool("obedient", EngineHome(OBEDIENT, ""), 1)
    pool.begin()
    await pool.ready()
    worker = pool.working[0]
    process = worker._process
    assert process is not None and process.stdin is not None
    process.stdin.close()
    assert await asyncio.wait_for(process.wait(), 20) == 0
    await pool.close()
