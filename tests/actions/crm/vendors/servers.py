"""The vendors' servers that the contract runs against, each on a real socket.

A vendor's file `<vendor>_server.py` has `served()`, a context manager that yields the `Account`
of a fresh server. It starts once for a session: tests tell their own people apart.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from importlib import import_module

from actions.crm.vendors.account import Account

Served = Callable[[], AbstractContextManager[Account]]


def _by(module: str) -> Served:
    """The server of a module of this folder, which is loaded when it is started."""
    return lambda: import_module(f"{__package__}.{module}").served()


SERVERS: dict[str, Served] = {
    "request_tracker": _by("rt_server"),
    "espocrm": _by("espocrm_server"),
    "odoo": _by("odoo_server"),
    "salesforce": _by("salesforce_server"),
    "hubspot": _by("hubspot_server"),
    "zendesk": _by("zendesk_server"),
    "webhook": _by("webhook_server"),
}

# They have no key of their own that refuses a second record, and nothing that mends it after.
ONE_AT_A_TIME: set[str] = set()
