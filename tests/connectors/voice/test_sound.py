"""G.711 as the standard has it, and other rates without delay or noise."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.voice.sound import (
    Resampler,
    from_alaw,
    from_mulaw,
    level,
    resampled,
    to_alaw,
    to_mulaw,
    whole,
)
from tests.connectors.voice.cuts import SIZES, cut


def samples(*values: int) -> bytes:
    return np.array(values, "<i2").tobytes()


def tone(hertz: float, rate: int, seconds: float = 0.5) -> bytes:
    times = np.arange(int(rate * seconds)) / rate
    return (10_000 * np.sin(2 * np.pi * hertz * times)).astype("<i2").tobytes()


@pytest.mark.parametrize(
    ("code", "sample"),
    [(0x00, -32124), (0x80, 32124), (0x7F, 0), (0xFF, 0), (0xFE, 8), (0x7E, -8), (0xF0, 120),
     (0xEF, 132), (0x8F, 16764), (0x0F, -16764), (0xDB, 524)],
)  # fmt: skip
def test_mulaw_codes_have_the_standards_values(code: int, sample: int) -> None:
    assert from_mulaw(bytes([code])) == samples(sample)
    assert from_mulaw(to_mulaw(samples(sample))) == samples(sample)


@pytest.mark.parametrize(
    ("code", "sample"),
    [(0xD5, 8), (0x55, -8), (0xD4, 24), (0xC5, 264), (0xAA, 32256), (0x2A, -32256), (0x80, 5504),
     (0x00, -5504), (0x95, 2112)],
)  # fmt: skip
def test_alaw_codes_have_the_standards_values(code: int, sample: int) -> None:
    assert from_alaw(bytes([code])) == samples(sample)
    assert to_alaw(samples(sample)) == bytes([code])


@pytest.mark.parametrize(("encode", "decode"), [(to_mulaw, from_mulaw), (to_alaw, from_alaw)])
def test_every_sample_becomes_the_nearest_code(encode, decode) -> None:
    every = np.arange(-32768, 32768, dtype="<i2")
    found = np.frombuffer(decode(encode(every.tobytes())), "<i2").astype(int)
    values = np.frombuffer(decode(bytes(range(256))), "<i2").astype(int)
    nearest = np.abs(every.astype(int)[:, None] - values[None, :]).min(axis=1)
    assert (np.abs(every - found) == nearest).all()


@given(codes=st.binary(max_size=500), odd=st.binary(max_size=501))
@settings(max_examples=300, deadline=None)
def test_codes_survive_a_round_trip_and_odd_bytes_do_no_harm(codes: bytes, odd: bytes) -> None:
    assert to_alaw(from_alaw(codes)) == codes
    assert from_mulaw(to_mulaw(from_mulaw(codes))) == from_mulaw(codes)
    assert len(to_mulaw(odd)) == len(to_alaw(odd)) == len(odd) // 2


RATES = [8_000, 12_000, 24_000, 32_000, 44_100, 48_000, 96_000, 192_000]


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("hertz", [200, 1_000, 3_400])
def test_speech_passes_at_its_level_in_both_directions(rate: int, hertz: int) -> None:
    for heard, wanted in ((rate, 16_000), (16_000, rate)):
        made = Resampler(heard, wanted).feed(tone(hertz, heard))
        middle = made[len(made) // 4 & ~1 : len(made) * 3 // 4 & ~1]
        assert level(middle) == pytest.approx(10_000 / 32_768 / 2**0.5, rel=0.02)
        spectrum = np.abs(np.fft.rfft(np.frombuffer(middle, "<i2") * np.hanning(len(middle) // 2)))
        found = spectrum.argmax() * wanted / (len(middle) // 2)
        assert found == pytest.approx(hertz, abs=5)


def test_what_the_telephone_cannot_carry_is_not_folded_into_it() -> None:
    assert level(Resampler(16_000, 8_000).feed(tone(5_000, 16_000))[800:]) < 0.0005


@pytest.mark.parametrize("rate", RATES)
def test_cuts_change_nothing_and_nothing_is_lost(rate: int) -> None:
    said = tone(700, rate, 0.1)
    straight = Resampler(rate, 16_000)
    expected = straight.feed(said) + straight.finish()
    assert len(expected) >= len(said) * 16_000 // rate
    for size in SIZES:
        if size > 1 or rate < 40_000:
            cutting = Resampler(rate, 16_000)
            found = b"".join(cutting.feed(piece) for piece in cut(said, size)) + cutting.finish()
            assert (
                np.abs(
                    np.frombuffer(found, "<i2").astype(int) - np.frombuffer(expected, "<i2")
                ).max()
                <= 1
            )


def test_the_delay_is_four_milliseconds() -> None:
    click = bytes(2 * 800) + samples(20_000) + bytes(2 * 800)
    made = np.frombuffer(Resampler(8_000, 16_000).feed(click), "<i2")
    assert (np.abs(made).argmax() - 1_600) / 16 == pytest.approx(4.0, abs=0.1)


def test_full_scale_is_clipped_not_wrapped() -> None:
    square = np.repeat(np.array([32_767, -32_768] * 50, "<i2"), 20).tobytes()
    made = np.frombuffer(Resampler(8_000, 16_000).feed(square), "<i2").astype(int)
    inner = made[200:-200].reshape(-1)
    assert np.abs(np.diff(inner)).max() < 50_000 and made.max() == 32_767


def test_the_same_rate_passes_untouched() -> None:
    assert Resampler(16_000, 16_000).feed(tone(440, 16_000)) == tone(440, 16_000)


def test_whole_recordings_change_their_rate() -> None:
    made = resampled(tone(440, 44_100), 44_100, 16_000)
    assert len(made) == pytest.approx(16_000, abs=4)
    assert level(made[1_000:-1_000]) == pytest.approx(level(tone(440, 44_100)), rel=0.01)


def test_levels_go_from_silence_to_full_scale() -> None:
    assert level(b"") == level(bytes(640)) == 0.0
    assert level(samples(-32_768, -32_768)) == 1.0
    assert whole(b"abc") == b"ab"
