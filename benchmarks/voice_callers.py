"""What callers do in the voice benchmark: they ask, book, interrupt, pause and all talk at once."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from time import perf_counter

from benchmarks.hearing import (
    SECOND,
    Silent,
    spoken_by,
    until_quiet,
    until_sound,
    until_spoken,
)
from benchmarks.telephone import Telephone, caller, ears_cpu
from benchmarks.voice_peer import Sequential
from benchmarks.voice_said import BOOKING, LONG_ANSWER, QUESTIONS, Broken, Interrupter
from benchmarks.voice_turns import Found, Pause, Turn
from tests.connectors.voice.peers.asterisk import AudioSocketLeg

TALKED = 1.5  # seconds of an answer before somebody speaks over it


async def questions(phone: Telephone, peer: Sequential, found: Found) -> None:
    """Every question in a call of its own, ours and then the peer's."""
    spoken = cpu = 0.0
    for language, text in QUESTIONS:
        pcm = await phone.speech(text, language)
        before = ears_cpu()
        turn = await _asked(phone, pcm, language)
        cpu, spoken = cpu + ears_cpu() - before, spoken + len(pcm) / SECOND
        theirs = await peer.answered(pcm, language)
        if turn is None:
            found.unheard += 1
        else:
            found.turns.append(turn)
            found.pairs.append((turn.beyond, theirs))
    found.ears_cpu = cpu / spoken


async def _asked(phone: Telephone, pcm: bytes, language: str) -> Turn | None:
    async with caller(phone, language) as leg:
        return await _turn(phone, leg, pcm)


async def _turn(
    phone: Telephone, leg: AudioSocketLeg, pcm: bytes, with_crm: bool = False
) -> Turn | None:
    """None when the desk was not asked, and said at most that it did not hear."""
    asked, noted, began = phone.asked(leg), len(phone.notes), perf_counter()
    await leg.play(pcm)
    said, size = perf_counter(), len(leg.heard)
    try:
        first = await until_sound(leg, size)
    except Silent:
        return None
    if phone.asked(leg) == asked:
        return None
    notes = {note.name: note for note in phone.notes[noted:]}
    return Turn(began, said, first, notes["silence"].value, notes, with_crm)


async def booking(phone: Telephone, found: Found) -> None:
    """A callback is booked; the first whole call is the one that is drawn.

    A step after which the desk is not where it should be was not understood: it counts as
    unheard, and ends the call.
    """
    call = []
    async with caller(phone, "fr") as leg:
        for step in BOOKING:
            pcm = await phone.speech(step.text, "fr")
            turn = await _turn(phone, leg, pcm, step.with_crm)
            if turn is None or step.leads_to not in phone.where(leg):
                found.unheard += 1
                return
            call.append((turn, await until_quiet(leg)))
            found.turns.append(turn)
    found.call = found.call or call


async def interruption(
    phone: Telephone, interrupter: Interrupter, rate: int, found: Found
) -> None:
    """From the first loud sample over an answer to the last of the desk's; if it was stopped."""
    language, text = LONG_ANSWER
    question = await phone.speech(text, language)
    voice = spoken_by(interrupter.text, interrupter.voice, interrupter.pitch)
    async with caller(phone, language, rate) as leg:
        await leg.play(question)
        with suppress(Silent):
            await until_spoken(leg, TALKED)
            flushed, began = phone.flushes, perf_counter()
            speaking = asyncio.create_task(leg.play(voice))
            fell_silent = await until_quiet(leg, 0.4)
            await speaking
            if phone.flushes > flushed:
                found.barge_ins.append(fell_silent - began)
                return
    found.not_interrupted += 1


async def pause(phone: Telephone, broken: Broken, seconds: float) -> Pause:
    """Whether a pause inside a sentence was taken for its end: then it was heard as two."""
    silence = bytes(int(seconds * SECOND) // 2 * 2)
    parts = [await phone.speech(part, broken.language) for part in (broken.before, broken.after)]
    async with caller(phone, broken.language) as leg:
        if broken.first:
            await leg.play(await phone.speech(broken.first, broken.language))
            await until_quiet(leg)
        noted = len(phone.notes)
        await leg.play(silence.join(parts))
        with suppress(Silent):
            await until_quiet(leg)
        ended = [note for note in phone.notes[noted:] if note.name in ("recognised", "ears_failed")]
    return Pause(broken.kind, seconds, len(ended) > 1)


async def loaded(phone: Telephone, callers: int) -> list[float | None]:
    """Everybody asks at once, twice, without a pause for thought: waits, None if not heard."""
    sounds = [(await phone.speech(text, language), language) for language, text in QUESTIONS]

    async def one(number: int) -> list[Turn | None]:
        return [await _asked(phone, *sounds[(number + turn) % len(sounds)]) for turn in (0, 1)]

    turns = [turn for found in await asyncio.gather(*map(one, range(callers))) for turn in found]
    return [None if turn is None else turn.beyond for turn in turns]
