"""Zendesk as its documentation describes it; stricter where it would ignore what it does not know."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from itertools import count
from typing import Any

from actions.crm.vendors.account import Account
from tests.actions.crm.vendors.hand_written import Asked, Refused, Reply, listening

AGENT = "agent@exemple.fr"
USER = {"name", "email", "phone", "locale", "external_id", "skip_verify_email"}
TICKET = {"subject", "comment", "requester_id", "submitter_id", "external_id", "priority", "type", "due_at", "tags", "status", "metadata", "assignee_email", "safe_update", "updated_stamp"}  # fmt: skip
WORDS = {
    "priority": {"low", "normal", "high", "urgent"},
    "type": {"problem", "incident", "question", "task"},
    "status": {"new", "open", "pending", "hold", "solved"},
    "locale": {"fr", "en-US"},
}
PAGE = 2  # theirs is 100; ours makes a client turn pages


def invalid(field: str, why: str, said: str = "") -> Refused:
    details = {field: [{"description": f"{field}: {said}", "error": why}]}
    return Refused(
        422,
        {"error": "RecordInvalid", "description": "Record validation errors", "details": details},
    )


def missing() -> Refused:
    return Refused(404, {"error": "RecordNotFound", "description": "Not found"})


class Server:
    """`late` are the users whom the search does not show yet; `next` is refused in turn."""

    def __init__(self, role: str = "admin") -> None:
        self.users: dict[int, dict[str, Any]] = {}
        self.tickets: dict[int, dict[str, Any]] = {}
        self.late: set[int] | None = None
        self.next: list[Refused] = []
        self.lookups: list[str] = []
        self._role, self._numbers = role, count(35436)
        self._deleted: dict[int, Any] = {}
        self._keys: dict[str, tuple[str, str]] = {}

    def remembers(self, key: str) -> None:
        """A key with the body of a request of which nothing came."""
        self._keys[key] = ("another", "")

    def two_hours_later(self) -> None:
        self._keys.clear()

    def __call__(self, asked: Asked) -> Reply:
        signed = b64encode(f"{AGENT}/token:zkey".encode()).decode()
        if asked.headers.get("authorization") != f"Basic {signed}":
            raise Refused(401, {"error": "Couldn't authenticate you"})
        if self.next:
            raise self.next.pop(0)
        if asked.parts[:2] != ("api", "v2"):
            raise Refused(404, {"error": "InvalidEndpoint"})
        return self._resource(asked, asked.parts[2:])

    def _resource(self, asked: Asked, parts: tuple[str, ...]) -> Reply:
        match (asked.method, *parts):
            case ("GET", "users", "me"):
                return Reply(200, {"user": {"id": 1, "role": self._role}})
            case ("GET", "users", "search"):
                return Reply(200, {"users": self._search(asked.query["query"])})
            case ("GET", "users", "show_many"):
                wanted = asked.query["external_ids"].split(",")
                return Reply(
                    200,
                    {
                        "users": [
                            one
                            for one in self.users.values()
                            if one["external_id"] in wanted and one["active"]
                        ]
                    },
                )
            case ("POST", "users"):
                return Reply(201, {"user": self._new_user(asked.json()["user"])})
            case ("POST", "users", "create_or_update"):
                return self._upsert(asked.json()["user"])
            case ("GET", "users", ref, "tickets", "requested"):
                mine = [
                    one
                    for one in self.tickets.values()
                    if one["requester_id"] == self._user(ref)["id"]
                ]
                return self._page(asked, "tickets", list(map(self._shown, mine)))
            case (_, "users", ref):
                return self._one_user(asked, ref)
            case ("DELETE", "deleted_users", ref):
                return self._purge(ref)
            case ("GET", "tickets"):
                same = [
                    one
                    for one in self.tickets.values()
                    if one["external_id"] == asked.query["external_id"]
                ]
                return Reply(200, {"tickets": list(map(self._shown, same)), "count": len(same)})
            case ("POST", "tickets"):
                return self._create(asked)
            case ("GET", "tickets", ref, "audits"):
                return self._page(asked, "audits", self._ticket(ref)["audits"])
            case ("GET", "tickets", ref, "comments"):
                return self._page(asked, "comments", self._ticket(ref)["comments"])
            case (_, "tickets", ref):
                return self._one_ticket(asked, ref)
            case ("DELETE", "deleted_tickets", ref):
                if self._deleted.pop(self._id(ref), None) is None:
                    raise missing()
                return Reply(200, {"job_status": {"id": "j1", "status": "queued"}})
        raise Refused(404, {"error": "InvalidEndpoint"})

    def _id(self, ref: str) -> int:
        if not ref.isascii() or not ref.isdecimal():
            raise Refused(
                400, {"error": {"title": "Invalid attribute", "message": f"{ref} is invalid"}}
            )
        return int(ref)

    def _user(self, ref: str) -> dict[str, Any]:
        if self._id(ref) not in self.users:
            raise missing()
        return self.users[self._id(ref)]

    def _ticket(self, ref: str) -> dict[str, Any]:
        if self._id(ref) not in self.tickets:
            raise missing()
        return self.tickets[self._id(ref)]

    def _page(self, asked: Asked, name: str, rows: list[Any]) -> Reply:
        if "page[size]" not in asked.query:
            raise Refused(400, {"error": "PaginationRequired"})
        first = int(asked.query.get("page[after]", 0))
        more = len(rows) > first + PAGE
        meta = {"has_more": more, "after_cursor": str(first + PAGE) if more else None}
        return Reply(200, {name: rows[first : first + PAGE], "meta": meta})

    def _search(self, query: str) -> list[Any]:
        read = re.fullmatch(r'(email|phone):"([^"]*)"', query)
        alive = [
            one
            for one in self.users.values()
            if one["active"] and one["id"] not in (self.late or set())
        ]
        return [one for one in alive if not read or (one[read[1]] or "").lower() == read[2].lower()]

    def _new_user(self, values: dict[str, Any]) -> dict[str, Any]:
        self._checked_user(values)
        if not values.get("name"):
            raise invalid("name", "BlankValue", "is too short (minimum is 1 characters)")
        number = next(self._numbers)
        kept = {name: values.get(name) for name in USER if name != "skip_verify_email"}
        self.users[number] = {
            "id": number,
            "active": True,
            "role": "end-user",
            **kept,
            "locale": values.get("locale", "en-US"),
        }
        if self.late is not None:
            self.late.add(number)
        return self.users[number]

    def _checked_user(self, values: dict[str, Any], but: int = 0) -> None:
        if not set(values) <= USER:
            raise Refused(
                400, {"error": "UnknownAttribute", "description": str(set(values) - USER)}
            )
        phone = values.get("phone")
        if phone and not re.fullmatch(r"\+[1-9]\d{6,14}", phone):
            raise invalid("phone", "InvalidValue", f"{phone} is not valid")
        if values.get("locale", "fr") not in WORDS["locale"]:
            raise invalid("locale", "InvalidValue", "is not valid")
        for name in ("email", "external_id"):
            value = (values.get(name) or "").lower()
            others = [one for one in self.users.values() if one["id"] != but and one["active"]]
            if value and any((one[name] or "").lower() == value for one in others):
                raise invalid(
                    name, "DuplicateValue", f"{value} is already being used by another user"
                )

    def _upsert(self, values: dict[str, Any]) -> Reply:
        for one in self.users.values():
            if one["active"] and any(
                values.get(name) and one[name] == values[name] for name in ("external_id", "email")
            ):
                self._checked_user(values, but=one["id"])
                one.update({name: value for name, value in values.items() if name in USER})
                return Reply(200, {"user": one})
        return Reply(201, {"user": self._new_user(values)})

    def _one_user(self, asked: Asked, ref: str) -> Reply:
        user = self._user(ref)
        if asked.method == "PUT":
            values = asked.json()["user"]
            self._checked_user(values, but=user["id"])
            user.update(
                {name: value for name, value in values.items() if name != "skip_verify_email"}
            )
        elif asked.method == "DELETE":
            if not user["active"]:
                raise missing()
            user["active"] = False
        return Reply(200, {"user": user})

    def _purge(self, ref: str) -> Reply:
        user = self._user(ref)
        if user["active"] or user["name"] == "Permanently Deleted User":
            raise missing()
        user.update(name="Permanently Deleted User", email=None, phone=None, external_id=None)
        return Reply(200, {"deleted_user": user})

    def _create(self, asked: Asked) -> Reply:
        key, body = (
            asked.headers.get("idempotency-key", ""),
            json.dumps(asked.json(), sort_keys=True),
        )
        if len(key) > 255:
            raise Refused(400, {"error": "InvalidIdempotencyKey"})
        if key in self._keys:
            before, answer = self._keys[key]
            if before != body:
                raise Refused(
                    400,
                    {"error": "IdempotencyMismatch", "description": "Another request had this key"},
                )
            self.lookups.append("hit")
            return Reply(201, json.loads(answer), {"x-idempotency-lookup": "hit"})
        values = asked.json()["ticket"]
        ticket = self._new_ticket(values)
        self.lookups.append("miss")
        answer = json.dumps({"ticket": self._shown(ticket)})
        if key:
            self._keys[key] = (body, answer)
        return Reply(201, json.loads(answer), {"x-idempotency-lookup": "miss"})

    def _new_ticket(self, values: dict[str, Any]) -> dict[str, Any]:
        self._checked(values)
        body = values.get("comment", {}).get("body")
        if not body:
            raise invalid("base", "BlankValue", "Description: cannot be blank")
        if (
            values.get("requester_id") not in self.users
            or values.get("submitter_id") not in self.users
        ):
            raise invalid("requester", "InvalidValue", "Requester: is invalid")
        number, created = (
            next(self._numbers),
            datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
        )
        ticket = {
            "id": number, "status": "new", "priority": None, "type": None, "tags": [], "due_at": None,
            "external_id": None, "assignee_id": None, "created_at": created, "updated_at": created,
            "description": body, "comments": [], "audits": [],
        }  # fmt: skip
        self.tickets[number] = ticket
        self._written(ticket, values)
        return ticket

    def _checked(self, values: dict[str, Any]) -> None:
        if not set(values) <= TICKET:
            raise Refused(
                400, {"error": "UnknownAttribute", "description": str(set(values) - TICKET)}
            )
        for name, options in WORDS.items():
            if name in values and values[name] not in options:
                raise invalid(name, "InvalidValue", f"{values[name]} is not included in the list")
        if "due_at" in values and not re.fullmatch(
            r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)", values["due_at"]
        ):
            raise invalid(
                "due_at", "InvalidFormat", f"{values['due_at']} is not properly formatted"
            )
        if any(re.search(r"[\s,]", tag) for tag in values.get("tags", [])):
            raise invalid("tags", "InvalidValue", "are invalid")
        if len(values.get("subject", "")) > 150:
            raise invalid("subject", "TooLong", values["subject"])

    def _written(self, ticket: dict[str, Any], values: dict[str, Any]) -> None:
        kept = {
            name: value
            for name, value in values.items()
            if name not in ("comment", "metadata", "safe_update", "updated_stamp", "assignee_email")
        }
        ticket.update(kept)
        if ticket["type"] != "task":
            ticket["due_at"] = None  # as they do: silently
        if values.get("assignee_email") == AGENT:
            ticket["assignee_id"] = 1
        moment = datetime.fromisoformat(ticket["updated_at"].replace("Z", "+00:00")) + timedelta(
            seconds=1
        )
        ticket["updated_at"] = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
        audit = {
            "id": next(self._numbers),
            "metadata": {"system": {}, "custom": values.get("metadata", {})},
        }
        ticket["audits"].append(audit)
        if "comment" in values:
            said = {
                "body": values["comment"]["body"],
                "public": values["comment"].get("public", True),
            }
            ticket["comments"].append({**said, "created_at": ticket["updated_at"]})

    def _one_ticket(self, asked: Asked, ref: str) -> Reply:
        ticket = self._ticket(ref)
        if asked.method == "DELETE":
            self._deleted[ticket["id"]] = self.tickets.pop(ticket["id"])
            return Reply(204)
        if asked.method == "PUT":
            values = asked.json()["ticket"]
            self._checked(values)
            if values.get("safe_update") and values.get("updated_stamp") != ticket["updated_at"]:
                raise Refused(
                    409, {"error": "UpdateConflict", "description": "Safe Update prevented"}
                )
            if ticket["status"] == "closed":
                raise invalid("status", "InvalidValue", "closed prevents ticket update")
            if values.get("status") == "solved" and not (
                ticket["assignee_id"] or values.get("assignee_email") == AGENT
            ):
                raise invalid(
                    "assignee_id", "BlankValue", "Assignee: is required when solving a ticket"
                )
            self._written(ticket, values)
        return Reply(200, {"ticket": self._shown(ticket)})

    def _shown(self, ticket: dict[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in ticket.items() if name not in ("audits", "comments")}


@contextmanager
def served(server: Server | None = None) -> Iterator[Account]:
    with listening(server or Server()) as url:
        yield Account(url, AGENT, "zkey")
