"""Where cases, callbacks and leads go: the desk's books, and the CRM that the settings name."""

from __future__ import annotations

from functools import cache

from actions.crm.lists import ListedCrm
from bot.settings import settings


@cache
def crm() -> ListedCrm:
    """The books of this process, made once; what is written also goes to the company's CRM."""
    from actions.crm.embedded import EmbeddedCrm

    if settings().crm == "embedded":
        return EmbeddedCrm()
    from actions.crm.outbox.opening import promising_crm

    return promising_crm()
