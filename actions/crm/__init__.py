"""Where cases, callbacks and leads go: the CRM that the settings name."""

from __future__ import annotations

from functools import cache

from actions.crm.lists import ListedCrm


@cache
def crm() -> ListedCrm:
    """The CRM of this process, made once."""
    from actions.crm.embedded import EmbeddedCrm

    return EmbeddedCrm()
