"""Our own CRM, in the house's database: what the desk uses when a company has no other."""

from actions.crm.embedded.crm import EmbeddedCrm

__all__ = ["EmbeddedCrm"]
