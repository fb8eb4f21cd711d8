"""What each carrier calls the same things, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Literal


@dataclass(frozen=True)
class Dialect:
    """What a carrier calls things, and what it does.

    `in_order` false: its sound may arrive in any order. `signs_streams`: the WebSocket's opening
    bears a signature, as its webhooks do. `l16`: which byte of a sample comes first.
    """

    name: str
    stream: str = "streamSid"
    format: str = "mediaFormat"
    rate: str = "sampleRate"
    parameters: str = "customParameters"
    in_order: bool = True
    signs_streams: bool = False
    l16: Literal["little", "big"] = "little"
    attributes: Mapping[str, str] = field(default_factory=dict)


TWILIO: Final = Dialect("twilio", signs_streams=True)
SIGNALWIRE: Final = Dialect("signalwire")
TELNYX: Final = Dialect(
    "telnyx",
    stream="stream_id",
    format="media_format",
    rate="sample_rate",
    parameters="custom_parameters",
    in_order=False,
    l16="big",  # RTP's order: its pages call what they send an RTP payload
    attributes=MappingProxyType(
        {"codec": "PCMU", "bidirectionalMode": "rtp", "bidirectionalCodec": "PCMU"}
    ),
)
