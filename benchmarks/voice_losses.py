"""How soon a recogniser that is lost in the middle of a sentence has a loaded one in its place."""

from __future__ import annotations

import asyncio
import os
import signal
from time import perf_counter

from benchmarks.telephone import Telephone, caller
from benchmarks.voice_said import QUESTIONS
from connectors.voice.pool import Pool
from connectors.voice.processes import WorkerProcess

LOST = {"killed": signal.SIGKILL, "hangs": signal.SIGSTOP}
BEGUN = 0.6  # seconds of a sentence before its recogniser is lost


async def losses(phone: Telephone, rounds: int) -> dict[str, list[float]]:
    """Seconds from the loss until the replacement takes sound, each with a caller who talks."""
    found: dict[str, list[float]] = {name: [] for name in LOST}
    for _ in range(rounds):
        for name, how in LOST.items():
            found[name].append(await _loss(phone, how))
    return found


async def _loss(phone: Telephone, how: signal.Signals) -> float:
    language, text = QUESTIONS[0]
    await asyncio.gather(*(pool.ready() for pool in phone.ears.pools))
    async with caller(phone, language) as leg:
        pcm = await phone.speech(text, language)
        talking = asyncio.create_task(leg.play(pcm))
        await asyncio.sleep(BEGUN)
        pool, victim = _listening(phone)
        began = perf_counter()
        os.kill(victim.pid, how)
        while victim in pool.working or not pool.worker().loaded:
            await asyncio.sleep(0.002)
        took = perf_counter() - began
        await talking
    return took


def _listening(phone: Telephone) -> tuple[Pool, WorkerProcess]:
    """The recogniser that hears somebody at this moment."""
    for pool in phone.ears.pools:
        for worker in pool.working:
            if worker.listeners:
                return pool, worker
    raise RuntimeError("no recogniser hears the caller")
