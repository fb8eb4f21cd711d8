"""Which CRMs a company may have, and what must be set to reach each of them."""

from __future__ import annotations

from typing import Literal

CrmName = Literal[
    "embedded",
    "request_tracker",
    "espocrm",
    "odoo",
    "salesforce",
    "hubspot",
    "zendesk",
    "webhook",
]
CRM_NEEDS: dict[str, tuple[str, ...]] = {
    "embedded": (),
    "request_tracker": ("crm_url", "crm_secret"),
    "espocrm": ("crm_url", "crm_secret"),
    "odoo": ("crm_url", "crm_user", "crm_secret"),
    "salesforce": ("crm_url", "crm_user", "crm_secret"),
    "hubspot": ("crm_secret",),
    "zendesk": ("crm_url", "crm_user", "crm_secret"),
    "webhook": ("crm_url", "crm_secret"),
}


def named(options: str) -> dict[str, str]:
    """`queue=Support, field=ExternalRef` as a mapping; raises ValueError for anything else."""
    found: dict[str, str] = {}
    for part in filter(None, (one.strip() for one in options.split(","))):
        name, equals, value = part.partition("=")
        if not equals or not name.strip():
            raise ValueError(f"GUICHET_CRM_OPTIONS: `{part}` is not name=value")
        found[name.strip()] = value.strip()
    return found
