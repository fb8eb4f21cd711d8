"""How long somebody waits for a check at the console: from the click to the report on the page.

Run by `benchmarks.knowledge` as a process that has just been started.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from starlette.testclient import TestClient

from benchmarks.knowledge_house import process
from benchmarks.knowledge_report import Figure
from bot.database import engine
from knowledge_base.console.cookies import Cookies
from knowledge_base.console.frame import Console
from knowledge_base.curation.roles import Role
from knowledge_base.live import open_knowledge
from knowledge_base.sources import Sources

CSRF = re.compile(r'name="csrf" value="([0-9a-f]{64})"')
DRAFT = re.compile(r'name="draft" value="([^"]+)"')
NAME, PASSWORD = "benchmark", "correct horse battery staple"
GLANCE = 0.25


def console_figures(folder: Path, trials: int) -> Iterator[Figure]:
    """First checks of processes just started, and their second ones."""
    found = [_measured(folder) for _ in range(trials)]
    for place, said in enumerate(("first check at the console", "a later one")):
        for what in ("wall", "cpu"):
            values = [one["checks"][place][what] for one in found]
            goal = 10.0 if what == "wall" else None
            told = found[-1]["checks"][place]["told"].items()
            note = ", ".join(f"{name} {seconds:.1f}" for name, seconds in told)
            yield Figure(f"{said}, {what} s", values, goal, "" if goal else note)


def _measured(folder: Path) -> dict[str, Any]:
    with process("benchmarks.knowledge_console", folder) as running:
        out, _ = running.communicate()
    found: dict[str, Any] = json.loads(out.splitlines()[-1])
    return found


def main() -> None:
    knowledge = open_knowledge(watch=False)
    console = Console(engine(), Cookies("k" * 40, False), knowledge, Sources())
    app = FastAPI()
    app.mount("/console", console.site())
    browser = TestClient(app, base_url="http://desk.example", follow_redirects=False)
    _sign_in(console, browser)
    print(json.dumps({"checks": [_check(console, browser) for _ in range(2)]}))


def _sign_in(console: Console, browser: TestClient) -> None:
    name = f"{NAME}-{time.time_ns()}"
    console.sign_in.set_password(console.people.add(name, Role.CURATOR, NAME), PASSWORD)
    page = browser.get("/console/sign-in").text
    given = {"csrf": CSRF.findall(page)[0], "name": name, "password": PASSWORD}
    assert browser.post("/console/sign-in", data=given).status_code == 303


def _check(console: Console, browser: TestClient) -> dict[str, Any]:
    page = unescape(browser.get("/console/publish").text)
    given = {"csrf": CSRF.findall(page)[0], "draft": DRAFT.findall(page), "why": NAME}
    wall, cpu = time.perf_counter(), time.process_time()
    address = browser.post("/console/publish/check", data=given).headers["location"]
    while 'hx-trigger="every 1s"' in browser.get(address).text:
        time.sleep(GLANCE)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    check = console.checks.get()
    assert check and check.report, check
    return {"wall": wall, "cpu": cpu, "told": dict(check.report.seconds)}


if __name__ == "__main__":
    main()
