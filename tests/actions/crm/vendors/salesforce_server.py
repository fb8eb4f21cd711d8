"""Salesforce as its documentation describes it: what it demands, refuses and counts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timezone
from itertools import count
from typing import Any
from urllib.parse import parse_qs

from actions.crm.vendors.account import Account
from tests.actions.crm.vendors.hand_written import Asked, Refused, Reply, listening
from tests.actions.crm.vendors.soql import Where, selected

FIELD = "VB_Ref__c"
PREFIXES = {"Contact": "003", "Case": "500", "Task": "00T", "Lead": "00Q", "CaseComment": "00a"}
TEXT = {
    "Contact": {"FirstName": 40, "LastName": 80, "Email": 80, "Phone": 40, "MobilePhone": 40, FIELD: 255},
    "Case": {"Subject": 255, "Description": 32000, "Status": 40, "Priority": 40, "Origin": 40, "ContactId": 18, "SuppliedName": 80, "SuppliedEmail": 80, "SuppliedPhone": 40, FIELD: 255},
    "Task": {"Subject": 255, "Description": 32000, "Status": 40, "Priority": 40, "WhoId": 18, "TaskSubtype": 40, "ActivityDate": 10, "ReminderDateTime": 40, "IsReminderSet": 5, FIELD: 255},
    "Lead": {"FirstName": 40, "LastName": 80, "Company": 255, "Email": 80, "Phone": 40, "MobilePhone": 40, "Description": 32000, "LeadSource": 40, "Status": 40, FIELD: 255},
    "CaseComment": {"ParentId": 18, "CommentBody": 4000, "IsPublished": 5},
}  # fmt: skip
MADE = {"Id", "Name", "CreatedDate", "IsClosed", "CaseNumber", "IsConverted", "IsDeleted"}
REQUIRED = {"Contact": {"LastName"}, "Lead": {"LastName", "Company"}, "CaseComment": {"ParentId"}}
PICKLISTS = {
    ("Task", "Status"): {"Not Started", "In Progress", "Completed", "Waiting on someone else", "Deferred"},
    ("Task", "Priority"): {"High", "Normal", "Low"},
    ("Task", "TaskSubtype"): {"Task", "Call", "Email"},
    ("Case", "Status"): {"New", "Working", "On Hold", "Escalated", "Closed"},
    ("Case", "Priority"): {"High", "Medium", "Low"},
}  # fmt: skip
DEFAULTS = {"Case": {"Status": "New", "Priority": "Medium"}, "Task": {"Status": "Not Started", "Priority": "Normal"}, "Lead": {"Status": "Open - Not Contacted"}}  # fmt: skip
DATE = re.compile(r"\d{4}-\d\d-\d\d")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?(Z|[+-]\d\d:?\d\d)")
PAGE = 2  # theirs is 2,000; ours makes a client turn pages


def error(status: int, code: str, message: str = "", **more: Any) -> Refused:
    return Refused(status, [{"errorCode": code, "message": message, **more}])


class Server:
    """`left` is what is left of the day's requests; `expire` ends every session; `next` is refused.

    A row that `IsArchived` or `IsDeleted` is shown by queryAll alone.
    """

    def __init__(self, external: bool = True) -> None:
        self.rows: dict[str, dict[str, dict[str, Any]]] = {kind: {} for kind in PREFIXES}
        self.left = 15000
        self.external = external
        self.next: list[Refused] = []
        self._numbers, self._token, self._pages = count(1), "", dict[str, list[Any]]()

    def expire(self) -> None:
        self._token = ""

    def __call__(self, asked: Asked) -> Reply:
        if asked.parts == ("services", "oauth2", "token"):
            return self._sign_in(asked)
        if not self._token or asked.headers.get("authorization") != f"Bearer {self._token}":
            raise error(401, "INVALID_SESSION_ID", "Session expired or invalid")
        if self.next:
            raise self.next.pop(0)
        self.left -= 1
        if self.left < 0:
            raise error(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.")
        if asked.parts[:3] != ("services", "data", "v62.0"):
            raise error(404, "NOT_FOUND", "The requested resource does not exist")
        reply = self._resource(asked, asked.parts[3:])
        used = f"api-usage={15000 - self.left}/15000"
        return Reply(reply.status, reply.body, {"Sforce-Limit-Info": used})

    def _sign_in(self, asked: Asked) -> Reply:
        given = {name: one[-1] for name, one in parse_qs(asked.body.decode()).items()}
        if asked.method != "POST" or given.get("grant_type") != "client_credentials":
            raise Refused(400, {"error": "unsupported_grant_type"})
        if (given.get("client_id"), given.get("client_secret")) != ("consumer", "s3cret"):
            raise Refused(
                400, {"error": "invalid_client", "error_description": "invalid client credentials"}
            )
        self._token = f"00D!{next(self._numbers)}"
        return Reply(200, {"access_token": self._token, "token_type": "Bearer"})

    def _resource(self, asked: Asked, parts: tuple[str, ...]) -> Reply:
        match (asked.method, *parts):
            case ("GET", ("query" | "queryAll") as way):
                return self._query(asked.query["q"], way == "queryAll")
            case ("GET", "query", page) if page in self._pages:
                return self._page(self._pages.pop(page))
            case ("GET", "parameterizedSearch"):
                return self._search(asked.query)
            case ("GET", "sobjects", kind, "describe") if kind in PREFIXES:
                fields = [
                    {"name": name, "externalId": name == FIELD and self.external}
                    for name in TEXT[kind]
                ]
                return Reply(200, {"name": kind, "fields": fields})
            case ("POST", "sobjects", kind) if kind in PREFIXES:
                row = self._insert(kind, asked.json(), asked)
                return Reply(201, {"id": row["Id"], "success": True, "errors": []})
            case (_, "sobjects", kind, ref) if kind in PREFIXES:
                return self._one(asked, kind, ref)
            case (_, "sobjects", kind, name, value) if kind in PREFIXES and name == FIELD:
                return self._by_key(asked, kind, value)
        raise error(
            404, "NOT_FOUND", "Provided external ID field does not exist or is not accessible"
        )

    def _one(self, asked: Asked, kind: str, ref: str) -> Reply:
        if not re.fullmatch(r"[A-Za-z0-9]{15}([A-Za-z0-9]{3})?", ref) or not ref.startswith(
            PREFIXES[kind]
        ):
            raise error(404, "NOT_FOUND", "The requested resource does not exist")
        row = self.rows[kind].get(ref)
        if row is None:
            raise error(404, "NOT_FOUND", "The requested resource does not exist")
        if asked.method == "GET":
            return Reply(200, self._shown(kind, row, asked.query["fields"].split(",")))
        if asked.method == "DELETE":
            del self.rows[kind][ref]
        elif asked.method == "PATCH":
            self._update(kind, row, asked.json())
        else:
            raise error(405, "METHOD_NOT_ALLOWED")
        return Reply(204)

    def _by_key(self, asked: Asked, kind: str, value: str) -> Reply:
        same = [
            row
            for row in self.rows[kind].values()
            if (row.get(FIELD) or "").lower() == value.lower()
        ]
        if len(same) > 1:
            raise Refused(
                300, [f"/services/data/v62.0/sobjects/{kind}/{row['Id']}" for row in same]
            )
        if asked.method == "GET":
            if not same:
                raise error(404, "NOT_FOUND", "The requested resource does not exist")
            return Reply(200, self._shown(kind, same[0], asked.query["fields"].split(",")))
        values = asked.json()
        if FIELD in values:
            raise error(400, "INVALID_FIELD", "The external ID is in the URL and in the body")
        if same:
            self._update(kind, same[0], values)
            return Reply(
                200, {"id": same[0]["Id"], "success": True, "errors": [], "created": False}
            )
        row = self._insert(kind, {**values, FIELD: value}, asked)
        return Reply(201, {"id": row["Id"], "success": True, "errors": [], "created": True})

    def _insert(self, kind: str, values: dict[str, Any], asked: Asked) -> dict[str, Any]:
        self._checked(kind, values)
        for name in REQUIRED.get(kind, set()):
            if not values.get(name):
                raise error(
                    400,
                    "REQUIRED_FIELD_MISSING",
                    f"Required fields are missing: [{name}]",
                    fields=[name],
                )
        if "allowsave=true" not in asked.headers.get("sforce-duplicate-rule-header", "").lower():
            self._alert(kind, values)
        number = next(self._numbers)
        made = {
            **dict.fromkeys(TEXT[kind]), **DEFAULTS.get(kind, {}), **values,
            "Id": f"{PREFIXES[kind]}{number:012d}AAA",
            "CreatedDate": datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.000+0000"),
        }  # fmt: skip
        if kind == "Case":
            made["CaseNumber"] = f"{number:08d}"
        self.rows[kind][made["Id"]] = made
        return made

    def _update(self, kind: str, row: dict[str, Any], values: dict[str, Any]) -> None:
        if "TaskSubtype" in values:
            raise error(
                400,
                "INVALID_FIELD_FOR_INSERT_UPDATE",
                "Unable to create/update fields: TaskSubtype",
            )
        if row.get("IsConverted"):
            raise error(400, "CANNOT_UPDATE_CONVERTED_LEAD", "cannot reference converted lead")
        if row.get("IsDeleted"):
            raise error(404, "ENTITY_IS_DELETED", "entity is deleted")
        self._checked(kind, values, but=row)
        missing = [name for name in REQUIRED.get(kind, set()) if not {**row, **values}.get(name)]
        if missing:
            raise error(
                400,
                "REQUIRED_FIELD_MISSING",
                f"Required fields are missing: {missing}",
                fields=missing,
            )
        row.update(values)

    def _checked(self, kind: str, values: dict[str, Any], but: Any = None) -> None:
        for name, value in values.items():
            if name not in TEXT[kind]:
                raise error(
                    400, "INVALID_FIELD", f"No such column '{name}' on sobject of type {kind}"
                )
            if value is None:
                continue
            if name.startswith("Is") is not isinstance(value, bool):
                raise error(400, "JSON_PARSER_ERROR", f"Cannot deserialize {value}")
            if len(str(value)) > TEXT[kind][name]:
                raise error(
                    400, "STRING_TOO_LONG", f"{name}: data value too large: {value}", fields=[name]
                )
            if (kind, name) in PICKLISTS and value not in PICKLISTS[kind, name]:
                raise error(
                    400,
                    "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
                    f"bad value: {value}",
                    fields=[name],
                )
            if name == "Email" and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value):
                raise error(
                    400,
                    "INVALID_EMAIL_ADDRESS",
                    f"Email: invalid email address: {value}",
                    fields=[name],
                )
            form = {"ActivityDate": DATE, "ReminderDateTime": MOMENT}.get(name)
            if form and not form.fullmatch(value):
                raise error(400, "JSON_PARSER_ERROR", f"Cannot deserialize {value}")
            points = {"ContactId": "Contact", "WhoId": "Contact", "ParentId": "Case"}.get(name)
            if points and value not in self.rows[points]:
                raise error(400, "INVALID_CROSS_REFERENCE_KEY", f"{name}: {value}", fields=[name])
            if name == FIELD and any(
                row.get(FIELD) == value and row is not but for row in self.rows[kind].values()
            ):
                raise error(
                    400,
                    "DUPLICATE_VALUE",
                    f"duplicate value found: {FIELD} duplicates value {value}",
                )

    def _alert(self, kind: str, values: dict[str, Any]) -> None:
        """The rules that an organisation has at first: same name, or same address."""
        if kind not in ("Contact", "Lead"):
            return
        same = [
            row for row in self.rows["Contact"].values()
            if (values.get("Email") and row["Email"] == values["Email"])
            or (values.get("FirstName") and (row["FirstName"], row["LastName"]) == (values["FirstName"], values["LastName"]))
        ]  # fmt: skip
        if same:
            records = [
                {"record": {"attributes": {"type": "Contact"}, "Id": row["Id"]}} for row in same
            ]
            result = {
                "allowSave": True,
                "matchResults": [{"entityType": "Contact", "matchRecords": records}],
            }
            raise error(
                400, "DUPLICATES_DETECTED", "Use one of these records?", duplicateResult=result
            )

    def _query(self, soql: str, everything: bool) -> Reply:
        read = selected(soql)
        if read is None:
            raise error(400, "MALFORMED_QUERY", f"unexpected token in {soql}")
        kind, fields, where, limit = read
        if kind not in PREFIXES:
            raise error(400, "INVALID_TYPE", f"sObject type '{kind}' is not supported.")
        rows = [
            row
            for row in self.rows[kind].values()
            if (everything or not (row.get("IsArchived") or row.get("IsDeleted")))
            and self._matches(kind, row, where)
        ]
        return self._page([self._shown(kind, row, fields) for row in rows[:limit]])

    def _page(self, rows: list[Any]) -> Reply:
        told = {"totalSize": len(rows), "done": len(rows) <= PAGE, "records": rows[:PAGE]}
        if len(rows) > PAGE:
            name = f"01g{next(self._numbers)}-{PAGE}"
            self._pages[name] = rows[PAGE:]
            told["nextRecordsUrl"] = f"/services/data/v62.0/query/{name}"
        return Reply(200, told)

    def _matches(self, kind: str, row: dict[str, Any], where: Where) -> bool:
        for name, _ in where:
            if name in ("Description", "CommentBody"):
                raise error(
                    400, "INVALID_FIELD", f"field '{name}' can not be filtered in a query call"
                )
        shown = self._shown(kind, row, [name for name, _ in where])
        return any(
            str(shown[name] or "").lower() in {one.lower() for one in wanted}
            for name, wanted in where
        )

    def _search(self, query: Any) -> Reply:
        digits = re.sub(r"\D", "", query["q"])[-9:]
        if query.get("in") != "PHONE" or query.get("sobject") != "Contact" or len(digits) < 2:
            raise error(400, "INVALID_SEARCH", "invalid search")
        found = [
            self._shown("Contact", row, query["Contact.fields"].split(","))
            for row in self.rows["Contact"].values()
            if any(
                digits in re.sub(r"\D", "", row[name] or "") for name in ("Phone", "MobilePhone")
            )
        ]
        return Reply(200, {"searchRecords": found})

    def _shown(self, kind: str, row: dict[str, Any], fields: list[str]) -> dict[str, Any]:
        names = " ".join(filter(None, (row.get("FirstName"), row.get("LastName"))))
        closed = row.get("Status") in ("Closed", "Completed")
        made = {"IsConverted": False, "IsDeleted": False}
        whole = {"Name": names, "IsClosed": closed, **made, **row}
        if kind != "Lead":
            whole.pop("IsConverted")
        if whole.get("ReminderDateTime"):
            moment = datetime.fromisoformat(whole["ReminderDateTime"].replace("Z", "+00:00"))
            whole["ReminderDateTime"] = moment.astimezone(timezone.utc).strftime(
                "%Y-%m-%dT%H:%M:%S.000+0000"
            )
        for name in fields:
            if name not in TEXT[kind] and not (name in MADE and name in whole):
                raise error(400, "INVALID_FIELD", f"No such column '{name}' on entity '{kind}'")
        return {"attributes": {"type": kind}, **{name: whole[name] for name in fields}}


@contextmanager
def served(server: Server | None = None) -> Iterator[Account]:
    with listening(server or Server()) as url:
        yield Account(url, "consumer", "s3cret")
