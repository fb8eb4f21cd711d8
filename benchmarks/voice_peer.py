"""The telephone as it is often built, to compare with: one thing after the other."""

from __future__ import annotations

import asyncio
from time import perf_counter

import numpy as np

from benchmarks.telephone import Telephone


class Sequential:
    """Recognises all in Whisper's usual window of 30 s, asks the same desk, synthesises all."""

    def __init__(self, phone: Telephone) -> None:
        from faster_whisper import WhisperModel

        from connectors.voice.whisper_weights import weights_folder

        self._phone, self._calls = phone, 0
        self._whisper = WhisperModel(
            str(weights_folder()), device="cpu", compute_type="int8", cpu_threads=1,
            local_files_only=True,
        )  # fmt: skip

    async def answered(self, pcm: bytes, language: str) -> float:
        """Seconds after the silence that ends a turn, until the whole answer is sound."""
        began = perf_counter()
        text = await asyncio.to_thread(self._recognised, pcm, language)
        self._calls += 1
        said = await self._phone.desk.say(f"peer-{self._calls}", text, {"language": language})
        for one in said:
            async for _piece in self._phone.mouth.speak(one.text, language):
                pass
        return perf_counter() - began

    def _recognised(self, pcm: bytes, language: str) -> str:
        samples = np.frombuffer(pcm, "<i2").astype(np.float32) / 32768
        segments, _ = self._whisper.transcribe(samples, language=language)
        return " ".join(segment.text for segment in segments)
