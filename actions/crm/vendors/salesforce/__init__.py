"""Salesforce, over its REST API."""

from actions.crm.vendors.salesforce.crm import Salesforce

__all__ = ["Salesforce"]
