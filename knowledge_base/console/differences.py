"""Two states of a thing side by side, as lines that came and lines that went."""

from __future__ import annotations

import json
from collections.abc import Iterator
from difflib import ndiff
from typing import Any


def lines(before: Any, after: Any) -> list[tuple[str, str]]:
    """Each line with its sign: `-` it was so, `+` it is so now, a space for both."""
    signed = ndiff(list(_plain(before)), list(_plain(after)))
    return [(line[0], line[2:]) for line in signed if line[0] in "+- "]


def _plain(value: Any, name: str = "") -> Iterator[str]:
    if value is None and not name:
        return
    if isinstance(value, dict):
        for key, below in value.items():
            yield from _plain(below, f"{name}.{key}" if name else str(key))
    elif isinstance(value, str) and name:
        for line in value.splitlines() or [""]:
            yield f"{name}: {line}"
    else:
        said = json.dumps(value, ensure_ascii=False)
        yield f"{name}: {said}" if name else said
