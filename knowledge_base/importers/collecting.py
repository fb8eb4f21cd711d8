"""Gathers the articles of files, uploads, addresses and sitemaps, each read in containment."""

from __future__ import annotations

import re
import stat
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path, PurePosixPath

from bot.settings import settings
from knowledge_base.checks import CONTROL
from knowledge_base.importers.contained import Job, ReadingRoom
from knowledge_base.importers.folder import files_of
from knowledge_base.importers.gathering import Content
from knowledge_base.importers.kinds import KNOWN
from knowledge_base.importers.readings import Reading
from knowledge_base.refusals import Refused

Progress = Callable[[int, int], None]
UNFIT = re.compile(r'[\\/:<>"?#]')


def from_files(
    paths: Iterable[Path],
    language: str = "",
    progress: Progress | None = None,
    content: Content | None = None,
) -> Content:
    """The articles of files and folders on this machine, added to `content` if there is any."""
    files = files_of(paths, KNOWN)
    jobs = [(str(file), Job(file.name, fit(file.name), partial(_bytes_of, file))) for file in files]
    return gathered(jobs, language, progress, content)


def from_uploads(
    uploads: Iterable[tuple[str, bytes]], language: str = "", progress: Progress | None = None
) -> Content:
    """The articles of files that a browser sent: their names, which are not paths, and bytes."""
    jobs = []
    for name, data in uploads:
        known = fit(PurePosixPath(name.replace("\\", "/")).name)
        jobs.append((known, Job(known, known, partial(_measured, data))))
    return gathered(jobs, language, progress)


def gathered(
    jobs: list[tuple[str, Job]],
    language: str,
    progress: Progress | None,
    content: Content | None = None,
) -> Content:
    """What was read in each file, in order."""
    content = Content() if content is None else content
    with ReadingRoom() as room:
        for number, (place, job) in enumerate(jobs, 1):
            take(content, fit(place, ""), room.read(job), language)
            if progress:
                progress(number, len(jobs))
    return content


def take(content: Content, place: str, reading: Reading, language: str) -> None:
    """Add what was read in one file."""
    if reading.links:
        refused = Refused("a sitemap: import it as one, for its pages", code="is_sitemap")
        content.refusals.append(refused.at(place))
    for piece in reading.pieces:
        content.take(place, piece.line, piece.content(), language)


def fit(name: str, instead: str = "-") -> str:
    """A name that can be shown and stand in a source."""
    clean = CONTROL.sub("", name.encode("utf-8", "replace").decode()).strip()
    clean = UNFIT.sub(instead, clean) if instead else clean
    return clean if len(clean) <= 150 else f"{clean[:100]}…{clean[-40:]}"


def _bytes_of(path: Path) -> bytes:
    most = settings().import_max_mb * 1_000_000
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise Refused("not a file", code="unreadable")
        with path.open("rb") as file:
            return _measured(file.read(most + 1))
    except OSError as error:
        raise Refused(error.strerror or "cannot be read", code="unreadable") from None


def _measured(data: bytes) -> bytes:
    most = settings().import_max_mb
    if len(data) > most * 1_000_000:
        raise Refused(f"larger than {most} MB", code="too_large", most=most)
    return data
