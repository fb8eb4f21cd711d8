"""The home page's card: a promise that today's verdicts contradict, or that holds no more."""

from __future__ import annotations

from typing import Any

from knowledge_base.console.confidence_view import percent, sentence
from knowledge_base.console.visit import Visit
from knowledge_base.curation.promise import NONE, Promises


def card(visit: Visit) -> dict[str, Any]:
    """From memory: the verdicts are asked again in the background."""
    made = Promises(visit.console.database)
    newest = next(iter(made.all()), None)
    if newest is None or newest.rate == NONE:
        return {"other": "", "broken": ""}
    if not newest.holds_for(made.shipped):
        return {"other": percent(visit, newest.rate), "broken": ""}
    check = visit.console.labelling.stood(newest)
    broken = check is not None and check.state(newest.rate) == "broken"
    said = sentence(visit, check) if check and broken else ""
    return {"other": "", "broken": said, "rate": percent(visit, newest.rate)}
