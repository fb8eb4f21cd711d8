"""One call by AudioSocket: the PBX sends what it hears, and we keep the clock of what is said."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import suppress
from typing import Any, Literal

import structlog

from connectors.side_by_side import until_one_ends
from connectors.voice.announcements import Onward
from connectors.voice.audiosocket import AUDIO, KEYS, RATES, Decoder, Frame, Kind, Malformed
from connectors.voice.gaps import Gaps
from connectors.voice.inbox import Count, Inbox
from connectors.voice.line_rate import LineRate
from connectors.voice.pacer import TICK, Pacer
from connectors.voice.transport import Arrival, Key, LineEvent, Mark, Sound
from connectors.voice.watching import PATIENT, Patience, Watch

log = structlog.get_logger()


class AudioSocketLine:
    """One call by AudioSocket, answered at the rate that is heard."""

    clock_owner: Literal["bot", "peer"] = "bot"

    def __init__(
        self,
        arrival: Arrival,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        onward: Onward,
        count: Count,
        decoder: Decoder,
        early: Iterable[Frame] = (),
        tick: float = TICK,
        patience: Patience = PATIENT,
    ) -> None:
        self.arrival = arrival
        self._reader, self._writer = reader, writer
        self._decoder, self._early, self._watch = decoder, early, Watch(patience)
        self._onward, self._count = onward, count
        self._inbox = Inbox(count)
        self._gaps = Gaps(lambda silence: self._inbox.put(Sound(silence)))
        self._rate = LineRate()
        self._pacer = Pacer(self._write, self._reached, self._may_send, tick)

    def events(self) -> AsyncIterator[LineEvent]:
        return self._inbox.events()

    async def send_audio(self, pcm: bytes) -> None:
        self._pacer.queue(pcm)

    async def mark(self, name: str) -> None:
        self._pacer.mark(name)

    async def flush(self) -> None:
        self._pacer.flush()

    async def tell(self, fact: Mapping[str, Any]) -> None:
        """A telephone has no screen."""

    async def hangup(self) -> None:
        self._leave("ended")

    async def transfer(self, target: str) -> None:
        self._onward.send(self.arrival.id, target)
        self._leave("transferred")

    async def run(self) -> None:
        """Hear and speak until one side leaves."""
        results: list[Any] = []
        try:
            results = await until_one_ends(self._hear(), self._pacer.run(), self._gaps.fill())
        finally:
            self._end(next(filter(None, map(self._fault, results)), "hangup"))

    async def _hear(self) -> None:
        for frame in self._early:
            self._receive(frame)
        while data := await self._reader.read(4096):
            self._watch.heard()
            for frame in self._decoder.feed(data):
                self._receive(frame)

    def _receive(self, frame: Frame) -> None:
        if frame.kind in RATES:
            self._rate.tune(RATES[frame.kind])
            self._watch.tuned()
            self._gaps.heard()
            if pcm := self._rate.heard(frame.payload):
                self._inbox.put(Sound(pcm))
        elif frame.kind is Kind.DTMF and (digit := frame.payload.decode("latin-1")) in KEYS:
            self._inbox.put(Key(digit))
        elif frame.kind is Kind.HANGUP:
            self._end("hangup")
        elif frame.kind is Kind.ERROR:
            self._count("audiosocket_error")
            self._end("error")
        else:
            self._count("audiosocket_odd_frame")

    def _may_send(self) -> bool:
        """Whether the PBX takes what we send; one that is gone in all but name is left."""
        may_send = self._watch.may_send(self._writer.transport.get_write_buffer_size())
        if self._watch.is_gone:
            self._count("line_stalled")
            self._end("stalled", at_once=True)
            return True  # and the writing ends
        return may_send

    async def _write(self, frame: bytes) -> None:
        """Raises `ConnectionError` when the line is closed."""
        if self._writer.is_closing():
            raise ConnectionResetError
        self._writer.write(Frame(AUDIO[self._rate.rate], self._rate.spoken(frame)).encode())

    def _reached(self, name: str, played: bool) -> None:
        self._inbox.put(Mark(name, played))

    def _leave(self, reason: str) -> None:
        """Goodbye by our side: the PBX goes on with its dialplan."""
        if not self._inbox.ended and not self._writer.is_closing():
            with suppress(OSError):
                self._writer.write(Frame(Kind.HANGUP).encode())
        self._end(reason)

    def _end(self, reason: str, at_once: bool = False) -> None:
        self._inbox.end(reason)
        if at_once:
            self._writer.transport.abort()
        else:
            self._writer.close()

    def _fault(self, result: BaseException | None) -> str:
        """One word for what went wrong, where something did; a lost connection is a hang-up."""
        if isinstance(result, Malformed):
            self._count("audiosocket_malformed")
            return "malformed"
        if isinstance(result, Exception) and not isinstance(result, OSError):
            log.error("a line failed", line="audiosocket", exc_info=result)
            return "failed"
        return ""
