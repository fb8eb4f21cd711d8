"""Odoo's XML-RPC: who we are there, one method of one model, and what its faults mean."""

from __future__ import annotations

import re
import xmlrpc.client
from typing import Any
from xml.parsers.expat import ExpatError

from defusedxml.xmlrpc import DefusedExpatParser

from actions.crm.port import CrmError, CrmRefused, CrmUnavailable, Refusal
from actions.crm.vendors.account import Account
from actions.crm.vendors.wire import Forbidden, Wire, failure

USER_ERROR, ACCESS_DENIED, ACCESS_ERROR = 2, 3, 4
# What an import says of two that write at once, or of a database that is away or has no room.
PASSING = re.compile(
    r"could not serialize|deadlock detected|could not obtain lock|canceling statement"
    r"|terminating connection|Pool Is Full|(?:Operational|Interface|Memory|Pool)Error"
    r"|AdminShutdown|LockNotAvailable|QueryCanceled|SerializationFailure"
)
# An error of these kinds is about what we sent; any other is about the moment.
REFUSALS = {
    "ValidationError", "UserError", "RedirectWarning", "MissingError", "ValueError", "KeyError",
    "CheckViolation", "NotNullViolation", "ForeignKeyViolation",
}  # fmt: skip
KIND = re.compile(r"^(?:[A-Za-z_]\w*\.)*([A-Z]\w*)(?=:|$)", re.M)
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
            if not response.is_success:  # Odoo itself answers 200, with a fault
                raise failure(response, lambda _: False)
            return _read(response.content)
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
    said = str(fault.faultString)
    if fault.faultCode == ACCESS_DENIED:
        return CrmUnavailable("HTTP 401 (fault 3)", locked_out=True)
    if fault.faultCode == ACCESS_ERROR:
        return Forbidden("HTTP 403 (fault 4)")
    if fault.faultCode == USER_ERROR:
        return CrmRefused(Refusal.INVALID, "fault 2")
    if NO_DATABASE.search(said):
        return CrmUnavailable("no such database", locked_out=True)
    return _broken(_kind(said))


def _broken(kind: str) -> CrmError:
    """What a traceback ends with."""
    if kind == "AccessError":
        return Forbidden("HTTP 403 (AccessError)")
    if kind in REFUSALS:
        return CrmRefused(Refusal.INVALID, f"fault 1 {kind}")
    return CrmUnavailable(f"fault 1 {kind}".strip())


def _kind(said: str) -> str:
    """The last traceback's exception stands in its first line that is not indented."""
    found = KIND.search(said.rpartition("Traceback (most recent call last):")[2])
    return found[1] if found else ""
