"""What Salesforce's errors mean to the port, told by their codes alone."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import httpx

from actions.crm.port import CrmError, CrmRefused, CrmUnavailable, Refusal
from actions.crm.vendors.wire import failure, tells

DAY_IS_FULL = 900.0  # the limit is over a rolling day: some of it is free again soon
BUSY = {"UNABLE_TO_LOCK_ROW", "SERVER_UNAVAILABLE", "QUERY_TIMEOUT"}
# A 403 with any other code is a permission that was taken from us as a whole.
ONE_RECORD = {
    "INSUFFICIENT_ACCESS_OR_READONLY", "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY",
    "ENTITY_IS_LOCKED",
}  # fmt: skip
CONFLICTS = {"DUPLICATES_DETECTED", "DUPLICATE_VALUE", "DUPLICATE_EXTERNAL_ID"}
UNKNOWN = {"NOT_FOUND", "ENTITY_IS_DELETED", "MALFORMED_ID", "INVALID_CROSS_REFERENCE_KEY"}


class Answered(CrmRefused):
    """A refusal with the codes that Salesforce gave, and its whole answer for whoever asked."""

    def __init__(self, reason: Refusal, status: int, errors: Sequence[Mapping[str, Any]]) -> None:
        self.codes = [code_of(error) for error in errors]
        self.errors = errors
        super().__init__(reason, " ".join([f"HTTP {status}", *self.codes]))


def code_of(error: Mapping[str, Any]) -> str:
    """`REQUIRED_FIELD_MISSING`, and no message: messages repeat what was written."""
    code = str(error.get("errorCode", ""))
    return code if re.fullmatch(r"[A-Z_]{1,60}", code) else "?"


def problem(response: httpx.Response) -> CrmError:
    """What an answer that is not a success means to the port."""
    status, errors = response.status_code, _errors(response)
    codes = {code_of(error) for error in errors}
    if "REQUEST_LIMIT_EXCEEDED" in codes:
        return CrmUnavailable(f"HTTP {status} REQUEST_LIMIT_EXCEEDED", retry_after=DAY_IS_FULL)
    if codes & BUSY:
        return CrmUnavailable(f"HTTP {status} {min(codes & BUSY)}")
    if status == 403 and codes and not codes & ONE_RECORD:
        return CrmUnavailable(f"HTTP 403 {min(codes)}", locked_out=True)
    if status == 300 or codes & CONFLICTS:
        return Answered(Refusal.CONFLICT, status, errors)
    if codes and 400 <= status < 500 and status not in (401, 408, 429):
        return Answered(Refusal.UNKNOWN if codes & UNKNOWN else Refusal.INVALID, status, errors)
    return failure(response, tells("errorCode"))


def _errors(response: httpx.Response) -> list[dict[str, Any]]:
    try:
        read = response.json()
    except ValueError:
        return []
    return [one for one in read if isinstance(one, dict)] if isinstance(read, list) else []
