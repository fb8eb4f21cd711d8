"""A company's endpoint, written from what our documentation says of the events."""

from __future__ import annotations

import hashlib
import hmac
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

from actions.crm.vendors.account import Account
from tests.actions.crm.vendors.hand_written import Asked, Refused, Reply, listening

SECRET = "guichet_shared"
Row = dict[str, Any]


class Server:
    """It keeps everything, in its own way; `mute`, it answers nothing at all."""

    def __init__(self, mute: bool = False) -> None:
        self.mute = mute
        self.events: list[Row] = []
        self.headers: list[dict[str, str]] = []
        self.unheard: set[str] = set()
        self._people: dict[str, Row] = {}
        self._records: dict[str, Row] = {}
        self._done: dict[str, Row] = {}
        self._numbers = count(1)

    def __call__(self, asked: Asked) -> Reply:
        self._signed(asked)
        told = asked.json()
        self.events.append(told)
        self.headers.append(dict(asked.headers))
        if asked.method != "POST" or asked.headers["x-guichet-event"] != told["event"]:
            raise Refused(400, {})
        if self.mute:
            return Reply(204)
        acts: dict[str, Callable[[Row, str], Row]] = {
            "ping": lambda data, once: {"name": "Maison"},
            "contact.find": lambda data, once: {"contacts": self._found(data)},
            "contact.save": lambda data, once: self._person(data),
            "contact.erase": self._erase,
            "contact.export": self._export,
            "case.open": self._open_case,
            "case.find": lambda data, once: self._record(data, "case"),
            "case.note": self._note,
            "callback.book": self._book,
            "callback.move": self._move,
            "callback.cancel": self._cancel,
            "callback.state": lambda data, once: self._record(data, "callback"),
            "callback.close": self._close,
            "callback.note": self._remark,
            "lead.note": self._remark,
            "lead.open": self._lead,
        }
        if told["event"] in self.unheard:
            raise Refused(501, {})
        return Reply(
            200, acts[told["event"]](told["data"], asked.headers.get("idempotency-key", ""))
        )

    def _signed(self, asked: Asked) -> None:
        read = re.fullmatch(
            r"t=(\d+),v1=([0-9a-f]{64})", asked.headers.get("x-guichet-signature", "")
        )
        if not read or abs(time.time() - int(read[1])) > 300:
            raise Refused(401, {"error": "no signature"})
        proof = hmac.new(SECRET.encode(), read[1].encode() + b"." + asked.body, hashlib.sha256)
        if not hmac.compare_digest(proof.hexdigest(), read[2]):
            raise Refused(401, {"error": "not signed by Guichet"})

    def _found(self, data: Row) -> list[Row]:
        return [
            one for one in self._people.values()
            if (data["phone"] and one["phone"] == data["phone"])
            or (data["email"] and one["email"] == data["email"].lower())
        ]  # fmt: skip

    def _person(self, data: Row) -> Row:
        known = self._found({**data, "email": ""}) or self._found({**data, "phone": ""})
        if not known:
            ref = f"P{next(self._numbers)}"
            self._people[ref] = {"ref": ref, "name": "", "phone": "", "email": "", "language": "fr"}
            known = [self._people[ref]]
        for name, value in data.items():
            known[0][name] = known[0][name] or value
        return known[0]

    def _once(self, once: str, make: Callable[[], Row]) -> Row:
        if not re.fullmatch(r"[!-~]{1,250}", once):
            raise Refused(400, {"reason": "invalid"})
        if once not in self._done:
            self._done[once] = make()
        return self._done[once]

    def _new(self, kind: str, data: Row, contact: Row) -> Row:
        ref = f"{kind[0].upper()}{next(self._numbers)}"
        now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        status = {"case": "open", "callback": "booked", "lead": "new"}[kind]
        row = {**data, "ref": ref, "kind": kind, "status": status, "created_at": now, "notes": []}
        self._records[ref] = {**row, "contact": contact["ref"]}
        return self._records[ref]

    def _open_case(self, data: Row, once: str) -> Row:
        return self._once(once, lambda: self._new("case", data, self._person(data["contact"])))

    def _lead(self, data: Row, once: str) -> Row:
        return self._once(once, lambda: self._new("lead", data, self._person(data["contact"])))

    def _book(self, data: Row, once: str) -> Row:
        person = {"name": data["name"], "phone": data["phone"], "email": "", "language": "fr"}
        row = self._once(once, lambda: self._new("callback", data, self._person(person)))
        if row["status"] == "cancelled":
            row.update(status="booked", start=data["start"], end=data["end"])
        return row

    def _record(self, data: Row, kind: str) -> Row:
        row = self._records.get(data["ref"])
        if row is None or row["kind"] != kind:
            raise Refused(404, {"reason": "unknown"})
        return row

    def _note(self, data: Row, once: str) -> Row:
        row = self._record(data, "case")
        self._once(once, lambda: row["notes"].append({"text": data["text"]}) or {})
        return {}

    def _move(self, data: Row, once: str) -> Row:
        row = self._record(data, "callback")
        if row["status"] not in ("booked", "moved"):
            raise Refused(409, {"reason": "not_open"})
        row.update(start=data["start"], end=data["end"], status="moved")
        return row

    def _cancel(self, data: Row, once: str) -> Row:
        self._record(data, "callback")["status"] = "cancelled"
        return self._record(data, "callback")

    def _close(self, data: Row, once: str) -> Row:
        row = self._record(data, "callback")
        if row["status"] in ("booked", "moved"):
            row.update(status="done", outcome=data["outcome"])
        return row

    def _remark(self, data: Row, once: str) -> Row:
        row = self._records.get(data["ref"])
        if row is None:
            raise Refused(404, {"reason": "unknown"})
        self._once(once, lambda: row["notes"].append({"text": data["text"]}) or {})
        return {}

    def _of(self, ref: str) -> list[Row]:
        if ref not in self._people:
            raise Refused(404, {"reason": "unknown"})
        return [row for row in self._records.values() if row["contact"] == ref]

    def _export(self, data: Row, once: str) -> Row:
        mine = self._of(data["ref"])
        kinds = {
            f"{kind}s": [row for row in mine if row["kind"] == kind]
            for kind in ("case", "callback", "lead")
        }
        notes = [note for row in mine for note in row["notes"]]
        return {"contact": self._people[data["ref"]], **kinds, "notes": notes}

    def _erase(self, data: Row, once: str) -> Row:
        mine = self._of(data["ref"])
        for row in mine:
            del self._records[row["ref"]]
        del self._people[data["ref"]]
        return {"records": len(mine) + 1}


@contextmanager
def served(server: Server | None = None) -> Iterator[Account]:
    with listening(server or Server()) as url:
        yield Account(f"{url}/hooks/guichet", secret=SECRET)
