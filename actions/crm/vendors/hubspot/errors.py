"""What HubSpot's errors mean to the port, told by their categories alone."""

from __future__ import annotations

import re
from typing import Any

import httpx

from actions.crm.port import CrmError, CrmRefused, CrmUnavailable, Refusal
from actions.crm.vendors.wire import asked_to_wait, failure, tells

MIGRATING = 477  # the account is on its way to another data centre
OWN = tells("category")
WAITS = {"SECONDLY": 1.0, "TEN_SECONDLY_ROLLING": 10.0, "DAILY": 3600.0}


def problem(response: httpx.Response) -> CrmError:
    """What an answer that is not a success means to the port."""
    status, said = response.status_code, _said(response)
    category = _word(said.get("category"))
    if status in (429, MIGRATING):
        policy = _word(said.get("policyName"))
        wait = asked_to_wait(response) or WAITS.get(policy, 10.0)
        return CrmUnavailable(f"HTTP {status} {policy}".strip(), retry_after=wait)
    if not OWN(response):
        return failure(response, OWN)
    if status == 403:
        return CrmUnavailable(f"HTTP 403 {category}".strip(), locked_out=True)
    if status == 409 or "CONFLICTING_UNIQUE_VALUE" in str(said.get("message", "")):
        return CrmRefused(Refusal.CONFLICT, f"HTTP {status} {category}".strip())
    if status == 400:
        return CrmRefused(Refusal.INVALID, f"HTTP 400 {category}".strip())
    return failure(response, OWN)


def _word(text: Any) -> str:
    return text if isinstance(text, str) and re.fullmatch(r"[A-Z_]{1,60}", text) else ""


def _said(response: httpx.Response) -> dict[str, Any]:
    try:
        read = response.json()
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}
