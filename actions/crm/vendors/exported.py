"""What a company's CRM holds about a person, ready for JSON."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from actions.crm.port import Callback, Case, Contact, Lead
from actions.crm.vendors.phrases import in_utc

KINDS: dict[type, str] = {Case: "cases", Callback: "callbacks", Lead: "leads"}


class Exported:
    """Fills itself record by record, in the shape that our own CRM exports."""

    def __init__(self, person: Contact) -> None:
        lists: dict[str, list[Any]] = {
            name: [] for name in ("cases", "notes", "callbacks", "leads")
        }
        self.held: dict[str, Any] = {"contact": asdict(person), **lists}

    def add(self, record: Case | Callback | Lead) -> None:
        plain = {
            name: in_utc(value) if isinstance(value, datetime) else value
            for name, value in asdict(record).items()
        }
        self.held[KINDS[type(record)]].append(plain)

    def note(self, case_ref: str, text: str, created_at: str) -> None:
        self.held["notes"].append({"case": case_ref, "text": text, "created_at": created_at})
