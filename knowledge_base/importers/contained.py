"""Has files read by a process of its own, which one bad file cannot take along."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType

from knowledge_base.importers.readings import MOST_BYTES, Reading, refused, unpacked
from knowledge_base.refusals import Refused

ROOT = Path(__file__).resolve().parent.parent.parent
COMMAND = (sys.executable, "-E", "-s", "-m", "knowledge_base.importers.reading_process")
PATIENCE = 75.0  # its own limits end earlier
Data = Callable[[], bytes]
CRASHED = {int(signal.SIGXCPU): ("it takes too long to read", "too_slow")}


@dataclass(frozen=True)
class Job:
    """A file to read: its name, what sources should lead to, and how to get its bytes."""

    name: str
    base: str
    data: Data


class ReadingRoom:
    """Reads files one after another; open it with `with`, it is costly to set up."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> ReadingRoom:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._end()

    def read(self, job: Job) -> Reading:
        """What was read in one file; whatever goes wrong is a refusal."""
        try:
            data = job.data()
            return self._answer(job, data)
        except Refused as why:
            return refused(why)
        except (OSError, ValueError, KeyError):
            self._end()
            return refused(Refused("reading it failed", code="crashed"))

    def _answer(self, job: Job, data: bytes) -> Reading:
        process = self._process or self._begin()
        assert process.stdin and process.stdout
        asked = {"name": job.name, "base": job.base, "size": len(data)}
        process.stdin.write(json.dumps(asked).encode() + b"\n")
        process.stdin.write(data)
        process.stdin.flush()
        head, content = _received(process.stdout.fileno(), time.monotonic() + self._patience)
        if not content:
            reason, code = CRASHED.get(head["ended"], ("reading it failed", "crashed"))
            raise Refused(reason, code=code)
        return replace(unpacked(content), peak=head["peak"])

    def _begin(self) -> subprocess.Popen[bytes]:
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(
            COMMAND, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, cwd=ROOT, env={},
            start_new_session=True,
        )  # fmt: skip
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        for pipe in (process.stdin, process.stdout):
            with suppress(OSError):
                pipe and pipe.close()
        process.wait()


def _received(out: int, end: float) -> tuple[dict[str, int], bytes]:
    """A line that says how much follows, and that; `ValueError` when it does not come in time."""
    content = bytearray()
    head: dict[str, int] = {}
    while not head or len(content) < head["size"]:
        if not _comes(out, max(end - time.monotonic(), 0)):
            raise ValueError("no answer")
        content += os.read(out, 65536) or _gone()
        if not head and b"\n" in content:
            line, _, content = content.partition(b"\n")
            head = json.loads(line)
        if len(content) > MOST_BYTES + 4096:
            raise ValueError("too much of an answer")
    return head, bytes(content)


def _comes(out: int, seconds: float) -> bool:
    """Whether something can be read by then; `select` would know no descriptor above 1023."""
    waiting = select.poll()
    waiting.register(out, select.POLLIN)
    return bool(waiting.poll(1000 * seconds))


def _gone() -> bytes:
    raise ValueError("ended without an answer")
