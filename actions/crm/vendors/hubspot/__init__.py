"""HubSpot, over its CRM API."""

from actions.crm.vendors.hubspot.crm import HubSpot

__all__ = ["HubSpot"]
