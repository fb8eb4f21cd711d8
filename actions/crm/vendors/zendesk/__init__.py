"""Zendesk, over its ticketing API."""

from actions.crm.vendors.zendesk.crm import Zendesk

__all__ = ["Zendesk"]
