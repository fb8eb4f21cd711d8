"""An export on disk, a folder or a zip: files of JSON lines, and a manifest that vouches."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

from bot.clock import now, utc
from bot.files import folder_aside, sha256, write_whole
from knowledge_base.curation.archive_checks import (
    FORMAT,
    MANIFEST,
    VERSION,
    content_of,
    unzip,
    verify,
)
from knowledge_base.refusals import Refused

MIDNIGHT = (1980, 1, 1, 0, 0, 0)  # the same content makes the same zip
Lines = Iterable[Mapping[str, Any]]


def is_archive(path: Path) -> bool:
    """Whether `guichet kb export` made it."""
    if path.is_dir():
        return _is_manifest(content_of(path / MANIFEST))
    with path.open("rb") as file:
        return is_export(file)


def is_export(file: IO[bytes]) -> bool:
    """Whether a file is the zip of an export; whatever else it is, it is not."""
    try:
        with zipfile.ZipFile(file) as zipped:
            info = zipped.NameToInfo.get(MANIFEST)
            return bool(info and info.file_size < 1_000_000 and _is_manifest(zipped.read(info)))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        return False


def write_archive(path: Path, sections: Mapping[str, Lines]) -> None:
    """Write it whole: a zip where the name ends so, else a folder, never over other files."""
    if path.suffix == ".zip":
        with TemporaryDirectory() as folder:
            _fill(Path(folder), sections)
            write_whole(path, _zipped(Path(folder)))
        return
    if path.exists() and not is_archive(path) and (path.is_file() or any(path.iterdir())):
        raise Refused("this place holds other files", code="occupied")
    with folder_aside(path) as aside:
        _fill(aside, sections)


@contextmanager
def opened(path: Path) -> Iterator[Path]:
    """A verified export as a folder; `Refused` says what is wrong with it."""
    if path.is_dir():
        with _readable():
            verify(path)
        yield path
        return
    with TemporaryDirectory() as folder:
        with _readable():
            unzip(path, Path(folder))
            verify(Path(folder))
        yield Path(folder)


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except Refused:
        raise
    except (ValueError, KeyError, TypeError, AttributeError, OSError, zipfile.BadZipFile) as error:
        raise Refused("the export is damaged", code="damaged") from error


def read_lines(folder: Path, name: str) -> Iterator[dict[str, Any]]:
    """The rows of one file; none where it is not part of the export."""
    path = folder / f"{name}.jsonl"
    if path.is_file():
        with path.open(encoding="utf-8") as lines:
            yield from (json.loads(line) for line in lines)


def _fill(folder: Path, sections: Mapping[str, Lines]) -> None:
    counts = {f"{name}.jsonl": _write(folder, name, rows) for name, rows in sections.items()}
    files = {
        name: {"lines": lines, "bytes": (folder / name).stat().st_size}
        | {"sha256": sha256(folder / name)}
        for name, lines in counts.items()
    }
    head = {"format": FORMAT, "version": VERSION, "created": utc(now()).isoformat()}
    text = json.dumps({**head, "files": files}, indent=1)
    (folder / MANIFEST).write_text(text, encoding="utf-8")


def _write(folder: Path, name: str, rows: Lines) -> int:
    count = 0
    with (folder / f"{name}.jsonl").open("w", encoding="utf-8") as file:
        for count, row in enumerate(rows, 1):  # noqa: B007 - the last count is the answer
            file.write(json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n")
    return count


def _zipped(folder: Path) -> bytes:
    path = folder / "export.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as zipped:
        for file in sorted(folder.glob("*.json*")):
            info = zipfile.ZipInfo(file.name, MIDNIGHT)
            zipped.writestr(info, file.read_bytes(), zipfile.ZIP_DEFLATED)
    return path.read_bytes()


def _is_manifest(data: bytes) -> bool:
    try:
        content = json.loads(data)
    except ValueError:
        return False
    return isinstance(content, dict) and content.get("format") == FORMAT
