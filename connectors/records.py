"""What happened in a conversation, as the log keeps it and as visitors are told."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from bot.conversation import Button, Reply


class Status(str, Enum):
    """Where a message stands. A refused one had no answer and may be sent again."""

    PENDING = "pending"
    ANSWERED = "answered"
    REFUSED = "refused"


class Kind(str, Enum):
    SAID = "said"
    TYPING = "typing"
    REPLIES = "replies"
    REFUSED = "refused"


@dataclass(frozen=True)
class Entry:
    """One message in the log. `seq` is where it stands, `answer_seq` where its answer does."""

    id: str
    status: Status
    seq: int
    answer_seq: int = 0
    replies: tuple[Reply, ...] = ()
    is_new: bool = False


@dataclass(frozen=True)
class Event:
    """Something that happened at a place (`seq`) in a conversation; 0 when it is not kept."""

    kind: Kind
    id: str
    seq: int = 0
    text: str = ""
    status: Status = Status.PENDING
    replies: tuple[Reply, ...] = ()
    reason: str = ""
    at: datetime | None = None


def written(replies: tuple[Reply, ...]) -> str:
    """Replies as JSON, for storage."""
    return json.dumps([reply_fields(reply) for reply in replies], ensure_ascii=False)


def read(stored: str) -> tuple[Reply, ...]:
    """Replies as they were before storage."""
    return tuple(
        Reply(
            item["text"],
            tuple(Button(button["title"], button["payload"]) for button in item["buttons"]),
            item["custom"],
        )
        for item in json.loads(stored)
    )


def reply_fields(reply: Reply) -> dict[str, object]:
    """A reply as the JSON object that every channel of ours sends."""
    return {
        "text": reply.text,
        "buttons": [{"title": b.title, "payload": b.payload} for b in reply.buttons],
        "custom": dict(reply.custom),
    }
