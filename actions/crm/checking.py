"""Whether the company's CRM can be told of things as it is set, and if not, what to do about it."""

from __future__ import annotations

import re
from dataclasses import dataclass

import httpx

from actions.crm.port import CrmError, CrmRefused, CrmUnavailable, Refusal
from actions.crm.vendors import vendor
from actions.crm.vendors.account import Account
from actions.crm.vendors.wire import OTHERS

KEY = "it refuses our key: check GUICHET_CRM_SECRET, and GUICHET_CRM_USER where one is needed"
ADDRESS = "nothing like it answers there: check GUICHET_CRM_URL"
RIGHTS = "our key lacks a right there: see the rights that docs/crm.md lists"
NAMES = "make it there, or give its other name in GUICHET_CRM_OPTIONS: see docs/crm.md"
LATER = "it is busy or down: try again later"
STRANGE = (KeyError, TypeError, AttributeError, ValueError, httpx.InvalidURL)


@dataclass(frozen=True)
class Verdict:
    """`answered` is what the CRM calls itself; else `problem` is what stood in the way."""

    crm: str
    answered: str = ""
    problem: str = ""
    advice: str = ""

    def as_text(self) -> str:
        if self.answered:
            return f"{self.crm}: {self.answered} answers, and has what the desk needs"
        return f"{self.crm}: {self.problem}\n{self.advice}"


async def checked(name: str, account: Account) -> Verdict:
    """One harmless round trip."""
    try:
        crm = vendor(name, account)
        try:
            return Verdict(name, answered=await crm.check())
        finally:
            await crm.close()
    except CrmError as error:
        return Verdict(name, problem=_said(error), advice=_advice(error))
    except STRANGE:
        return Verdict(name, problem="an answer of another kind", advice=ADDRESS)


def _said(error: CrmError) -> str:
    detail = error.detail if isinstance(error, CrmRefused) else ""
    return detail or str(error) or type(error).__name__


def _advice(error: CrmError) -> str:
    said = _said(error)
    if said.endswith(OTHERS):
        return ADDRESS
    if said.startswith("HTTP 403"):
        return RIGHTS
    if isinstance(error, CrmRefused):
        return ADDRESS if error.reason is Refusal.UNKNOWN or said == "HTTP 405" else NAMES
    assert isinstance(error, CrmUnavailable)
    if error.locked_out:
        return KEY if re.match("HTTP 4|no token|no such login", said) else NAMES
    if re.match("HTTP (408|425|429|5)|too slow", said):
        return LATER
    return ADDRESS
