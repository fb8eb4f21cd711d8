"""Why a piece of content was not taken: which file, which line, what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Value = str | int


@dataclass(frozen=True)
class Refusal:
    """`line` counts from 1, 0 is the file as a whole; `code` and `values` are for other tongues."""

    file: str
    line: int
    reason: str
    code: str = "content"
    values: Mapping[str, Value] = field(default_factory=dict)

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.reason}"


class Refused(ValueError):
    """One piece of content cannot be taken. `code` and `values` say so in any language."""

    def __init__(self, reason: str, line: int = 0, code: str = "content", **values: Value) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line
        self.code = code
        self.values = values

    def at(self, file: str, line: int = 0) -> Refusal:
        """The refusal to list, with its place."""
        return Refusal(file, self.line or line, self.reason, self.code, self.values)
