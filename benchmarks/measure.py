"""What every benchmark counts with: time, CPU, memory, and what is typical of many trials."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

PROC = Path("/proc")


@dataclass(frozen=True)
class Spread:
    """The median of several trials, between the lowest and the highest of them."""

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        return cls(median(values), min(values), max(values))

    def shown(self, digits: int = 1) -> str:
        return f"{self.median:.{digits}f} ({self.low:.{digits}f}–{self.high:.{digits}f})"


def percentile(values: Sequence[float], percent: float) -> float:
    """The value that so many percent do not exceed, between two neighbours where it falls there."""
    ordered = sorted(values)
    place = (len(ordered) - 1) * percent / 100
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> Spread:
    """Ours over theirs, trial by trial: neighbours in time share the machine's moods."""
    return Spread.of([a / b for a, b in zip(ours, theirs, strict=True)])


def processes(session: int) -> Iterator[int]:
    """The processes of a session, and those that they started in sessions of their own."""
    found: dict[int, tuple[int, int]] = {}
    for folder in PROC.iterdir():
        if folder.name.isdigit() and (kin := _kin(folder)):
            found[int(folder.name)] = kin
    sessions, size = {session}, 0
    while size < len(sessions):
        size = len(sessions)
        sessions |= {found[pid][1] for pid, (parent, _) in found.items() if parent in found
                     and found[parent][1] in sessions}
    yield from (pid for pid, (_, its) in found.items() if its in sessions)


def cpu_seconds(sessions: Iterable[int]) -> float:
    """The CPU time that the living processes of some sessions have used, to the nanosecond."""
    return sum(cpu_of(pid) for session in sessions for pid in processes(session))


def memory(session: int) -> dict[str, float]:
    """What a session holds, in MB: `resident`, and `own`, where shared pages are shared out."""
    totals = {"Rss:": 0.0, "Pss:": 0.0}
    for pid in processes(session):
        for line in _read(PROC / str(pid) / "smaps_rollup").splitlines():
            name, *rest = line.split()
            if name in totals:
                totals[name] += int(rest[0]) / 1024
    return {"resident": totals["Rss:"], "own": totals["Pss:"]}


def peak_megabytes() -> float:
    """The most that this process ever held (VmHWM)."""
    found = [line.split() for line in _read(PROC / "self" / "status").splitlines()]
    return next(int(words[1]) / 1024 for words in found if words[:1] == ["VmHWM:"])


def disk_megabytes(folder: Path) -> float:
    """The space that a folder takes on disk; a file with several names counts once."""
    seen: dict[tuple[int, int], int] = {}
    for place, _, names in os.walk(folder):
        for name in names:
            found = os.lstat(os.path.join(place, name))
            seen[found.st_dev, found.st_ino] = found.st_blocks * 512
    return sum(seen.values()) / 1e6


def cpu_of(pid: int) -> float:
    """A process's own clock: Linux numbers it after the process (clock_getcpuclockid)."""
    try:
        return time.clock_gettime((~pid << 3) | 2)
    except OSError:
        return 0.0


def _kin(folder: Path) -> tuple[int, int] | None:
    """Parent and session: the second and the fourth word after the command's name, in brackets."""
    words = _read(folder / "stat").rpartition(")")[2].split()
    return (int(words[1]), int(words[3])) if words else None


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""
