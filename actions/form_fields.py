"""What a task asks for, one detail at a time, and what a sentence gives it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from actions.turn import Turn


@dataclass(frozen=True)
class Read:
    """What a sentence gave a field: values for slots, or the response that says why not."""

    values: Mapping[str, Any] = field(default_factory=dict)
    problem: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


NOTHING = Read()
Reader = Callable[[Turn, bool], Read]


@dataclass(frozen=True)
class Field:
    """A slot and how it is read. `read(turn, asked)`: `asked` when the bot just asked for it.

    `free` marks a slot that takes any sentence, such as the description of a problem. A value
    that `outranks` is kept where the intent would rather stop: «65, sorry».
    """

    slot: str
    read: Reader
    free: bool = False
    outranks: bool = True
    unclear: str = ""
