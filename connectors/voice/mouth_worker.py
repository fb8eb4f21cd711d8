"""Speaks one sentence after another for its parent, in a process that may be lost.

In: a length (4 bytes, big endian) and a JSON request. Out: 0 or 1 (1: it failed), a length, and
the sound or the reason. A sentence that takes too long ends the process, even inside C code.
"""

from __future__ import annotations

import json
import os
import signal
import struct
import sys
from typing import Any, BinaryIO, Protocol

from connectors.voice.levels import levelled

LENGTH = struct.Struct(">I")
ANSWER = struct.Struct(">BI")
READY = b"mouth\n"


class Voice(Protocol):
    """A voice, loaded."""

    def pcm(self, text: str) -> bytes:
        """The sound of a sentence, as `s16le` at 16 kHz. Blocks."""


def main() -> None:
    requests, answers = sys.stdin.buffer, _answers()
    voices: dict[tuple[str, ...], Voice] = {}
    answers.write(READY)
    answers.flush()
    while length := requests.read(LENGTH.size):
        request = json.loads(requests.read(LENGTH.unpack(length)[0]))
        failed, content = _answer(request, voices)
        answers.write(ANSWER.pack(failed, len(content)) + content)
        answers.flush()


def _answer(request: dict[str, Any], voices: dict[tuple[str, ...], Voice]) -> tuple[bool, bytes]:
    signal.setitimer(signal.ITIMER_REAL, request["patience"])
    try:
        voice = _voice(voices, request["engine"], request["language"], request["model"])
        return False, levelled(voice.pcm(request["text"]))
    except Exception as error:
        return True, type(error).__name__.encode()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _voice(voices: dict[tuple[str, ...], Voice], *wanted: str) -> Voice:
    if wanted not in voices:
        voices[wanted] = _loaded(*wanted)
    return voices[wanted]


def _loaded(engine: str, language: str, model: str) -> Voice:
    if engine == "piper":
        from connectors.voice.piper import Piper

        return Piper(model)
    from connectors.voice.pico import Pico

    return Pico(language)


def _answers() -> BinaryIO:
    """The parent's pipe; whatever a library prints goes to the error output instead."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    main()
