"""Numbers as they come from outside: none is larger than a database's row can be."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import Query
from pydantic import Field

MOST = 2**31 - 1  # what PostgreSQL keeps in an INTEGER
_PLACE = "[0-9]{1,9}-[0-9]{1,9}"
Number = Annotated[int, Field(ge=0, le=MOST)]
Place = Annotated[
    str, Query(pattern=f"^({_PLACE})?$", description="`next` of the page before; empty: the first")
]


def number(given: str) -> int | None:
    """The number that a field holds; None when it holds none that a row can have."""
    if not re.fullmatch("[0-9]{1,10}", given):
        return None
    return int(given) if int(given) <= MOST else None


def place(given: str) -> str:
    """Where a list goes on; its beginning when that is no place of it."""
    return given if re.fullmatch(_PLACE, given) else ""
