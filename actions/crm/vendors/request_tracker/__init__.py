"""Request Tracker 5, over its REST 2."""

from actions.crm.vendors.request_tracker.crm import RequestTracker

__all__ = ["RequestTracker"]
