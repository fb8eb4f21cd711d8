"""How soon a visitor has a reference while the company's CRM takes requests, and says nothing.

    python -m benchmarks.crm_silent [--json] [--times N]

A whole desk tells an endpoint by signed webhook. One visitor after another opens a case by REST;
timed is the last message, from «oui» to the reference and what is true of it. By turns the
endpoint answers, and hears without a word until the visitor was told.
"""

from __future__ import annotations

import json
import tempfile
import uuid
from dataclasses import replace
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Annotated, Any

import httpx
import typer

from benchmarks.measure import Spread, ratio
from benchmarks.running import TOKEN, Running, running
from benchmarks.sides import our_desk
from tests.dialogues.company import Company, company_on_a_line

PATH = "/webhooks/rest/webhook"
GOAL_MS = 1000.0
CASE = "je veux ouvrir un dossier : ma box redémarre sans cesse, mon numéro est le {phone}"
TOLD = {"accepts": "utter_transmitted", "silent": "utter_transmitted_later"}


def main(
    times: Annotated[int, typer.Option(help="visitors with each")] = 40,
    as_json: Annotated[bool, typer.Option("--json", help="for programs")] = False,
) -> None:
    """Measure the waits; the exit code is 1 when one is longer than the goal."""
    with tempfile.TemporaryDirectory() as folder, company_on_a_line() as company:
        made = our_desk(Path(folder))
        desk = replace(made, settings={**made.settings, **company.settings})
        with running(desk):
            found = figures(waits(desk, company, times))
    print(json.dumps(found, indent=2) if as_json else table(found))
    raise typer.Exit(0 if found["worst_ms"]["silent"] <= GOAL_MS else 1)


def waits(desk: Running, company: Company, times: int) -> dict[str, list[float]]:
    """Milliseconds until the reference; each visitor also hears the truth, or it ends here."""
    found: dict[str, list[float]] = {how: [] for how in TOLD}
    with httpx.Client(
        base_url=desk.url, headers={"Authorization": f"Bearer {TOKEN}"}, timeout=60.0
    ) as client:
        for number in range(times + 1):
            for how, told in TOLD.items():
                with company.being(how, Path(desk.settings["GUICHET_DATA_DIR"])):
                    wait = _reference(client, number, told)
                if number:  # the first of each warms the desk
                    found[how].append(wait)
    return found


def figures(ms: dict[str, list[float]]) -> dict[str, Any]:
    return {
        "goal_ms": GOAL_MS,
        "ms": ms,
        "median_ms": {how: median(waited) for how, waited in ms.items()},
        "worst_ms": {how: max(waited) for how, waited in ms.items()},
        "ratio": vars(ratio(ms["silent"], ms["accepts"])),
    }


def table(found: dict[str, Any]) -> str:
    lines = [f"{'company CRM: until the reference (ms)':38}{'p50':>8}{'longest':>9}"]
    for how in found["ms"]:
        typical, worst = found["median_ms"][how], found["worst_ms"][how]
        lines.append(f"{how:38}{typical:8.0f}{worst:9.0f}")
    shown = Spread(**found["ratio"]).shown()
    return "\n".join([*lines, f"silent / accepts {shown}; goal: {GOAL_MS:.0f} ms at most"])


def _reference(client: httpx.Client, number: int, told: str) -> float:
    sender, digits = uuid.uuid4().hex, f"06 39 98 {number // 100:02d} {number % 100:02d}"
    _said(client, sender, CASE.format(phone=digits))
    began = perf_counter()
    names = _said(client, sender, "oui")
    waited = 1000 * (perf_counter() - began)
    if names[:2] != ["utter_case_opened", told]:
        raise SystemExit(f"the visitor was told {names}, not {told}")
    return waited


def _said(client: httpx.Client, sender: str, text: str) -> list[str]:
    body = {"sender": sender, "message": text, "metadata": {"language": "fr"}}
    answer = client.post(PATH, json=body).raise_for_status().json()
    return [str((one.get("custom") or {}).get("response")) for one in answer]


if __name__ == "__main__":
    typer.run(main)
