"""Files that may name one person: the lines of logs are taken out, anything else is told."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.old_files import log_files, rewrite
from bot.person import Person

_NOT_TEXT = {".pcm", ".npz", ".onnx", ".bin", ".faiss", ".npy", ".png", ".db", ".safetensors"}
_NOT_OURS = {"models", "audio"}  # weights, and sounds of fixed sentences


class Logs:
    """A `Store` over the logs of every process."""

    name = "logs"

    def __init__(self, data: Path) -> None:
        self._data = data

    def held(self, person: Person) -> list[dict[str, Any]]:
        return [
            {"file": path.name, "line": line.strip()}
            for path in log_files(self._data)
            for line in path.read_text(encoding="utf-8", errors="replace").splitlines()
            if person.is_named_in(line)
        ]

    def erase(self, person: Person) -> int:
        files = log_files(self._data)
        return sum(rewrite(path, lambda line: not person.is_named_in(line)) for path in files)


def naming(data: Path, person: Person) -> Iterator[Path]:
    """Every file of words under the data folder, compressed ones too, that names a person."""
    for path in sorted(data.rglob("*")):
        parts = path.relative_to(data).parts
        if parts[0] in _NOT_OURS or path.suffix in _NOT_TEXT or not path.is_file():
            continue
        if ".db-" not in path.name and person.is_named_in(_text(path)):
            yield path


def _text(path: Path) -> str:
    content = path.read_bytes()
    if content[:2] == b"\x1f\x8b":
        content = gzip.decompress(content)
    return content.decode("utf-8", "replace")
