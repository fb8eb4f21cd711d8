"""The telephone's keys: a number ended by `#`, a choice, `0` for a person, `*` to hear again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from connectors.voice.speech import Expected

HUMAN, AGAIN, LANGUAGE = "/talk_to_human", "/repeat", "/switch_language"
# Without buttons on offer, the keys of the general menu (said by `keys_menu` in the texts).
MENU = {"1": "/request_callback", "2": "/open_case", "3": "/case_status"}
CODE_DIGITS = 6
_LONGEST = 20
_TYPED = {Expected.DIGITS, Expected.SPELLING, Expected.MOMENT, Expected.SCORE}


@dataclass(frozen=True)
class Typed:
    """Digits that were typed as an answer; `is_code` when they are a code from the web site."""

    digits: str
    is_code: bool = False


@dataclass(frozen=True)
class Chosen:
    """A payload that a key stands for (an intent, or a button's signed one)."""

    payload: str


@dataclass
class Keypad:
    """Makes sense of keys one at a time. `expected` and `buttons` are the open question's."""

    expected: Expected = Expected.ANYTHING
    buttons: Sequence[str] = ()
    _digits: str = ""
    _collects_code: bool = False

    def ask(self, expected: Expected, buttons: Sequence[str]) -> None:
        """A new question: its kind, and the payloads of its choices in order."""
        self.expected, self.buttons = expected, tuple(buttons)
        self._forget()

    def press(self, key: str) -> Typed | Chosen | None:
        """What a key means, or None while more are needed."""
        if key == "#":
            return self.settle()
        if key == "*":
            return self._star()
        if not key.isdecimal():
            return None
        if self._collects_code or self._takes_digits or self._digits or key == "0":
            return self._collect(key)
        return self._choice(key)

    def settle(self) -> Typed | Chosen | None:
        """Nothing more was typed: what there is, or None."""
        digits, is_code = self._digits, self._collects_code
        self._forget()
        if digits and not is_code and self._is_a_choice(digits):
            return self._choice(digits)
        if digits:
            return Typed(digits, is_code)
        return Chosen(AGAIN) if is_code else None

    @property
    def is_collecting(self) -> bool:
        return bool(self._digits) or self._collects_code

    @property
    def may_ask_for_a_person(self) -> bool:
        """A zero, where no digits are asked for: alone it is a call for help, else a number."""
        return self._digits == "0" and not self._takes_digits and not self._collects_code

    @property
    def _takes_digits(self) -> bool:
        """A scale that is offered as buttons is chosen from, like any buttons."""
        is_scale = self.expected is Expected.SCORE and len(self.buttons) > 1
        return self.expected in _TYPED and not is_scale

    def _is_a_choice(self, digits: str) -> bool:
        """One digit alone is no number or date: it is the place of a button, or asks for help."""
        is_score = self.expected is Expected.SCORE and self._takes_digits
        if len(digits) > 1 or is_score:
            return False
        return digits == "0" or int(digits) <= len(self.buttons)

    def _star(self) -> Chosen | None:
        """First: hear again, unless a code follows; in the middle of a number: start over."""
        if self._digits:
            self._forget()
            return None
        if self._collects_code:
            self._forget()
            return Chosen(AGAIN)
        self._collects_code = True
        return None

    def _collect(self, key: str) -> Typed | None:
        self._digits = (self._digits + key)[:_LONGEST]
        if self._collects_code and len(self._digits) == CODE_DIGITS:
            typed = Typed(self._digits, is_code=True)
            self._forget()
            return typed
        return None

    def _choice(self, key: str) -> Chosen | None:
        place = int(key) - 1
        if key == "0":
            return Chosen(HUMAN)
        if 0 <= place < len(self.buttons):
            return Chosen(self.buttons[place])
        menu: Mapping[str, str] = {} if self.buttons else MENU
        if key == "9" and not self.buttons:
            return Chosen(LANGUAGE)
        return Chosen(menu[key]) if key in menu else None

    def _forget(self) -> None:
        self._digits, self._collects_code = "", False
