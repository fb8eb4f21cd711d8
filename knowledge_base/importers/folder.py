"""Reads the company's own files and folders into articles, and says what was refused and why."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from knowledge_base.importers.decoding import decoded
from knowledge_base.importers.gathering import Content, Found
from knowledge_base.importers.readers import TEXTS, flattened
from knowledge_base.refusals import Refused

__all__ = ["Content", "files_of", "read_file", "read_files"]
LARGEST = 20_000_000


def files_of(paths: Iterable[Path], kinds: Iterable[str] = TEXTS) -> list[Path]:
    """Every file of a known kind, folders opened, in a stable order."""
    known = frozenset(kinds)
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(file for file in path.rglob("*") if _is_content(file, path, known))
        else:
            found.append(path)
    return found


def read_files(paths: Iterable[Path], language: str = "", default: str = "fr") -> Content:
    """The articles of some files or folders; `language` is theirs where they do not say."""
    content = Content()
    for path in files_of(paths):
        try:
            for line, found in read_file(path):
                content.take(str(path), line, found, language, default)
        except Refused as refused:
            content.refusals.append(refused.at(str(path)))
    return content


def read_file(path: Path) -> Found:
    """The articles and refusals of one file; `Refused` when it cannot be read at all."""
    reader = TEXTS.get(path.suffix.lower())
    if reader is None:
        known = ", ".join(TEXTS)
        raise Refused(f"this kind of file is not known ({known})", code="unknown_kind")
    try:
        if path.stat().st_size > LARGEST:
            most = LARGEST // 1_000_000
            raise Refused(f"larger than {most} MB", code="too_large", most=most)
        text = decoded(path.read_bytes())
    except OSError as error:
        raise Refused(error.strerror or "cannot be read", code="unreadable") from None
    yield from flattened(reader(text, path.stem))


def _is_content(file: Path, folder: Path, kinds: frozenset[str]) -> bool:
    hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
    return not hidden and file.is_file() and file.suffix.lower() in kinds
