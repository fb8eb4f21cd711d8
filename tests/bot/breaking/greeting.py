"""A greeting that breaks before or after it spoke."""

from __future__ import annotations

from typing import Any

import actions.general

BROKEN: list[str] = []


class BreakingGreet(actions.general.Greet):
    async def run(self, dispatcher: Any, tracker: Any, domain: dict[str, Any]) -> Any:
        if "before" in BROKEN:
            raise RuntimeError("0639980000")
        said = await super().run(dispatcher, tracker, domain)
        if "after" in BROKEN:
            raise RuntimeError("0639980000")
        return said
