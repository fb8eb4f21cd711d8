"""The companies' CRMs that the desk can tell of cases, callbacks and leads, one file each."""

from __future__ import annotations

from importlib import import_module

from actions.crm.port import RemoteCrm
from actions.crm.vendors.account import Account

CLASSES = {
    "request_tracker": "RequestTracker",
    "espocrm": "EspoCrm",
    "odoo": "Odoo",
    "salesforce": "Salesforce",
    "hubspot": "HubSpot",
    "zendesk": "Zendesk",
    "webhook": "Webhook",
}


def vendor(name: str, account: Account) -> RemoteCrm:
    """The CRM of that name, reached through an account; only its own module is loaded."""
    module = import_module(f"actions.crm.vendors.{name}")
    made: RemoteCrm = getattr(module, CLASSES[name])(account)
    return made
