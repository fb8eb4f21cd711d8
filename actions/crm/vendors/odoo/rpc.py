"""Odoo's XML-RPC: who we are there, one method of one model, and what its faults mean."""

from __future__ import annotations

import re
import xmlrpc.client
from typing import Any
from xml.parsers.expat import ExpatError

from defusedxml.xmlrpc import DefusedExpatParser

from actions.crm.port import CrmError, CrmRefused, CrmUnavailable, Refusal
from actions.crm.vendors.account import Account
from actions.crm.vendors.wire import Wire, accepted

USER_ERROR, ACCESS_DENIED, ACCESS_ERROR = 2, 3, 4
# Two that write at once, or a database that is away: the same may succeed later.
PASSING = re.compile(r"could not serialize|deadlock detected|OperationalError|InterfaceError")
NO_DATABASE = re.compile(r'database "[^"]*" does not exist')
NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Rpc:
    def __init__(self, account: Account) -> None:
        self.wire = Wire(f"{account.url}/xmlrpc/2", account.timeout, {"Accept": "text/xml"})
        self._database = account.option("database", "odoo")
        self._login, self._secret = account.user, account.secret
        self._uid = 0

    async def version(self) -> str:
        return str((await self._ask("common", "version"))["server_version"])

    async def uid(self) -> int:
        """Our number there, asked for once."""
        if not self._uid:
            us = (self._database, self._login, self._secret)
            known = await self._ask("common", "authenticate", *us, {})
            if not known:
                raise CrmUnavailable("no such login", locked_out=True)
            self._uid = int(known)
        return self._uid

    async def call(self, model: str, method: str, *given: Any, **named: Any) -> Any:
        us = (self._database, await self.uid(), self._secret)
        return await self._ask("object", "execute_kw", *us, model, method, list(given), named)

    async def _ask(self, path: str, method: str, *given: Any) -> Any:
        body = xmlrpc.client.dumps(given, method, allow_none=True)
        response = await self.wire.answer(
            "POST",
            f"/{path}",
            content=NOT_IN_XML.sub("", body).encode(),
            headers={"Content-Type": "text/xml"},
        )
        try:
            return _read(accepted(response).content)
        except xmlrpc.client.Fault as fault:
            raise _failure(fault) from None
        except (ExpatError, ValueError, TypeError, IndexError, xmlrpc.client.Error):
            raise CrmUnavailable("not XML-RPC") from None


def _read(body: bytes) -> Any:
    """The one value of an answer; neither a DTD nor an entity is read."""
    target = xmlrpc.client.Unmarshaller()
    parser = DefusedExpatParser(target, forbid_dtd=True)
    parser.feed(body)
    parser.close()
    return target.close()[0]


def passing(said: str) -> bool:
    return PASSING.search(said) is not None


def _failure(fault: xmlrpc.client.Fault) -> CrmError:
    """By its number and kind alone: its text may quote what we sent."""
    if fault.faultCode == ACCESS_DENIED:
        return CrmUnavailable("HTTP 401 (fault 3)", locked_out=True)
    if NO_DATABASE.search(str(fault.faultString)):
        return CrmUnavailable("no such database", locked_out=True)
    if passing(str(fault.faultString)):
        return CrmUnavailable("busy: somebody else is writing")
    if fault.faultCode in (USER_ERROR, ACCESS_ERROR):
        return CrmRefused(Refusal.INVALID, f"fault {fault.faultCode}")
    kind = re.search(
        r"^(?:\w+\.)*(\w+(?:Error|Exception|Violation))\b", str(fault.faultString), re.M
    )
    return CrmRefused(Refusal.INVALID, f"fault 1 {kind[1] if kind else ''}".strip())
