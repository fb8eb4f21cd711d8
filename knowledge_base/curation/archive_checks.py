"""What an export must be before anything of it is read."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

from bot.files import sha256
from knowledge_base.curation.sections import SECTIONS
from knowledge_base.refusals import Refused

FORMAT = "guichet-knowledge"
VERSION = 1
MANIFEST = "manifest.json"
LARGEST = 2_000_000_000  # bytes, unpacked
FILES = frozenset(f"{name}.jsonl" for name in ("articles", *SECTIONS))


def unzip(path: Path, folder: Path) -> None:
    """Only what belongs to an export, and no more than it may hold."""
    with zipfile.ZipFile(path) as zipped:
        infos = zipped.infolist()
        if {info.filename for info in infos} - {MANIFEST, *FILES}:
            raise Refused("the export holds files that do not belong to it", code="unknown_files")
        if sum(info.file_size for info in infos) > LARGEST:
            raise Refused("the export is too large", code="too_large")
        zipped.extractall(folder)


def verify(folder: Path) -> None:
    """Every file is the one that the manifest vouches for."""
    content = json.loads(content_of(folder / MANIFEST))
    if content.get("format") != FORMAT or content.get("version") != VERSION:
        raise Refused("this export has a format that this program does not know", code="format")
    if unknown := set(content["files"]) - FILES:
        raise Refused(f"this export holds unknown parts: {min(unknown)}", code="unknown_files")
    for name, expected in content["files"].items():
        file = folder / name
        if not file.is_file() or sha256(file) != expected["sha256"]:
            raise Refused(f"{name} is damaged or missing", code="damaged", file=name)


def content_of(path: Path) -> bytes:
    """What a file holds; nothing where it is missing."""
    try:
        return path.read_bytes()
    except OSError:
        return b""
