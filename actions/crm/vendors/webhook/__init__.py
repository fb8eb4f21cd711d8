"""Any CRM that an endpoint of the company's can be written for."""

from actions.crm.vendors.webhook.crm import Webhook

__all__ = ["Webhook"]
