"""A text as a WAV file, for whoever wants to listen to it."""

from __future__ import annotations

import io
import wave
from concurrent.futures import ThreadPoolExecutor

from connectors.voice.saying import wav_of


def test_a_text_becomes_a_wav_file_in_any_thread() -> None:
    with ThreadPoolExecutor(2) as pool:
        files = list(pool.map(wav_of, ("Composez le 3900.", "Enter the code."), ("fr", "en")))
    for content in files:
        with wave.open(io.BytesIO(content)) as file:
            assert (file.getframerate(), file.getnchannels()) == (16_000, 1)
            assert file.getnframes() > 8000
