"""How soon a visitor reads a plain sentence while a part of the desk is down, stuck or locked.

    python -m benchmarks.faults [--json] [--times N]

One message after another by REST, with each fault and, between them, without any; the ratio is
the wait with a fault over the wait without one in the same round.
"""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Timer
from time import perf_counter, sleep
from typing import Annotated, Any

import httpx
import typer

from benchmarks.measure import Spread, percentile, processes, ratio
from benchmarks.running import TOKEN, Running, running
from benchmarks.sides import our_desk
from bot.settings import Settings, settings

PATH = "/webhooks/rest/webhook"
GOAL_MS = 3000.0
IN_THE_MIDDLE = 0.02  # seconds after a message was sent


def main(
    times: Annotated[int, typer.Option(help="rounds")] = 10,
    as_json: Annotated[bool, typer.Option("--json", help="for programs")] = False,
) -> None:
    """Measure the waits."""
    with tempfile.TemporaryDirectory() as folder:
        made = our_desk(Path(folder))
        patience = str(Settings.model_fields["answer_timeout"].default)
        desk = replace(made, settings={**made.settings, "GUICHET_ANSWER_TIMEOUT": patience})
        with running(desk):
            found: dict[str, Any] = {"goal_ms": GOAL_MS, "ms": waits(desk, times)}
    found |= figures(found["ms"])
    print(json.dumps(found, indent=2) if as_json else table(found))
    raise typer.Exit(0 if found["longest_ms"] <= GOAL_MS else 1)


def waits(desk: Running, times: int) -> dict[str, list[float]]:
    """Milliseconds until the sentence, by fault; `well` is the same message without any."""
    faults: dict[str, Callable[[Running], AbstractContextManager[None]]] = {
        "well": _well, "dialogue stuck": _stuck, "dialogue killed in the middle": _killed,
        "database locked": _locked,
        "conversations cannot be written": _unwritable,
    }  # fmt: skip
    found: dict[str, list[float]] = {name: [] for name in faults}
    with _client(desk) as client:
        _said(client, "bonjour")
        for _ in range(times):
            for name, fault in faults.items():
                with fault(desk):
                    found[name].append(_said(client, "quels sont vos horaires"))
                _until_well(client)
    return found


def figures(ms: dict[str, list[float]]) -> dict[str, Any]:
    ill = {name: one for name, one in ms.items() if name != "well"}
    return {
        "longest_ms": max(max(one) for one in ill.values()),
        "ratio": {name: vars(ratio(one, ms["well"])) for name, one in ill.items()},
    }


def table(found: dict[str, Any]) -> str:
    lines = [f"{'until a sentence (ms)':34}{'p50':>8}{'longest':>9}   times the wait without"]
    for name, one in found["ms"].items():
        times = found["ratio"].get(name)
        shown = Spread(**times).shown() if times else ""
        lines.append(f"{name:34}{percentile(one, 50):8.0f}{max(one):9.0f}   {shown}")
    return "\n".join([*lines, f"goal: {found['goal_ms']:.0f} ms at most"])


def _client(desk: Running) -> httpx.Client:
    return httpx.Client(
        base_url=desk.url, headers={"Authorization": f"Bearer {TOKEN}"}, timeout=30.0
    )


def _said(client: httpx.Client, text: str) -> float:
    """Milliseconds until there is a sentence, whatever it says."""
    started = perf_counter()
    answer = client.post(PATH, json={"sender": uuid.uuid4().hex, "message": text})
    wait = 1000 * (perf_counter() - started)
    if not str(answer.json()[0].get("text", "")).strip():
        raise SystemExit(f"no sentence, but {answer.status_code}")
    return wait


def _until_well(client: httpx.Client) -> None:
    while True:
        body = {"sender": uuid.uuid4().hex, "message": "bonjour"}
        answer = client.post(PATH, json=body)
        if answer.is_success and "pending" not in (answer.json()[0].get("custom") or {}):
            return
        sleep(0.2)


@contextmanager
def _well(_desk: Running) -> Iterator[None]:
    yield


@contextmanager
def _stuck(desk: Running) -> Iterator[None]:
    """The dialogue's processes hear and do nothing."""
    pids = list(processes(desk.processes["dialogue"].pid))
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)


@contextmanager
def _killed(desk: Running) -> Iterator[None]:
    """The dialogue's processes are gone while they answer."""
    blow = Timer(IN_THE_MIDDLE, desk.kill, ["dialogue"])
    blow.start()
    try:
        yield
    finally:
        blow.join()
        desk.start_again("dialogue")


@contextmanager
def _locked(desk: Running) -> Iterator[None]:
    """Somebody else holds the database."""
    with closing(_opened(desk)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        yield
        connection.execute("ROLLBACK")


@contextmanager
def _unwritable(desk: Running) -> Iterator[None]:
    """The table of conversations refuses every change."""
    changes = ("INSERT", "UPDATE")
    with closing(_opened(desk)) as connection:
        for change in changes:
            connection.execute(
                f"CREATE TRIGGER no_{change} BEFORE {change} ON conversations "
                "BEGIN SELECT RAISE(ABORT, 'read-only'); END"
            )
        try:
            yield
        finally:
            for change in changes:
                connection.execute(f"DROP TRIGGER no_{change}")


def _opened(desk: Running) -> sqlite3.Connection:
    path = Path(desk.settings["GUICHET_DATA_DIR"]) / settings().sql_url.rpartition("/")[2]
    return sqlite3.connect(path, timeout=20, isolation_level=None)


if __name__ == "__main__":
    typer.run(main)
