"""EspoCRM, over its REST API."""

from actions.crm.vendors.espocrm.crm import EspoCrm

__all__ = ["EspoCrm"]
