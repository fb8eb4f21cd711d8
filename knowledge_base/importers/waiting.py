"""Previews that wait for somebody's yes: on disk, under a name nobody guesses, for an hour."""

from __future__ import annotations

import os
import re
import secrets
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from bot.clock import now
from bot.settings import settings
from knowledge_base.importers.preview import Preview

SECONDS = 3600
NAME = re.compile(r"(\d{10,12})-[A-Za-z0-9_-]{32}")


@dataclass(frozen=True)
class Waiting:
    """A preview, and whose import it is."""

    by: str
    preview: Preview


class WaitingRoom:
    """Keeps previews in a folder; what is stored at last is what was shown, whatever happens."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or settings().data_dir / "imports"

    def keep(self, preview: Preview, by: str) -> str:
        """The name under which the preview waits."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._sweep()
        name = f"{_moment()}-{secrets.token_urlsafe(24)}"
        draft = self._folder / f".{name}"
        with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write(_shape().dump_json(Waiting(by, preview)))
        draft.rename(self._folder / name)
        return name

    def waiting(self, name: str, by: str) -> Preview | None:
        """The preview that somebody keeps under a name; None when it is over, or another's."""
        if not _is_current(name):
            return None
        try:
            found = _shape().validate_json((self._folder / name).read_bytes())
        except (OSError, ValidationError):
            return None
        return found.preview if found.by == by else None

    def forget(self, name: str) -> None:
        """Throw a preview away."""
        if NAME.fullmatch(name):
            (self._folder / name).unlink(missing_ok=True)

    def _sweep(self) -> None:
        for path in self._folder.iterdir():
            if not _is_current(path.name.removeprefix(".")):
                path.unlink(missing_ok=True)


def _is_current(name: str) -> bool:
    found = NAME.fullmatch(name)
    return found is not None and 0 <= _moment() - int(found[1]) < SECONDS


def _moment() -> int:
    return int(now().timestamp())


@cache
def _shape() -> TypeAdapter[Waiting]:
    return TypeAdapter(Waiting)
