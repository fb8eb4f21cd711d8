"""Messages that were good once: bits flipped, pieces lost, doubled, swapped or made huge."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

VALUES = ["null", "true", "-1", "1e999", "[]", "{}", '"x"', '"\\ud800"', "9" * 400, "[" * 2_000]


def mangled(seed: int, good: Sequence[str], number: int = 300) -> Iterator[str]:
    """Always the same ones for the same seed."""
    random = Random(seed)
    for _ in range(number):
        text = random.choice(good)
        for _ in range(random.randrange(4)):
            text = _once(random, text)
        yield text


def broken(seed: int, good: Sequence[str], number: int) -> Iterator[str]:
    """As `mangled`, many times as fast: one wound each, or none, or another message's end."""
    chance = Random(seed).random
    strange = "".join(map(chr, (0, 10, 34, 44, 58, 91, 92, 93, 123, 125, 255, 0x2028, 0x1F600)))
    for _ in range(number):
        text = good[int(chance() * len(good))]
        at, way = int(chance() * (len(text) + 1)), int(chance() * 8)
        end = at + int(chance() * 12)
        if way == 0:
            yield text
        elif way <= 2:
            yield text[:at] + strange[int(chance() * len(strange))] + text[at + 1 :]
        elif way <= 4:
            yield text[:at] + text[end:]
        elif way == 5:
            yield text[:end] + text[at:]
        elif way == 6:
            yield text[:at] + good[int(chance() * len(good))][at:]
        else:
            yield _with(text, VALUES[int(chance() * len(VALUES))], int(chance() * text.count(":")))


def _with(text: str, value: str, number: int) -> str:
    """Something else behind the colon of that number."""
    at = -1
    for _ in range(number + 1):
        at = text.find(":", at + 1)
    ends = [end for end in (text.find(",", at), text.find("}", at)) if end > 0]
    return text[: at + 1] + value + text[min(ends, default=len(text)) :]


def _once(random: Random, text: str) -> str:
    at, end = sorted(random.randrange(len(text) + 1) for _ in range(2))
    return random.choice(
        [
            text[:at] + text[end:],
            text[:end] + text[at:end] + text[end:],
            text[:at]
            + chr(random.choice([0, 10, 34, 92, 123, 255, 0x2028, 0x1F600]))
            + text[at + 1 :],
            _with_value(random, text),
        ]
    )


def _with_value(random: Random, text: str) -> str:
    """Something else behind a colon."""
    colons = [at for at, letter in enumerate(text) if letter == ":"]
    if not colons:
        return text
    at = random.choice(colons) + 1
    ends = [end for end in (text.find(",", at), text.find("}", at)) if end > 0]
    return text[:at] + random.choice(VALUES) + text[min(ends, default=len(text)) :]
