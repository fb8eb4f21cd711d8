"""A recogniser's process: hears utterances over its standard input, answers on its output."""

from __future__ import annotations

import json
import os
import queue
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from importlib import import_module
from typing import BinaryIO

from connectors.voice.frames import Decoder, Frame, Kind
from connectors.voice.speech import RATE, Engine, Expected, Recogniser
from connectors.voice.work import BETWEEN_LOOKS, Work

SECOND = RATE * 2


@dataclass
class Hearing:
    """One utterance in this process, and how many bytes of it were heard."""

    recogniser: Recogniser
    size: int = 0


@dataclass
class Worker:
    """Feeds come first, then what waits for a decode: finished utterances before pauses."""

    engine: Engine
    say: Callable[[Frame], None]
    work: Work = field(default_factory=Work)
    hearings: dict[int, Hearing] = field(default_factory=dict)
    finishing: list[int] = field(default_factory=list)
    settling: list[int] = field(default_factory=list)

    def run(self, inbox: queue.SimpleQueue[Frame]) -> None:
        while True:
            waiting = bool(self.finishing or self.settling)
            try:
                self.take(inbox.get(block=not waiting))
            except queue.Empty:
                self.decode()

    def take(self, frame: Frame) -> None:
        number = frame.utterance
        if frame.kind is Kind.OPEN:
            self._try(number, lambda: self._open(number, frame.payload))
        elif number in self.hearings:
            self._try(number, lambda: self._hear(frame))

    def decode(self) -> None:
        """One utterance that has ended, or one that pauses."""
        if self.finishing:
            number = self.finishing.pop(0)
            self._try(number, lambda: self._finish(number))
        else:
            number = self.settling.pop(0)
            self._try(number, lambda: self._settle(number))

    def _open(self, number: int, payload: bytes) -> None:
        asked = json.loads(payload)
        made = self.engine.recogniser(asked["language"], Expected(asked["expected"]))
        self.hearings[number] = Hearing(made)

    def _hear(self, frame: Frame) -> None:
        number = frame.utterance
        if frame.kind is Kind.FEED:
            self._feed(number, frame.payload)
        elif frame.kind is Kind.SETTLE and number not in self.settling:
            self.settling.append(number)
        elif frame.kind is Kind.FINISH:
            self.finishing.append(number)
        elif frame.kind is Kind.CANCEL:
            self._forget(number)

    def _feed(self, number: int, pcm: bytes) -> None:
        hearing = self.hearings[number]
        hearing.size += len(pcm)
        if number in self.settling:
            self.settling.remove(number)
        self.work.allow(len(pcm) / SECOND)
        partial = hearing.recogniser.feed(pcm)
        if partial is not None:
            self.say(Frame(Kind.PARTIAL, number, partial.encode()))

    def _settle(self, number: int) -> None:
        self.work.allow(self.hearings[number].size / SECOND)
        early = self.hearings[number].recogniser.settle()
        if early is not None:
            self.say(Frame(Kind.PARTIAL, number, early.encode()))

    def _finish(self, number: int) -> None:
        self.work.allow(self.hearings[number].size / SECOND)
        transcript = self.hearings[number].recogniser.finish()
        self._forget(number)
        self.say(Frame(Kind.DONE, number, json.dumps(asdict(transcript)).encode()))

    def _try(self, number: int, work: Callable[[], None]) -> None:
        """One utterance that fails takes no other with it."""
        self.work.begin()
        try:
            work()
        except Exception as error:
            self._forget(number)
            self.say(Frame(Kind.FAILED, number, type(error).__name__.encode()))
        finally:
            self.work.end()

    def _forget(self, number: int) -> None:
        self.hearings.pop(number, None)
        for waiting in (self.finishing, self.settling):
            if number in waiting:
                waiting.remove(number)


class Mouthpiece:
    """Frames to the call, whole, from any thread."""

    def __init__(self, pipe: BinaryIO) -> None:
        self._pipe, self._lock = pipe, threading.Lock()

    def say(self, frame: Frame) -> None:
        with self._lock:
            self._pipe.write(frame.encode())
            self._pipe.flush()

    def beat(self, work: Work) -> None:
        while True:
            time.sleep(BETWEEN_LOOKS)
            self.say(Frame(Kind.STUCK if work.is_stuck() else Kind.BEAT))


def listen(pipe: BinaryIO, inbox: queue.SimpleQueue[Frame]) -> None:
    """Read until the other side has gone; then nobody needs this process any more."""
    decoder = Decoder()
    while data := os.read(pipe.fileno(), 1 << 16):
        for frame in decoder.feed(data):
            inbox.put(frame)
    os._exit(0)


def main(home: str, argument: str) -> None:
    """Load an engine by the name of its module and what its `load` needs, and serve."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # libraries that print do not garble it
    inbox: queue.SimpleQueue[Frame] = queue.SimpleQueue()
    threading.Thread(target=listen, args=(sys.stdin.buffer, inbox), daemon=True).start()
    engine: Engine = import_module(home).load(argument)
    mouthpiece = Mouthpiece(answers)
    worker = Worker(engine, mouthpiece.say)
    mouthpiece.say(Frame(Kind.READY))
    threading.Thread(target=mouthpiece.beat, args=(worker.work,), daemon=True).start()
    worker.run(inbox)


if __name__ == "__main__":
    main(*sys.argv[1:3])
