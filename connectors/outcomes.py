"""What becomes of a message: answered, kept for a later answer, or refused."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace

from bot.conversation import Reply
from connectors.records import Status
from connectors.sentences import sentence


@dataclass(frozen=True)
class Outcome:
    """`replies` is what the visitor reads now. `was_told` means that listeners heard it too.

    A pending one has `late`: the task that ends with the final outcome. `retry` says that the
    same id may be sent again.
    """

    status: Status
    replies: tuple[Reply, ...] = ()
    seq: int = 0
    reason: str = ""
    retry: bool = False
    was_told: bool = False
    late: asyncio.Task[Outcome] | None = None

    @classmethod
    def refused(cls, reason: str, retry: bool = True) -> Outcome:
        return cls(Status.REFUSED, reason=reason, retry=retry)

    def in_words(self, language: str, limit: str) -> Outcome:
        """One without an answer, with the sentence that tells the visitor so."""
        name = "waiting" if self.status is Status.PENDING else f"refused_{self.reason}"
        return replace(self, replies=(Reply(sentence(name, language, limit=limit)),))
