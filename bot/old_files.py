"""Files that are forgotten with time: the lines of logs, and sounds that nobody wanted lately."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

from bot.forgetting import Rule


def rules(data: Path, logs: timedelta, audio: timedelta) -> list[Rule]:
    """Files carry the machine's own time, whatever the desk's clock is fixed to."""

    def old_lines(_before: datetime) -> int:
        return sum(len(_old(path, logs)) for path in log_files(data))

    def drop_lines(_before: datetime) -> int:
        return sum(rewrite(path, _younger(logs)) for path in log_files(data))

    def old_sounds(_before: datetime) -> int:
        return len(_sounds(data, audio))

    def drop_sounds(_before: datetime) -> int:
        found = _sounds(data, audio)
        for path in found:
            path.unlink(missing_ok=True)
        return len(found)

    return [
        Rule("logs", logs, old_lines, drop_lines),
        Rule("audio", audio, old_sounds, drop_sounds),
    ]


def log_files(data: Path) -> list[Path]:
    """The logs of every process, and those that were put aside when they grew."""
    return sorted(path for path in (data / "logs").glob("*.log*") if path.is_file())


def rewrite(path: Path, keep: Callable[[str], bool]) -> int:
    """Take lines out of a log where it lies: its process goes on writing at its end."""
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines(keepends=True)
    kept = [line for line in lines if keep(line)]
    if len(kept) == len(lines):
        return 0
    size = sum(len(line.encode("utf-8")) for line in kept)
    with path.open("r+b") as file:
        file.write("".join(kept).encode("utf-8"))
        file.truncate(size)
    return len(lines) - len(kept)


def _old(path: Path, age: timedelta) -> list[str]:
    young = _younger(age)
    return [line for line in _lines(path) if not young(line)]


def _younger(age: timedelta) -> Callable[[str], bool]:
    limit = (datetime.now(timezone.utc) - age).isoformat()

    def keep(line: str) -> bool:
        try:
            return str(json.loads(line)["at"]) >= limit[:19]
        except (ValueError, KeyError, TypeError):
            return True

    return keep


def _lines(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8", errors="replace") as file:
        yield from file


def _sounds(data: Path, age: timedelta) -> list[Path]:
    limit = time.time() - age.total_seconds()
    return [path for path in (data / "audio").glob("*/*.pcm") if path.stat().st_mtime < limit]
