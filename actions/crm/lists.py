"""How the support team's programs leaf through a CRM that can list its records."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from actions.crm.calls import Attempt, GivenConsent, NewAttempt
from actions.crm.port import Callback, Case, Contact, Crm, Lead

Record = TypeVar("Record", Contact, Case, Callback, Lead)
Other = TypeVar("Other")


@dataclass(frozen=True)
class Query:
    """Which records, and which page of them; an empty filter does not filter.

    `after` is the `next` of the page before. `conversation` and `external_ref` also find a
    callback that they created or moved and that a later request moved again.
    """

    limit: int = 50
    after: str = ""
    ref: str = ""
    external_ref: str = ""
    conversation: str = ""
    status: str = ""
    phone: str = ""
    email: str = ""
    contact: str = ""
    category: str = ""
    priority: str = ""
    queue: str = ""


@dataclass(frozen=True)
class Page(Generic[Record]):
    """Records, newest first, and where the next page begins (None: this is the last)."""

    items: tuple[Record, ...]
    next: str | None

    def shown(self, show: Callable[[Record], Other]) -> list[Other]:
        return [show(item) for item in self.items]


class ListedCrm(Crm, Protocol):
    """A CRM that also lists its records. Raises `CrmRefused` for an unknown `after`."""

    async def contacts(self, query: Query) -> Page[Contact]: ...
    async def cases(self, query: Query) -> Page[Case]: ...
    async def callbacks(self, query: Query) -> Page[Callback]: ...
    async def leads(self, query: Query) -> Page[Lead]: ...
    async def attempted(self, ref: str, attempt: NewAttempt) -> Attempt: ...
    async def attempts_of(self, ref: str) -> Sequence[Attempt]:
        """The calls that were made for a callback, newest first."""

    async def consents(self, phone: str = "", contact: str = "") -> Sequence[GivenConsent]:
        """What was agreed to for a number or by a contact, newest first, 200 at most."""

    async def ready(self) -> bool:
        """Whether the CRM can answer now."""
