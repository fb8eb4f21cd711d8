"""Odoo's XML-RPC as it was seen on the wire (14): upserts by external id, days without hours."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timezone
from fnmatch import translate
from itertools import count
from typing import Any
from xmlrpc.client import Fault
from xmlrpc.server import SimpleXMLRPCRequestHandler, SimpleXMLRPCServer
from zoneinfo import ZoneInfo

from actions.crm.vendors.account import Account

LOGIN, SECRET, DATABASE, UID = "guichet@exemple.fr", "an-odoo-key-of-tests", "company", 7
USER_ZONE = "Europe/Paris"
FIELDS = {
    "res.partner": "name email phone phone_sanitized active",
    "project.task": "name description partner_id priority stage_id is_closed project_id date_deadline active",
    "calendar.event": "name description start stop active partner_ids",
    "crm.lead": "name contact_name phone email_from partner_id stage_id description type active",
    "mail.activity": "res_model_id res_id activity_type_id summary date_deadline user_id",
    "mail.message": "model res_id message_type subject body date",
    "ir.model.data": "module name model res_id",
}
NAMED = {"base.model_res_partner": 80, "mail.mail_activity_data_call": 2}
DAY, MOMENT = re.compile(r"\d{4}-\d\d-\d\d"), re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")

Row = dict[str, Any]


def invalid(why: str) -> Fault:
    return Fault(1, f'Traceback (most recent call last):\n  File "models.py"\nValueError: {why}\n')


class Server:
    """`busy`: how many loads from now find another transaction at work; `fault` comes once;
    `archives`: a version that keeps the activities that were ticked off."""

    def __init__(self, archives: bool = False) -> None:
        self.archives = archives
        self.rows: dict[str, dict[int, Row]] = {model: {} for model in FIELDS}
        self.busy = 0
        self.fault: Fault | None = None
        self._numbers = count(15)

    def fields(self, model: str) -> list[str]:
        can_be_archived = self.archives and model == "mail.activity"
        return [*FIELDS[model].split(), *(["active"] if can_be_archived else [])]

    def version(self) -> Row:
        return {"server_version": "14.0-20231205", "protocol_version": 1}

    def authenticate(self, database: str, login: str, secret: str, _: Row) -> int | bool:
        if database != DATABASE:
            raise Fault(
                1, f'psycopg2.OperationalError: FATAL: database "{database}" does not exist'
            )
        return UID if (login, secret) == (LOGIN, SECRET) else False

    def execute_kw(
        self,
        database: str,
        uid: int,
        secret: str,
        model: str,
        method: str,
        given: list[Any],
        named: Row,
    ) -> Any:
        if (database, uid, secret) != (DATABASE, UID, SECRET):
            raise Fault(3, "Access Denied")
        if self.fault:
            fault, self.fault = self.fault, None
            raise fault
        if model not in FIELDS:
            raise Fault(2, f"Object {model} doesn't exist")
        return getattr(self, f"do_{method}")(model, *given, **named)

    def do_search_read(
        self, model: str, domain: list[Any], fields: list[str], order: str, context: Row
    ) -> list[Row]:
        known = {"id", "create_date", *self.fields(model)}
        for name in [*fields, *(one[0] for one in domain)]:
            if name not in known:
                raise invalid(f"Invalid field '{name}' on model '{model}'")
        if "active" in known and context.get("active_test", True):
            domain = [*domain, ["active", "=", True]]
        rows = [
            row for row in self.rows[model].values() if all(_meets(row, *one) for one in domain)
        ]
        return [{"id": row["id"], **{name: _read(name, row) for name in fields}} for row in rows]

    def do_load(self, model: str, names: list[str], data: list[list[str]], context: Row) -> Row:
        if self.busy:
            self.busy -= 1
            said = "could not serialize access due to concurrent update\n"
            return {"ids": False, "messages": [{"type": "error", "message": said}]}
        module, key = data[0][0].split(".", 1)
        if " " in key or "." in key:
            raise Fault(2, "External IDs cannot contain spaces")
        zone = ZoneInfo(context.get("tz") or USER_ZONE)
        values = dict(
            _loaded(name, said, zone) for name, said in zip(names[1:], data[0][1:], strict=True)
        )
        ours = {"module": module, "name": key, "model": model}
        for one in self.rows["ir.model.data"].values():
            if ours.items() <= one.items():
                self.do_write(model, [one["res_id"]], values)
                return {"ids": [one["res_id"]], "messages": []}
        number = self.do_create(model, values)
        self.do_create("ir.model.data", {**ours, "res_id": number})
        return {"ids": [number], "messages": []}

    def do_create(self, model: str, values: Row, context: Row | None = None) -> int:
        number = next(self._numbers)
        made = datetime.now(timezone.utc).strftime("%Y-%m-%d %H:%M:%S")
        empty: Row = dict.fromkeys(FIELDS[model].split(), False)
        row = {**empty, "id": number, "create_date": made, "priority": "0", "active": True}
        self.rows[model][number] = row
        self.do_write(model, [number], values)
        return number

    def do_write(
        self, model: str, numbers: list[int], values: Row, context: Row | None = None
    ) -> bool:
        for name, value in values.items():
            if name not in self.fields(model):
                raise invalid(f"Invalid field '{name}' on model '{model}'")
            shape = {"date_deadline": DAY, "start": MOMENT, "stop": MOMENT}.get(name)
            if shape and not shape.fullmatch(str(value)):
                raise invalid(f"time data '{value}' does not match format")
        for number in numbers:
            if number not in self.rows[model]:
                raise Fault(2, "Record does not exist or has been deleted.")
            row = self.rows[model][number]
            row.update(values)
            if model == "res.partner":
                row["phone_sanitized"] = row["phone"]
        return True

    def do_unlink(self, model: str, numbers: list[int]) -> bool:
        data = self.rows["ir.model.data"]
        for number in numbers:
            del self.rows[model][number]
            gone = [
                key for key, one in data.items() if (one["model"], one["res_id"]) == (model, number)
            ]
            for key in gone:
                del data[key]
        return True

    def do_action_feedback(self, model: str, numbers: list[int], feedback: str = "") -> int:
        for number in numbers:
            if number not in self.rows[model]:
                raise Fault(2, "Record does not exist or has been deleted.")
            row = self.rows[model][number]
            about = {"model": "res.partner", "res_id": int(row["res_id"])}
            said = {"message_type": "notification", "body": f"<p>{feedback}</p>"}
            told = self.do_create("mail.message", {**about, **said})
        if self.archives:
            self.do_write(model, numbers, {"active": False})
        else:
            self.do_unlink(model, numbers)
        return told

    def do_message_post(self, model: str, numbers: list[int], **said: str) -> int:
        row = {"model": model, "res_id": numbers[0], "message_type": said["message_type"]}
        date = datetime.now(timezone.utc).strftime("%Y-%m-%d %H:%M:%S")
        body = f"<p>{said['body']}</p>"
        return self.do_create(
            "mail.message", {**row, "subject": said["subject"], "body": body, "date": date}
        )


def _read(name: str, row: Row) -> Any:
    """A many2one is its number and its name."""
    value = row[name]
    return [value, f"record {value}"] if name in ("partner_id", "stage_id") and value else value


def _meets(row: Row, name: str, operator: str, value: Any) -> bool:
    held = row[name]
    if operator == "in":
        return bool(set(held) & set(value)) if isinstance(held, list) else held in value
    if operator == "=ilike":
        pattern = translate(value.lower().replace("%", "*").replace("_", "?"))
        return bool(held) and re.fullmatch(pattern, held.lower()) is not None
    return bool(held == value)


def _loaded(name: str, said: str, zone: ZoneInfo) -> tuple[str, Any]:
    """What an import makes of a column's text: hours are those of its user's zone."""
    field, _, way = name.partition("/")
    if way == "id":
        return field, NAMED[said]
    if way == ".id":
        number = int(said)
        return field, [number] if field == "partner_ids" else number
    if MOMENT.fullmatch(said):
        there = datetime.fromisoformat(said).replace(tzinfo=zone)
        return field, there.astimezone(timezone.utc).strftime("%Y-%m-%d %H:%M:%S")
    return field, int(said) if field == "res_id" else said


class _Handler(SimpleXMLRPCRequestHandler):
    rpc_paths = ("/xmlrpc/2/common", "/xmlrpc/2/object")


@contextmanager
def listening(odoo: Server) -> Iterator[str]:
    server = SimpleXMLRPCServer(("127.0.0.1", 0), _Handler, logRequests=False, allow_none=True)
    for name in ("version", "authenticate", "execute_kw"):
        server.register_function(getattr(odoo, name))
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def account(url: str) -> Account:
    return Account(url, LOGIN, SECRET, {"database": DATABASE})


@contextmanager
def served(server: Server | None = None) -> Iterator[Account]:
    with listening(server or Server()) as url:
        yield account(url)
