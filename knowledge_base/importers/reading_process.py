"""The process that reads other people's files: each in a child without means of its own.

`python -m knowledge_base.importers.reading_process`; on stdin a line of JSON (name, base, size)
and the file's bytes, on stdout a line of JSON (size, ended, peak) and the reading, and so on.
"""

from __future__ import annotations

import json
import logging
import os
import select
import signal
import sys
import time
from typing import Any, BinaryIO

from knowledge_base.importers.confinement import confine
from knowledge_base.importers.kinds import PACKED
from knowledge_base.importers.practice import practise, practise_texts
from knowledge_base.importers.reading import read
from knowledge_base.importers.readings import MOST_BYTES, packed

SECONDS = 30.0
DOCUMENTS = (PACKED, b"%PDF")


def main() -> None:
    """Answer for one file after another, until there are no more."""
    logging.disable(logging.CRITICAL)
    practised: set[bytes] = set()
    practise_texts()
    jobs, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_RDWR), 1)
    while line := jobs.readline():
        job = json.loads(line)
        data = jobs.read(job["size"])
        if (head := data[:4]) not in practised and head in DOCUMENTS:
            practise(head)  # libraries load before the fork: a child cannot open their files
            practised.add(head)
        content, ended, peak = _read_apart(data, job)
        _answer(answers, content, {"ended": ended, "peak": peak})


def _answer(answers: BinaryIO, content: bytes, about: dict[str, Any]) -> None:
    answers.write(json.dumps({"size": len(content), **about}).encode() + b"\n" + content)
    answers.flush()


def _read_apart(data: bytes, job: dict[str, Any]) -> tuple[bytes, int, int]:
    """What a child made of the file, the signal that ended it (0: none), its memory in KB."""
    out, into = os.pipe()
    child = os.fork()
    if not child:
        os.close(out)
        _read_and_go(data, job, into)
    os.close(into)
    content, slow = _received(out, time.monotonic() + SECONDS)
    os.close(out)
    os.kill(child, signal.SIGKILL)  # it has said all that it had to say
    _, status, usage = os.wait4(child, 0)
    ended = signal.SIGXCPU if slow else os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    return content, 0 if content and not slow else int(ended), usage.ru_maxrss


def _read_and_go(data: bytes, job: dict[str, Any], into: int) -> None:
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nothing, descriptor)
    os.closerange(3, into)
    os.closerange(into + 1, 256)
    try:
        confine()
        content = packed(read(data, job["name"], job["base"]))
        while content:
            content = content[os.write(into, content[:65536]) :]
    finally:
        os._exit(0)


def _received(out: int, end: float) -> tuple[bytes, bool]:
    """Everything up to the end, unless it takes too long or is too much."""
    content = bytearray()
    while (left := end - time.monotonic()) > 0 and len(content) <= MOST_BYTES:
        if not select.select([out], [], [], left)[0]:
            continue
        chunk = os.read(out, 65536)
        if not chunk:
            return bytes(content), False
        content += chunk
    return b"", True


if __name__ == "__main__":
    main()
