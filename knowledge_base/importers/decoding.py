"""Makes text of a file's bytes, whatever program saved it."""

from __future__ import annotations

import codecs
import re

from knowledge_base.refusals import Refused

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
NOT_TEXT = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffe\uffff]")


def decoded(data: bytes) -> str:
    """The text, its line ends made alike: by its mark, as UTF-8, or as old Windows files are."""
    try:
        text = data.decode(_encoding(data))
    except UnicodeDecodeError:
        raise Refused("not text: neither UTF-8, UTF-16 nor Windows-1252", code="not_text") from None
    if len(NOT_TEXT.findall(text)) > len(text) // 100:
        raise Refused("not text: a binary file", code="not_text")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _encoding(data: bytes) -> str:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return encoding
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"
