"""What the voice benchmark found, as a table and as a picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.measure import Spread
from benchmarks.pictures import drawn
from benchmarks.voice_findings import GOALS

_ROWS = ("caller", "silence", "recogniser", "desk", "mouth and line", "answer")


def table(found: Mapping[str, Any]) -> str:
    """What a person reads."""
    ears = ", ".join(f"{language}: {name}" for language, name in found["recognisers"].items())
    ratio = Spread(**found["ratio"]).shown(2) if found["ratio"] else "—"
    rows: list[tuple[Any, ...]] = [
        ("ears", ears),
        ("beyond the silence, p50 / p95", _pair(found, "beyond_"), "500 / 800",
         found["met"]["beyond_p50_ms"] and found["met"]["beyond_p95_ms"]),
        *_stage_rows(found["stages"]),
        ("turns that were not heard", f"{found['unheard']} of {found['turns'] + found['unheard']}"),
        ("one thing after the other, p50", _ms(found["sequential_p50_ms"])),
        ("ours / one thing after the other", ratio, "at most 0.6", found["met"]["ratio"]),
        ("interruption, p50 / p95", _pair(found, "barge_in_"), "150",
         found["met"]["barge_in_p95_ms"]),
        ("  interruptions, and those that were none", f"{found['barge_ins']}, "
         f"{found['not_interrupted']}"),
        *_pause_rows(found["false_endings"]),
        ("recogniser, CPU s a second of speech", f"{found['ears_cpu_per_second_of_speech']:.2f}"),
        *((f"a recogniser that {'is ' if how == 'killed' else ''}{how} is replaced, p50 / p95",
           _pair(each)) for how, each in found["losses"].items()),
        ("  the slowest after a kill", _ms(found["replaced_ms"]), "500",
         found["met"]["replaced_ms"]),
        *((f"{one['calls']:>3} calls at once, p50 / p95", _pair(one)) for one in found["load"]),
        ("calls a core within 800 ms", f"{found['calls_per_core']:.1f}", "at least 4",
         found["met"]["calls_per_core"]),
    ]  # fmt: skip
    return "\n".join(_row(*row) for row in rows)


def picture(found: Mapping[str, Any], path: Path) -> None:
    """One call as it went, and what each load does to the wait."""
    with drawn(path, 2, (13, 3.6)) as (line, load):
        _draw_call(found["timeline"], line)
        _draw_load(found["load"], load)


def _draw_call(spans: Sequence[Mapping[str, Any]], axis: Any) -> None:
    for span in spans:
        length = span["to"] - span["from"]
        row = _ROWS.index(span["what"])
        axis.barh(row, length, left=span["from"], color=f"C{row}")
        if span["what"] not in ("caller", "answer"):
            axis.text(span["to"] + 0.05, row, f"{1000 * length:.0f}", va="center", fontsize=7)
    axis.set_yticks(range(len(_ROWS)), list(_ROWS))
    axis.invert_yaxis()
    axis.set(xlabel="seconds of one call (numbers: milliseconds)", title="a callback is booked")


def _draw_load(loads: Sequence[Mapping[str, Any]], axis: Any) -> None:
    calls = [one["calls"] for one in loads]
    for name in ("p50_ms", "p95_ms"):
        axis.plot(calls, [one[name] for one in loads], marker="o", label=name[:3])
    axis.axhline(GOALS["beyond_p95_ms"], linestyle=":", color="grey")
    axis.set(xlabel="calls at once, all talking", ylabel="ms beyond the silence")
    axis.legend()


def _stage_rows(stages: Mapping[str, Mapping[str, Any]]) -> list[tuple[str, str]]:
    return [
        (f"  {name}, {side.replace('_', ' ').replace('crm', 'the CRM')}", _pair(times))
        for side, each in stages.items()
        for name, times in each.items()
    ]


def _pause_rows(endings: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    return [
        (f"pause of {one['pause_ms']:.0f} ms in a {one['kind']}",
         f"{one['cut']} of {one['tried']} taken for the end")
        for one in endings
    ]  # fmt: skip


def _row(what: str, value: str, goal: str = "", is_met: bool = True) -> str:
    verdict = "" if not goal else f"   goal: {goal}{'' if is_met else ', missed'}"
    return f"{what:44}{value}{verdict}"


def _pair(times: Mapping[str, Any], prefix: str = "") -> str:
    return f"{_ms(times[prefix + 'p50_ms'])} / {_ms(times[prefix + 'p95_ms'])}"


def _ms(value: float | None) -> str:
    return "—" if value is None else f"{value:.0f} ms"
