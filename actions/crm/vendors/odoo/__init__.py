"""Odoo, over XML-RPC."""

from actions.crm.vendors.odoo.crm import Odoo

__all__ = ["Odoo"]
