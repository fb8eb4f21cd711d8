"""The process that speaks, as its parent sees it: started when needed, replaced when lost."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
import time
from asyncio.subprocess import PIPE, Process

from connectors.voice.mouth_worker import ANSWER, LENGTH, READY
from connectors.voice.speech import VoiceFailed
from connectors.voice.voices import Voice

START = 30.0  # a machine that is busy starts a process slowly
GRACE = 1.0  # the process ends itself when its time is over; this is for one that cannot


class Lost(VoiceFailed):
    """The process ended before its time was over: another one may do better."""


class MouthProcess:
    """One sentence at a time, in the order asked."""

    def __init__(self) -> None:
        self._process: Process | None = None
        self._one = asyncio.Lock()

    async def pcm(self, text: str, voice: Voice) -> bytes:
        """The sound of a sentence; raises `VoiceFailed`.

        Whoever asked may leave: the answer is still read, so that the next one is not taken
        for it.
        """
        return await asyncio.shield(self._exchange(text, voice))

    async def start(self) -> None:
        """Be ready before the first sentence."""
        async with self._one:
            await self._running()

    async def close(self) -> None:
        """End the process."""
        async with self._one:
            await self._end()

    async def _exchange(self, text: str, voice: Voice) -> bytes:
        request = json.dumps(
            {
                "text": text,
                "engine": voice.engine,
                "language": voice.language,
                "model": voice.model,
                "patience": voice.patience,
            }
        ).encode()
        async with self._one:
            started = time.monotonic()
            try:
                process = await self._running()
                return await asyncio.wait_for(_asked(process, request), voice.patience + GRACE)
            except (asyncio.TimeoutError, asyncio.IncompleteReadError, OSError) as error:
                await self._end()
                in_time = time.monotonic() - started < voice.patience / 2
                raise (Lost if in_time else VoiceFailed)(type(error).__name__) from None

    async def _running(self) -> Process:
        if self._process is None or self._process.returncode is not None:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "connectors.voice.mouth_worker", stdin=PIPE, stdout=PIPE
            )
            assert self._process.stdout
            await asyncio.wait_for(self._process.stdout.readexactly(len(READY)), START)
        return self._process

    async def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()


async def _asked(process: Process, request: bytes) -> bytes:
    assert process.stdin and process.stdout
    process.stdin.write(LENGTH.pack(len(request)) + request)
    await process.stdin.drain()
    failed, length = ANSWER.unpack(await process.stdout.readexactly(ANSWER.size))
    content = await process.stdout.readexactly(length)
    if failed:
        raise VoiceFailed(content.decode())
    return content
