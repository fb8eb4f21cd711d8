"""How long a caller waits for an answer, how fast the desk falls silent, how many calls it holds.

    python -m benchmarks.voice [--json] [--rounds N]

Callers speak with packaged voices over real AudioSocket lines, at 8 kHz unless 16 are named. The
peer of `voice_peer` is measured in the same rounds. No words bridge a wait here: the first sound
is the answer's own, and a turn that was not heard counts as such, not as answered.
"""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from benchmarks.running import logs_aside, running
from benchmarks.sides import our_desk
from benchmarks.telephone import Telephone, telephone
from benchmarks.voice_callers import booking, interruption, loaded, pause, questions
from benchmarks.voice_findings import figures
from benchmarks.voice_losses import losses
from benchmarks.voice_peer import Sequential
from benchmarks.voice_report import picture, table
from benchmarks.voice_said import BROKEN, INTERRUPTERS, LOADS, PAUSES, RATES
from benchmarks.voice_turns import Found
from bot.settings import settings
from connectors.voice.choosing import choices

A_TUESDAY = "2026-11-24T10:00:00+01:00"  # tomorrow is a day when people are called
SECRET = "a-secret-for-the-benchmarks-of-32-chars"


def main(
    rounds: Annotated[int, typer.Option(help="how often everything is asked")] = 3,
    as_json: Annotated[bool, typer.Option("--json", help="for programs")] = False,
) -> None:
    """Measure turns, interruptions, false endings and capacity."""
    found = figures(asyncio.run(measure(rounds)))
    path = settings().data_dir / "reports" / "voice.png"
    picture(found, path)
    shown = found | {"picture": str(path)}
    print(json.dumps(shown, indent=2) if as_json else f"{table(found)}\npicture: {path}")


async def measure(rounds: int) -> Found:
    with tempfile.TemporaryDirectory() as folder:
        made = our_desk(Path(folder))
        desk = replace(made, settings={**made.settings, "GUICHET_NOW": A_TUESDAY})
        with running(desk):
            async with telephone(desk.url, SECRET) as phone:
                return await _measured(phone, rounds)


async def _measured(phone: Telephone, rounds: int) -> Found:
    found = Found({one.language: one.engine for one in choices()}, rounds)
    peer = Sequential(phone)
    for number in range(1, rounds + 1):
        _tell(f"round {number} of {rounds}: questions")
        await questions(phone, peer, found)
        _tell("a booking")
        await booking(phone, found)
        _tell("interruptions")
        for interrupter in INTERRUPTERS:
            for rate in RATES:
                await interruption(phone, interrupter, rate, found)
        _tell("pauses")
        for broken in BROKEN:
            found.pauses += [await pause(phone, broken, seconds) for seconds in PAUSES]
    _tell("recognisers that are killed, and that hang")
    found.losses = await losses(phone, rounds)
    _tell(f"{', '.join(map(str, LOADS))} callers at once")
    found.loads = {callers: await loaded(phone, callers) for callers in LOADS}
    return found


def _tell(what: str) -> None:
    """A call takes as long as a call: half an hour of them should not pass in silence."""
    print(f"{what} …", file=sys.stderr, flush=True)


if __name__ == "__main__":
    logs_aside()
    typer.run(main)
