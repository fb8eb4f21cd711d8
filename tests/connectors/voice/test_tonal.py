"""Texts as tones come through what a telephone does to sound."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.voice.sound import Resampler, from_mulaw, to_mulaw
from tests.connectors.voice.tonal import sound_of, texts_in

written = st.text(st.characters(blacklist_categories=("Cs",)), min_size=1, max_size=60)


def by_telephone(pcm: bytes, by_law: bool) -> bytes:
    down, up, heard = Resampler(16_000, 8_000), Resampler(8_000, 16_000), b""
    for at in range(0, len(pcm), 640):
        narrow = down.feed(pcm[at : at + 640])
        heard += up.feed(from_mulaw(to_mulaw(narrow)) if by_law else narrow)
    return heard


@given(texts=st.lists(written, max_size=3), ms=st.sampled_from([0, 200]), by_law=st.booleans())
@settings(max_examples=60, deadline=None)
def test_texts_are_read_after_8_khz_and_after_mu_law(texts: list[str], ms: int, by_law: bool) -> None:
    pcm = b"".join(sound_of(text, ms) for text in texts) + bytes(6_400)
    assert texts_in(by_telephone(pcm, by_law)) == texts_in(pcm) == texts


@pytest.mark.parametrize("size", [0, 1, 640, 3_200])
def test_silence_says_nothing(size: int) -> None:
    assert texts_in(bytes(size)) == []


def test_a_text_that_was_cut_is_read_as_far_as_it_goes() -> None:
    assert texts_in(sound_of("bonjour")[: 7 * 160]) == ["bon"]
