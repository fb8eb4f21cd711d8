"""Sounds that were made before: fixed sentences on disk, the latest of all in memory.

What a caller's own words brought about is never written down: only `keep` writes.
"""

from __future__ import annotations

import hashlib
import os
from collections import OrderedDict
from pathlib import Path

from bot.files import write_whole
from bot.settings import Settings
from connectors.voice.voices import Voice

ON_DISK = 400_000_000
IN_MEMORY = 24_000_000
SUM = 32


def folder(chosen: Settings) -> Path:
    """Where the sounds lie."""
    return chosen.data_dir / "audio"


class KeptSounds:
    """One folder; several processes may share it."""

    def __init__(self, folder: Path, on_disk: int = ON_DISK, in_memory: int = IN_MEMORY) -> None:
        self._folder = folder
        self._on_disk = on_disk
        self._in_memory = in_memory
        self._memory: OrderedDict[str, bytes] = OrderedDict()

    def remembered(self, sentence: str, voice: Voice) -> bytes | None:
        """From memory."""
        name = _name(sentence, voice)
        if name in self._memory:
            self._memory.move_to_end(name)
        return self._memory.get(name)

    def kept(self, sentence: str, voice: Voice) -> bytes | None:
        """From the folder; None, and the file is gone, when it is not whole."""
        path = self._path(sentence, voice)
        try:
            content = path.read_bytes()
        except OSError:
            return None
        if hashlib.sha256(content[SUM:]).digest() != content[:SUM]:
            path.unlink(missing_ok=True)
            return None
        self.remember(sentence, voice, content[SUM:])
        return content[SUM:]

    def has(self, sentence: str, voice: Voice) -> bool:
        """Whether the folder holds it, whole; it then counts as wanted just now."""
        path = self._path(sentence, voice)
        if self.kept(sentence, voice) is None:
            return False
        os.utime(path)
        return True

    def remember(self, sentence: str, voice: Voice, sound: bytes) -> None:
        """In memory only, while there is room."""
        self._memory[_name(sentence, voice)] = sound
        while sum(map(len, self._memory.values())) > self._in_memory:
            self._memory.popitem(last=False)

    def keep(self, sentence: str, voice: Voice, sound: bytes) -> None:
        """In the folder, for good; what another process kept meanwhile stays, and is remembered."""
        if self.kept(sentence, voice) is not None:
            return
        path = self._path(sentence, voice)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, hashlib.sha256(sound).digest() + sound)

    def prune(self) -> int:
        """Drop what was wanted longest ago until the folder is small enough; how many."""
        files = sorted(
            ((path.stat().st_mtime, path.stat().st_size, path) for path in self._files()),
            reverse=True,
        )
        total, dropped = 0, 0
        for _, size, path in files:
            total += size
            if total > self._on_disk:
                path.unlink(missing_ok=True)
                dropped += 1
        return dropped

    def _files(self) -> list[Path]:
        return [path for path in self._folder.glob("*/*.pcm") if path.is_file()]

    def _path(self, sentence: str, voice: Voice) -> Path:
        name = _name(sentence, voice)
        return self._folder / name[:2] / f"{name}.pcm"


def _name(sentence: str, voice: Voice) -> str:
    key = "\0".join((voice.language, voice.engine, voice.model, voice.version, sentence))
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()
