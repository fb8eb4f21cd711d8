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
