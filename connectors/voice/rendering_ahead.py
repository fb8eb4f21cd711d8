"""Keeps the fixed sounds up to date while calls go on: at the start, and at each publication."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from asyncio.subprocess import Process
from pathlib import Path

import structlog

from bot.settings import Settings

GLANCE = 5.0  # seconds between two looks at what is published
log = structlog.get_logger()


class RenderingAhead:
    """Begins at once; `is_ready` once the first round is over. End it with `close`."""

    def __init__(self, chosen: Settings, glance: float = GLANCE) -> None:
        self._published = chosen.data_dir / "knowledge" / "current"
        self._glance = glance
        self._process: Process | None = None
        self.is_ready = False
        self._task = asyncio.create_task(self._watch())

    async def close(self) -> None:
        """Stop, even in the middle: what was made is kept."""
        self._task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._task
        if self._process is not None and self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.terminate()
            await self._process.wait()

    async def _watch(self) -> None:
        seen: object = object()
        while True:
            stamp = _stamp(self._published)
            if stamp != seen:
                seen = stamp
                await self._render()
                self.is_ready = True
            await asyncio.sleep(self._glance)

    async def _render(self) -> None:
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "connectors.voice.rendering"
        )
        code = await self._process.wait()
        if code:
            log.warning("not every fixed sentence was made ahead", code=code)


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_ino
