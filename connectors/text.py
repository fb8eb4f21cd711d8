"""What a visitor typed, as everyone after the door sees it: composed, visible, on few lines."""

from __future__ import annotations

import re
import unicodedata

# Zero-width joiners hold emoji and some scripts together; they hide nothing.
_JOINERS = {0x200C, 0x200D}
_LINE_ENDS = {0x0A, 0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029}


class _Visible(dict[int, int | None]):
    """A translation table that drops what cannot be seen: control, bidi, tags, surrogates."""

    def __missing__(self, code: int) -> int | None:
        self[code] = kept = self._kept(code)
        return kept

    @staticmethod
    def _kept(code: int) -> int | None:
        if code in _LINE_ENDS:
            return 0x0A
        if code == 0x09 or code in _JOINERS:
            return code
        return None if unicodedata.category(chr(code)) in {"Cc", "Cf", "Cs", "Co"} else code


_VISIBLE = _Visible()
_LINE_BREAK = re.compile(r"\s*\n\s*")
_SPACES = re.compile(r"[^\S\n]+")


def clean(text: str) -> str:
    """NFC, nothing invisible, one space between words; cleaning twice changes nothing."""
    seen = unicodedata.normalize("NFC", text.translate(_VISIBLE))
    return _SPACES.sub(" ", _LINE_BREAK.sub("\n", seen)).strip()
