"""The figures that the voice benchmark makes of what it found, and the goals that they meet."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from benchmarks.measure import Spread, percentile
from benchmarks.voice_turns import Found, Pause, Turn

GOALS = {
    "beyond_p50_ms": 500.0, "beyond_p95_ms": 800.0, "ratio": 0.6, "barge_in_p95_ms": 150.0,
    "calls_per_core": 4.0, "replaced_ms": 500.0,
}  # fmt: skip
_AT_LEAST = {"calls_per_core"}


def figures(found: Found, cores: int = 0) -> dict[str, Any]:
    """What a program reads, in milliseconds unless a name says otherwise."""
    cores = cores or len(os.sched_getaffinity(0))
    beyond, barge_in = quantiles(t.beyond for t in found.turns), quantiles(found.barge_ins)
    loads = [_load(calls, waits) for calls, waits in found.loads.items()]
    made: dict[str, Any] = {
        "recognisers": dict(found.recognisers), "rounds": found.rounds, "cores": cores,
        "turns": len(found.turns), "unheard": found.unheard,
        "beyond_p50_ms": beyond["p50_ms"], "beyond_p95_ms": beyond["p95_ms"],
        "stages": {
            "without_crm": _stages([one for one in found.turns if not one.with_crm]),
            "with_crm": _stages([one for one in found.turns if one.with_crm]),
        },
        "sequential_p50_ms": quantiles(theirs for _, theirs in found.pairs)["p50_ms"],
        "ratio": _ratio(found.pairs),
        "barge_in_p50_ms": barge_in["p50_ms"], "barge_in_p95_ms": barge_in["p95_ms"],
        "barge_ins": len(found.barge_ins), "not_interrupted": found.not_interrupted,
        "false_endings": _false_endings(found.pauses),
        "ears_cpu_per_second_of_speech": found.ears_cpu,
        "losses": {how: quantiles(each) for how, each in found.losses.items()},
        "replaced_ms": _slowest(found.losses.get("killed", ())),
        "load": loads, "calls_per_core": _held(loads) / cores,
        "timeline": timeline(found.call),
        "goals": GOALS,
    }  # fmt: skip
    return made | {"met": {name: _met(name, made[name]) for name in GOALS}}


def _slowest(seconds: Sequence[float]) -> float | None:
    return 1000 * max(seconds) if seconds else None


def quantiles(seconds: Iterable[float]) -> dict[str, float | None]:
    """p50 and p95 in milliseconds; None where nothing was measured."""
    values = [1000 * one for one in seconds]
    return {
        f"p{percent}_ms": percentile(values, percent) if values else None for percent in (50, 95)
    }


def timeline(call: Sequence[tuple[Turn, float]]) -> list[dict[str, Any]]:
    """One call's spans, in seconds from the caller's first word."""
    spans: list[tuple[str, float, float]] = []
    for turn, over in call:
        spans.append(("caller", turn.began, turn.said))
        spans += [(name, start, end) for name, (start, end) in turn.stages().items()]
        spans.append(("answer", turn.first, over))
    zero = spans[0][1] if spans else 0.0
    return [
        {"what": what, "from": round(start - zero, 3), "to": round(end - zero, 3)}
        for what, start, end in spans
    ]


def _stages(turns: Sequence[Turn]) -> dict[str, dict[str, float | None]]:
    told = [turn.stages() for turn in turns if turn.stages()]
    names = list(told[0]) if told else []
    each = {name: quantiles(one[name][1] - one[name][0] for one in told) for name in names}
    return {**each, "beyond": quantiles(turn.beyond for turn in turns)}


def _ratio(pairs: Sequence[tuple[float, float]]) -> dict[str, float] | None:
    return vars(Spread.of([ours / theirs for ours, theirs in pairs])) if pairs else None


def _false_endings(pauses: Sequence[Pause]) -> list[dict[str, Any]]:
    """By kind and length: how many of the pauses were taken for an end."""
    kinds = sorted({(one.kind, one.seconds) for one in pauses})
    rows = []
    for kind, seconds in kinds:
        cut = [one.was_cut for one in pauses if (one.kind, one.seconds) == (kind, seconds)]
        rows.append({
            "kind": kind, "pause_ms": 1000 * seconds, "cut": sum(cut), "tried": len(cut),
            "rate": sum(cut) / len(cut),
        })  # fmt: skip
    return rows


def _load(calls: int, waits: Sequence[float | None]) -> dict[str, Any]:
    heard = [wait for wait in waits if wait is not None]
    return {"calls": calls, "turns": len(waits), "heard": len(heard), **quantiles(heard)}


def _held(loads: Sequence[Mapping[str, Any]]) -> int:
    """The most calls at once, all talking, all heard, that wait no longer than the goal."""
    whole = [one for one in loads if one["heard"] and one["heard"] == one["turns"]]
    goal = GOALS["beyond_p95_ms"]
    return max((one["calls"] for one in whole if one["p95_ms"] <= goal), default=0)


def _met(name: str, value: float | Mapping[str, float] | None) -> bool:
    number = value["median"] if isinstance(value, Mapping) else value
    if number is None:
        return False
    return number >= GOALS[name] if name in _AT_LEAST else number <= GOALS[name]


