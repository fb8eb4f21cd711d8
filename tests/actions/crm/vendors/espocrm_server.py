"""EspoCRM as it was seen on the wire (8.4): what it refuses, and what it leaves out of answers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timezone
from itertools import count
from typing import Any

from actions.crm.vendors.account import Account
from tests.actions.crm.vendors.hand_written import Asked, Refused, Reply, listening

KEY = "an-espo-key-of-tests"
FIELD = "cExternalRef"
UNIQUE = ("Case", "Call", "Lead")
MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")
FIELDS = {
    "Contact": "firstName lastName phoneNumber emailAddress description",
    "Lead": f"firstName lastName phoneNumber emailAddress description status {FIELD}",
    "Case": f"name description status priority type contactId contactsIds {FIELD}",
    "Call": f"name description status direction dateStart dateEnd contactsIds parentType parentId assignedUserId {FIELD}",
    "Note": "type parentType parentId post",
}
# What a list or the answer to a POST does not show.
HIDDEN = {"contactsIds", "phoneNumberData", "emailAddressData"}

Row = dict[str, Any]


def refused(status: int, reason: str = "") -> Refused:
    return Refused(status, None, X_Status_Reason=reason)


class Server:
    """`fields`: entities that an administrator gave the field to; `forbidden`: requests."""

    def __init__(self) -> None:
        self.rows: dict[str, dict[str, Row]] = {entity: {} for entity in FIELDS}
        self.fields = set(UNIQUE)
        self.forbidden: set[tuple[str, ...]] = set()
        self._numbers = count(1)

    def __call__(self, asked: Asked) -> Reply:
        if asked.headers.get("x-api-key") != KEY:
            raise refused(401)
        if asked.parts[:2] != ("api", "v1"):
            raise refused(404)
        if (asked.method, *asked.parts[2:]) in self.forbidden:
            raise refused(403, "No access")
        match (asked.method, *asked.parts[2:]):
            case ("GET", "App", "user"):
                return Reply(200, {"user": {"type": "api"}, "settings": {"version": "8.4.2"}})
            case ("GET", "Metadata"):
                _, entity, _, field = asked.query["key"].split(".")
                there = entity in self.fields and field == FIELD
                return Reply(200, {"type": "varchar", "maxLength": 255} if there else None)
            case ("GET", "Case", ref, "stream"):
                self.row("Case", ref)
                posts = [one for one in self.rows["Note"].values() if one["parentId"] == ref]
                changes = [{"id": f"s{ref}", "type": "Create", "parentId": ref}]
                return self.page(asked, [*posts, *changes])
            case ("GET", "Contact", ref, ("cases" | "calls") as link):
                self.row("Contact", ref)
                entity = "Case" if link == "cases" else "Call"
                rows = self.rows[entity].values()
                return self.page(asked, [one for one in rows if ref in one["contactsIds"]])
            case ("GET", entity) if entity in FIELDS:
                return self.page(asked, self.found(entity, asked.query))
            case ("POST", entity) if entity in FIELDS:
                return self.made(entity, asked)
            case ("GET", entity, ref):
                return Reply(200, self.row(entity, ref))
            case ("PUT", entity, ref):
                self.row(entity, ref).update(self.checked(entity, asked.json()))
                return Reply(200, self.named(entity, self.row(entity, ref)))
            case ("DELETE", entity, ref):
                del self.rows[entity][self.row(entity, ref)["id"]]
                return Reply(200, True)
        raise refused(404)

    def row(self, entity: str, ref: str) -> Row:
        if entity not in FIELDS or ref not in self.rows[entity]:
            raise refused(404)
        return self.rows[entity][ref]

    def found(self, entity: str, query: Mapping[str, str]) -> list[Row]:
        rows = list(self.rows[entity].values())
        if "where[0][type]" not in query:
            return rows
        field, value = query["where[0][attribute]"], query["where[0][value]"]
        if field not in FIELDS[entity].split():
            raise refused(400, "Bad where")
        if field == "emailAddress":
            return [one for one in rows if str(one.get(field) or "").lower() == value.lower()]
        return [
            one
            for one in rows
            if one.get(field) == value
            or value in [more["phoneNumber"] for more in one.get("phoneNumberData", ())]
        ]

    def page(self, asked: Asked, rows: list[Row]) -> Reply:
        offset, size = int(asked.query.get("offset", 0)), int(asked.query.get("maxSize", 20))
        part = [_shown(one) for one in rows[offset : offset + min(size, 2)]]
        return Reply(200, {"total": len(rows), "list": part})

    def made(self, entity: str, asked: Asked) -> Reply:
        values = self.checked(entity, asked.json())
        self.complete(entity, values)
        skipped = asked.headers.get("x-skip-duplicate-check") == "true"
        twins = self.twins(entity, values)
        if twins and skipped and entity in UNIQUE:
            raise refused(500)  # the database's own unique key
        if twins and not skipped:
            raise Refused(409, [_shown(one) for one in twins], X_Status_Reason="duplicate")
        number = next(self._numbers)
        created = datetime.now(timezone.utc).strftime("%Y-%m-%d %H:%M:%S")
        row = {"id": f"{number:017x}", "createdAt": created, "contactsIds": [], **values}
        self.rows[entity][row["id"]] = self.named(entity, row)
        shown = _shown(self.rows[entity][row["id"]])
        if entity == "Case":
            self.rows[entity][row["id"]]["number"] = number
        return Reply(200, shown)

    def twins(self, entity: str, values: Row) -> list[Row]:
        same = {FIELD: values.get(FIELD)} if entity in self.fields else {}
        if entity == "Contact":
            names = ("firstName", "lastName")
            return [
                one
                for one in self.rows[entity].values()
                if all(one.get(name) == values.get(name) for name in names)
                or (
                    values.get("emailAddress") and one.get("emailAddress") == values["emailAddress"]
                )
            ]
        return [
            one
            for one in self.rows[entity].values()
            if same and same[FIELD] and one.get(FIELD) == same[FIELD]
        ]

    def checked(self, entity: str, values: Row) -> Row:
        phone = values.get("phoneNumber")
        if phone and not re.fullmatch(r"\+[1-9]\d{6,14}", phone):
            raise refused(400, "validationFailure")
        for name in ("dateStart", "dateEnd"):
            if name in values and not MOMENT.fullmatch(values[name]):
                raise refused(400, "validationFailure")
        known = set(FIELDS[entity].split())
        if entity not in self.fields:
            known -= {FIELD}
        return {name: value for name, value in values.items() if name in known}

    def complete(self, entity: str, values: Row) -> None:
        needed = {"Contact": ["lastName"], "Lead": ["lastName"], "Note": ["post"]}
        for name in needed.get(entity, ["name"]):
            if not values.get(name):
                raise refused(400, "validationFailure")

    def named(self, entity: str, row: Row) -> Row:
        if entity in ("Contact", "Lead"):
            row["name"] = " ".join(filter(None, (row.get("firstName"), row.get("lastName"))))
        return row


def _shown(row: Row) -> Row:
    return {name: value for name, value in row.items() if name not in HIDDEN}


@contextmanager
def served(server: Server | None = None) -> Iterator[Account]:
    with listening(server or Server()) as url:
        yield Account(url, secret=KEY)
