"""HubSpot as its documentation describes it: what it demands, refuses, and shows late."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timezone
from itertools import count
from typing import Any

from actions.crm.vendors.account import Account
from tests.actions.crm.vendors.hand_written import Asked, Refused, Reply, listening

FIELD = "guichet_ref"
SCHEMA: dict[str, dict[str, set[str]]] = {
    "contacts": {"email": set(), "firstname": set(), "lastname": set(), "phone": set(), "mobilephone": set(), "hs_language": {"fr", "en"}, "hs_additional_emails": set()},
    "tickets": {"subject": set(), "content": set(), "hs_pipeline": {"0"}, "hs_pipeline_stage": {"1", "2", "3", "4"}, "hs_ticket_priority": {"LOW", "MEDIUM", "HIGH", "URGENT"}},
    "tasks": {"hs_timestamp": set(), "hs_task_subject": set(), "hs_task_body": set(), "hs_task_type": {"EMAIL", "CALL", "TODO"}, "hs_task_status": {"NOT_STARTED", "IN_PROGRESS", "WAITING", "COMPLETED", "DEFERRED"}, "hs_task_priority": {"NONE", "LOW", "MEDIUM", "HIGH"}, "hubspot_owner_id": {"41"}},
    "deals": {"dealname": set(), "description": set(), "pipeline": {"default"}, "dealstage": {"appointmentscheduled", "closedwon"}},
    "notes": {"hs_timestamp": set(), "hs_note_body": set()},
}  # fmt: skip
REQUIRED = {
    "tickets": {"subject", "hs_pipeline_stage"},
    "tasks": {"hs_timestamp"},
    "notes": {"hs_timestamp"},
    "deals": {"dealname", "dealstage"},
}
TIES = {16: ("tickets", "contacts"), 3: ("deals", "contacts"), 204: ("tasks", "contacts"), 228: ("notes", "tickets")}  # fmt: skip
CALCULATED = {"hs_searchable_calculated_phone_number": "phone", "hs_searchable_calculated_mobile_number": "mobilephone"}  # fmt: skip
PAGE = 2  # theirs is 500; ours makes a client turn pages


def error(status: int, category: str, message: str = "", **more: Any) -> Refused:
    said = {"status": "error", "category": category, "message": message, "correlationId": "c-1"}
    return Refused(status, {**said, **more})


class Server:
    """`late` are the ids that the search does not show yet; `next` is refused in turn."""

    def __init__(self, unique: bool = True) -> None:
        self.rows: dict[str, dict[str, Any]] = {kind: {} for kind in SCHEMA}
        self.ties: set[tuple[str, str, str, str]] = set()
        self.late: set[str] | None = None
        self.next: list[Refused] = []
        self.searches = 0
        self._unique, self._numbers = unique, count(101)

    def __call__(self, asked: Asked) -> Reply:
        if asked.headers.get("authorization") != "Bearer pat-eu1-key":
            raise error(401, "INVALID_AUTHENTICATION", "Authentication credentials not found.")
        if self.next:
            raise self.next.pop(0)
        match (asked.method, *asked.parts):
            case ("GET", "crm", "v3", "properties", kind, name) if kind in SCHEMA and name == FIELD:
                return Reply(200, {"name": name, "type": "string", "hasUniqueValue": self._unique})
            case (_, "crm", "v3", "objects", kind, *rest) if kind in SCHEMA:
                return self._objects(asked, kind, rest)
            case ("GET", "crm", "v4", "objects", kind, ref, "associations", to) if kind in SCHEMA:
                return self._tied(asked, kind, ref, to)
        raise error(404, "OBJECT_NOT_FOUND", "resource not found")

    def _objects(self, asked: Asked, kind: str, rest: list[str]) -> Reply:
        match (asked.method, *rest):
            case ("POST",):
                return self._create(kind, asked.json())
            case ("POST", "search"):
                return self._search(kind, asked.json())
            case ("POST", "batch", "read"):
                return self._batch(kind, asked.json())
            case ("POST", "gdpr-delete") if kind == "contacts":
                self._row(kind, str(asked.json()["objectId"]))
                self.rows[kind].pop(str(asked.json()["objectId"]))
                return Reply(204)
            case ("GET", value):
                return self._read(
                    asked, kind, self._row(kind, value, asked.query.get("idProperty", ""))
                )
            case ("PATCH", ref):
                row = self._row(kind, ref)
                row["properties"].update(self._checked(kind, asked.json()["properties"], but=ref))
                return Reply(200, row)
        raise error(405, "METHOD_NOT_ALLOWED")

    def _create(self, kind: str, body: dict[str, Any]) -> Reply:
        if not set(body) <= {"properties", "associations"}:
            raise error(400, "VALIDATION_ERROR", "Invalid input JSON")
        values = self._checked(kind, body["properties"])
        missing = REQUIRED.get(kind, set()) - {name for name, value in values.items() if value}
        if missing or (kind == "contacts" and not set(values) & {"email", "firstname", "lastname"}):
            raise error(
                400,
                "VALIDATION_ERROR",
                f"Error creating {kind}. Some required properties were not set.",
            )
        ref = str(next(self._numbers))
        for one in body.get("associations", []):
            for tie in one["types"]:
                self._tie(kind, ref, tie, str(one["to"]["id"]))
        created = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.123Z")
        self.rows[kind][ref] = {
            "id": ref,
            "properties": values,
            "createdAt": created,
            "updatedAt": created,
            "archived": False,
        }
        if self.late is not None:
            self.late.add(ref)
        return Reply(201, self.rows[kind][ref])

    def _tie(self, kind: str, ref: str, tie: dict[str, Any], to: str) -> None:
        pair = TIES.get(tie["associationTypeId"])
        if tie["associationCategory"] != "HUBSPOT_DEFINED" or pair is None or pair[0] != kind:
            raise error(400, "VALIDATION_ERROR", f"invalid association type for {kind}")
        if to not in self.rows[pair[1]]:
            raise error(404, "OBJECT_NOT_FOUND", f"no {pair[1]} {to}")
        self.ties.add((kind, ref, pair[1], to))

    def _checked(self, kind: str, values: dict[str, Any], but: str = "") -> dict[str, Any]:
        for name, value in values.items():
            if name not in SCHEMA[kind] and name != FIELD:
                raise error(
                    400,
                    "VALIDATION_ERROR",
                    f'Property values were not valid: [{{"error":"PROPERTY_DOESNT_EXIST","name":"{name}"}}]',
                )
            options = SCHEMA[kind].get(name)
            if options and value and value not in options:
                raise error(
                    400,
                    "VALIDATION_ERROR",
                    f'[{{"error":"INVALID_OPTION","name":"{name}","message":"{value}"}}]',
                )
            if name == "hs_timestamp" and not re.fullmatch(
                r"\d{13}|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z", str(value)
            ):
                raise error(
                    400, "VALIDATION_ERROR", f'[{{"error":"INVALID_DATE","message":"{value}"}}]'
                )
            if name == "email" and value and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value):
                raise error(400, "VALIDATION_ERROR", f"Email address {value} is invalid")
            twins = [
                ref
                for ref, row in self.rows[kind].items()
                if value and ref != but and row["properties"].get(name) == value
            ]
            if name == "email" and twins:
                raise error(409, "CONFLICT", f"Contact already exists. Existing ID: {twins[0]}")
            if name == FIELD and twins:
                raise error(
                    400,
                    "VALIDATION_ERROR",
                    f'Property values were not valid: [{{"isValid":false,"message":"{twins[0]} already has that value.","error":"CONFLICTING_UNIQUE_VALUE","name":"{name}"}}]',
                )
        return dict(values)

    def _row(self, kind: str, value: str, by: str = "") -> Any:
        if by not in ("", FIELD, "email") or (by == "email" and kind != "contacts"):
            raise error(400, "VALIDATION_ERROR", f"{by} is not a unique property")
        if not by:
            found = [self.rows[kind][value]] if value in self.rows[kind] else []
        else:
            found = [row for row in self.rows[kind].values() if self._named(row, value.lower(), by)]
        if not found:
            raise error(
                404, "OBJECT_NOT_FOUND", f"Object not found.  objectId are usually numeric: {value}"
            )
        return found[0]

    def _named(self, row: Any, value: str, by: str) -> bool:
        """An address finds somebody by their other addresses too."""
        more = (
            str(row["properties"].get("hs_additional_emails") or "").split(";")
            if by == "email"
            else []
        )
        return value in [str(row["properties"].get(by) or "").lower(), *filter(None, more)]

    def _read(self, asked: Asked, kind: str, row: Any) -> Reply:
        shown = self._shown(row, asked.query.get("properties", "").split(","))
        if asked.query.get("associations"):
            to = asked.query["associations"]
            ids = [one[3] for one in sorted(self.ties) if one[:3] == (kind, row["id"], to)]
            if ids:
                results = [{"id": one, "type": f"{kind[:-1]}_to_{to[:-1]}"} for one in ids]
                shown["associations"] = {to: {"results": results}}
        return Reply(200, shown)

    def _shown(self, row: Any, names: list[str]) -> dict[str, Any]:
        kept = row["properties"]
        return {**row, "properties": {name: kept.get(name) or None for name in names if name}}

    def _batch(self, kind: str, body: dict[str, Any]) -> Reply:
        if len(body["inputs"]) > 100:
            raise error(400, "VALIDATION_ERROR", "Too many inputs")
        ids = [str(one["id"]) for one in body["inputs"]]
        found = [
            self._shown(self.rows[kind][ref], body["properties"])
            for ref in ids
            if ref in self.rows[kind]
        ]
        return Reply(200, {"status": "COMPLETE", "results": found[::-1]})

    def _tied(self, asked: Asked, kind: str, ref: str, to: str) -> Reply:
        self._row(kind, ref)
        pairs = [*self.ties, *((one[2], one[3], one[0], one[1]) for one in self.ties)]
        ids = sorted({one[3] for one in pairs if one[:3] == (kind, ref, to)}, key=int)
        first = int(asked.query.get("after", 0))
        told: dict[str, Any] = {
            "results": [
                {"toObjectId": int(one), "associationTypes": []}
                for one in ids[first : first + PAGE]
            ]
        }
        if len(ids) > first + PAGE:
            told["paging"] = {"next": {"after": str(first + PAGE)}}
        return Reply(200, told)

    def _search(self, kind: str, body: dict[str, Any]) -> Reply:
        self.searches += 1
        groups = body["filterGroups"]
        if (
            not 0 < len(groups) <= 5
            or any(len(group["filters"]) > 6 for group in groups)
            or body["limit"] > 200
        ):
            raise error(400, "VALIDATION_ERROR", "too many filters")
        found = [
            self._shown(row, body["properties"])
            for row in self.rows[kind].values()
            if row["id"] not in (self.late or set())
            and any(
                all(self._passes(kind, row, one) for one in group["filters"]) for group in groups
            )
        ]
        return Reply(200, {"total": len(found), "results": found[: body["limit"]]})

    def _passes(self, kind: str, row: Any, one: dict[str, Any]) -> bool:
        name = one["propertyName"]
        if name not in SCHEMA[kind] and name not in (FIELD, *CALCULATED):
            raise error(
                400,
                "VALIDATION_ERROR",
                f"There was a problem with the request. Unknown property {name}",
            )
        wanted = {"EQ": lambda: [one["value"]], "IN": lambda: one["values"]}[one["operator"]]()
        value = str(row["properties"].get(CALCULATED.get(name, name)) or "")
        if name in CALCULATED:
            value = re.sub(r"^(00|\+)?33(\(0\))?|^0", "", re.sub(r"[^\d+()]", "", value))
        return bool(value) and value.lower() in [str(one).lower() for one in wanted]


@contextmanager
def served(server: Server | None = None) -> Iterator[Account]:
    with listening(server or Server()) as url:
        yield Account(url, secret="pat-eu1-key")
