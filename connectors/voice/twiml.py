"""What we answer a carrier that asks what to do with a call: TwiML, which all of them read."""

from __future__ import annotations

from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'


def connect(
    url: str, attributes: Mapping[str, str], parameters: Mapping[str, str], next: str
) -> str:
    """Bring the call's sound to `url`; when that ends, ask `next`."""
    said = "".join(
        f"<Parameter name={quoteattr(name)} value={quoteattr(value)}/>"
        for name, value in parameters.items()
    )
    words = "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items())
    stream = f"<Stream url={quoteattr(url)}{words}>{said}</Stream>"
    redirect = f'<Redirect method="POST">{escape(next)}</Redirect>'
    return f"{_HEAD}<Response><Connect>{stream}</Connect>{redirect}</Response>"


def dial(target: str) -> str:
    """Go on to a number, or to an address that begins with `sip:`."""
    who = f"<Sip>{escape(target)}</Sip>" if target.startswith("sip:") else escape(target)
    return f"{_HEAD}<Response><Dial>{who}</Dial></Response>"


def hang_up() -> str:
    return f"{_HEAD}<Response><Hangup/></Response>"
