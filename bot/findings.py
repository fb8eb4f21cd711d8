"""What an examination of the house found, whoever looked."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One thing looked at; `advice` is what to do when it is not well."""

    thing: str
    state: str
    well: bool = True
    advice: str = ""
