"""What each carrier calls the same things, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True)
class Dialect:
    """What a carrier calls things. `in_order` false: its sound may arrive in any order."""

    name: str
    stream: str = "streamSid"
    format: str = "mediaFormat"
    parameters: str = "customParameters"
    in_order: bool = True
    attributes: Mapping[str, str] = field(default_factory=dict)


TWILIO: Final = Dialect("twilio")
SIGNALWIRE: Final = Dialect("signalwire")
TELNYX: Final = Dialect(
    "telnyx",
    stream="stream_id",
    format="media_format",
    parameters="custom_parameters",
    in_order=False,
    attributes=MappingProxyType(
        {"codec": "PCMU", "bidirectionalMode": "rtp", "bidirectionalCodec": "PCMU"}
    ),
)
