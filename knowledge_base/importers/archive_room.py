"""Exports that wait to be restored, beside the previews: on disk, for an hour, for one person."""

from __future__ import annotations

import os
from pathlib import Path

from bot.settings import settings
from knowledge_base.importers.preview import Preview
from knowledge_base.importers.waiting import WaitingRoom


class ArchiveRoom:
    """An export's name is the one under which an empty preview waits, which knows whose it is."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or settings().data_dir / "restores"
        self._names = WaitingRoom(self._folder / "names")

    def keep(self, data: bytes, by: str) -> str:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        name = self._names.keep(Preview(()), by)
        self._sweep()
        path = self._path(name)
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write(data)
        return name

    def waiting(self, name: str, by: str) -> Path | None:
        """The zip that somebody keeps under a name; None when it is over, or another's."""
        if self._names.waiting(name, by) is None or not self._path(name).is_file():
            return None
        return self._path(name)

    def forget(self, name: str) -> None:
        self._names.forget(name)
        self._sweep()

    def _sweep(self) -> None:
        for path in self._folder.glob("*.zip"):
            if not (self._folder / "names" / path.stem).exists():
                path.unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.zip"
