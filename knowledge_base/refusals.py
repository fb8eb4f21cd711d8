"""Why a piece of content was not taken: which file, which line, what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Refusal:
    """`line` counts from 1; 0 is the file as a whole."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.reason}"


class Refused(ValueError):
    """One piece of content cannot be taken. `code` and `values` say so in any language."""

    def __init__(self, reason: str, line: int = 0, code: str = "", **values: object) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line
        self.code = code
        self.values = values
