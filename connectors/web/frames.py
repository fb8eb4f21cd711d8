"""The JSON frames between the widget and the gateway.

Widget to gateway: `hello`, `say`, `press`, `form`, `new`. Gateway to widget: `welcome`, `said`,
`typing`, `replies`, `waiting`, `refused`, `error`. `said`, `replies` and a kept `refused` carry
`seq`, their place in the conversation: a widget remembers the last one and says `hello` with it
as `after`. A message that `welcome` lists as `pending` may be sent again with its own id.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, StringConstraints, TypeAdapter

from connectors.outcomes import Outcome
from connectors.records import Event, Kind, Status, reply_fields
from connectors.sentences import sentence

MAX_FRAME = 32 * 1024  # two thousand emoji, each written as two escapes

Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.:-]{1,100}$")]
Language = Literal["fr", "en", ""]
Json = dict[str, Any]


class Hello(BaseModel):
    type: Literal["hello"]
    token: str | None = Field(None, max_length=500)
    language: Language = ""
    after: int = Field(0, ge=0, le=2**31 - 1)


class New(BaseModel):
    type: Literal["new"]
    language: Language = ""


class Say(BaseModel):
    type: Literal["say"]
    id: Id
    text: str
    language: Language = ""


class Press(BaseModel):
    type: Literal["press"]
    id: Id
    payload: str = Field(max_length=4000)
    title: str = Field("", max_length=300)
    language: Language = ""


class Form(BaseModel):
    type: Literal["form"]
    id: Id
    form: Literal["callback"]
    values: dict[str, str]
    language: Language = ""


Spoken = Say | Press | Form
Frame = Annotated[Hello | New | Say | Press | Form, Field(discriminator="type")]
FRAMES: TypeAdapter[Hello | New | Say | Press | Form] = TypeAdapter(Frame)


def welcome(token: str, conversation: str, history: list[Event], language: str) -> Json:
    pending = [e.id for e in history if e.kind is Kind.SAID and e.status is Status.PENDING]
    return {
        "type": "welcome",
        "token": token,
        "conversation": conversation,
        "history": [event_frame(event, language) for event in history],
        "pending": pending,
    }


def event_frame(event: Event, language: str) -> Json:
    frame: Json = {"type": event.kind.value}
    if event.at is not None:
        frame["at"] = event.at.isoformat()
    if event.seq:
        frame["seq"] = event.seq
    if event.kind is Kind.SAID:
        return {**frame, "id": event.id, "text": event.text, "status": event.status.value}
    frame["for"] = event.id
    if event.kind is Kind.REPLIES:
        frame["replies"] = [reply_fields(reply) for reply in event.replies]
    if event.kind is Kind.REFUSED:
        text = sentence(f"refused_{event.reason}", language)
        frame |= {"reason": event.reason, "text": text, "retry": True}
    return frame


def outcome_frame(id: str, outcome: Outcome) -> Json:
    """What only the sender of a message is told."""
    if outcome.status is Status.ANSWERED:
        replies = [reply_fields(reply) for reply in outcome.replies]
        return {"type": "replies", "seq": outcome.seq, "for": id, "replies": replies}
    text = outcome.replies[0].text
    if outcome.status is Status.PENDING:
        return {"type": "waiting", "for": id, "text": text}
    return {
        "type": "refused",
        "for": id,
        "reason": outcome.reason,
        "text": text,
        "retry": outcome.retry,
    }


def refusal(id: str, reason: str, language: str, retry: bool = False) -> Json:
    text = sentence(f"refused_{reason}", language)
    return {"type": "refused", "for": id, "reason": reason, "text": text, "retry": retry}
