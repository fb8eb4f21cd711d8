"""How long a door takes to say no, each way of being refused by itself."""

from __future__ import annotations

from time import perf_counter
from typing import Any

from benchmarks.measure import percentile
from benchmarks.running import TOKEN, Running, client

PATH = "/webhooks/rest/webhook"
TIMES = 100
GOAL_MS = 20.0
BEARER = f"Bearer {TOKEN}"
# Name: whose token, what is said, how long it is.
REFUSED: dict[str, tuple[str, int]] = {
    "too long": (BEARER, 2_001),
    "ten times too long": (BEARER, 20_000),
    "too large a body": (BEARER, 1_000_000),
    "a wrong token": ("Bearer of nothing", 10),
}


async def refused(side: Running) -> dict[str, dict[str, float]]:
    """Milliseconds until each refusal, with the way there and back."""
    found = {}
    async with client(side.url) as http:
        for name, (token, length) in REFUSED.items():
            body = {"sender": "refused", "message": "a" * length}
            waits = []
            for _ in range(TIMES):
                started = perf_counter()
                answer = await http.post(PATH, json=body, headers={"Authorization": token})
                waits.append(1000 * (perf_counter() - started))
                if not answer.is_client_error:
                    raise SystemExit(f"{name}: not refused, but {answer.status_code}")
            found[name] = {"p50": percentile(waits, 50), "p95": percentile(waits, 95)}
    return found


def table(found: dict[str, Any]) -> str:
    """A line for each way of being refused."""
    lines = [f"{name:24}{one['p50']:8.1f}{one['p95']:8.1f}" for name, one in found.items()]
    return "\n".join([f"{'refused (ms)':24}{'p50':>8}{'p95':>8}   goal < {GOAL_MS:.0f}", *lines])
