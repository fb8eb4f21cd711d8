"""What subscribers are told of an opinion, without what is personal in it."""

from __future__ import annotations

from typing import Protocol

from sqlalchemy.engine import Connection

from knowledge_base.curation.deliveries import announce
from knowledge_base.curation.discretion import discreet, keyed
from knowledge_base.curation.webhooks import DETRACTOR, FEEDBACK


class Given(Protocol):
    """An opinion as it comes in; `conversation` is the sender's name."""

    @property
    def kind(self) -> str: ...
    @property
    def score(self) -> int | None: ...
    @property
    def comment(self) -> str: ...
    @property
    def conversation(self) -> str: ...
    @property
    def channel(self) -> str: ...
    @property
    def language(self) -> str: ...


def tell_opinion(connection: Connection, given: Given, detracts: bool) -> None:
    """Announce an opinion in the transaction that keeps it, and a low one once more.

    `conversation` is told by a name that only this desk can make: the same for both.
    """
    told = {
        "kind": given.kind, "score": given.score, "comment": discreet(given.comment),
        "channel": given.channel, "language": given.language,
        "conversation": keyed("conversation", given.conversation),
    }  # fmt: skip
    announce(connection, FEEDBACK, told)
    if detracts:
        announce(connection, DETRACTOR, told)
