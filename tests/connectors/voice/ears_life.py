"""What the tests of the ears share: speech that is made, telephone sound, and ears that are closed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import cache

import numpy as np
import soxr
from py_nanotts import NanoTTS

from connectors.voice.ears import PooledEars
from connectors.voice.pool import Pool
from connectors.voice.processes import EngineHome

OBEDIENT = "tests.connectors.voice.obedient_engine"
VOICES = {"fr": "fr-FR", "en": "en-US"}


@cache
def spoken(text: str, language: str) -> bytes:
    """A text as `s16le`, 16 kHz, from the packaged voices."""
    return bytes(NanoTTS().speak(text, voice=VOICES[language]))


def by_telephone(pcm: bytes) -> bytes:
    """The same after 8 kHz mu-law."""
    narrow = soxr.resample(np.frombuffer(pcm, "<i2").astype(np.float32) / 32768, 16_000, 8_000)
    squeezed = np.sign(narrow) * np.log1p(255 * np.abs(np.clip(narrow, -1, 1))) / np.log1p(255)
    steps = np.round((squeezed + 1) * 127.5) / 127.5 - 1
    heard = np.sign(steps) * np.expm1(np.abs(steps) * np.log1p(255)) / 255
    wide = soxr.resample(heard.astype(np.float32), 8_000, 16_000)
    return bytes((np.clip(wide, -1, 1) * 32767).astype("<i2").tobytes())


@asynccontextmanager
async def obedient_ears(size: int = 1, journal: str = "", memory: int = 300_000_000) -> AsyncIterator[tuple[PooledEars, Pool]]:
    pool = Pool("obedient", EngineHome(OBEDIENT, journal, memory), size)
    ears = PooledEars({"fr": pool, "en": pool, "": pool})
    await ears.open()
    try:
        yield ears, pool
    finally:
        await ears.close()


async def until(condition: Callable[[], bool]) -> None:
    """Wait for what must come; the test's own patience is long."""
    for _ in range(1200):
        if condition():
            return
        await asyncio.sleep(0.05)
    raise AssertionError("it never came")


