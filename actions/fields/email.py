"""An e-mail address, typed or spelled aloud."""

from __future__ import annotations

from actions.fields.address import EmailReading
from actions.fields.spoken_email import spoken
from actions.fields.typed_email import typed

__all__ = ["EmailReading", "email"]


def email(text: str, language: str = "fr") -> EmailReading:
    """Read the first address of a text; a domain is repaired in case and spaces only."""
    kept = text[:600]
    reading = typed(kept)
    return reading if reading.address or reading.problem else spoken(kept, language)
