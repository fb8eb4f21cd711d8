"""Whose words come next: the desk waits while a caller speaks, and drops what is out of date."""

from __future__ import annotations

import asyncio

from connectors.voice.listening import Listening
from connectors.voice.speech import Utterance

PATIENCE = 12.0  # seconds: who speaks for longer may be a television


class Turns:
    """Counts what callers have said and pressed; `pending` utterances are not understood yet."""

    def __init__(self, listening: Listening) -> None:
        self._listening = listening
        self._pending: set[Utterance] = set()
        self.number, self.are_over = 0, False

    @property
    def are_callers(self) -> bool:
        """Whether the caller speaks, or has just spoken, and nobody knows yet what."""
        return self._listening.is_hearing or bool(self._pending)

    def expect(self, utterance: Utterance) -> None:
        """It has ended, and will be understood."""
        self._pending.add(utterance)

    def understood(self, utterance: Utterance) -> None:
        """Whatever it was: words, noise, or a failure."""
        self._pending.discard(utterance)
        self._listening.changed.set()

    def taken(self) -> int:
        """The caller has said or pressed something: what was to be said before is out of date."""
        self.number += 1
        return self.number

    def end(self) -> None:
        """Only a goodbye is said from here on."""
        self.are_over = True
        self._listening.changed.set()

    def close(self) -> None:
        """No recogniser is left with work for nobody."""
        for utterance in self._pending:
            utterance.cancel()

    async def wait(self, patience: float) -> float:
        """Until the caller is silent, or no patience (in seconds) is left; what is left."""
        clock = asyncio.get_running_loop().time
        until = clock() + patience
        while self.are_callers and not self.are_over and clock() < until:
            self._listening.changed.clear()
            waiting = asyncio.wait_for(self._listening.changed.wait(), until - clock())
            try:
                await waiting
            except asyncio.TimeoutError:
                break
        return max(0.0, until - clock())


class Permit:
    """To say what answers one turn, once the caller is silent, if no newer turn has been taken."""

    def __init__(self, turns: Turns, number: int) -> None:
        self._turns, self._number, self._patience = turns, number, PATIENCE

    async def __call__(self) -> bool:
        self._patience = await self._turns.wait(self._patience)
        return self._number == self._turns.number and not self._turns.are_over
