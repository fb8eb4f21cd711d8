"""Whether figures were dictated two by two: what tells a group left out from one taken apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Form = Literal["whole", "half", "broken", "cut"]
_HOME = ("33", "0033")
_UNITS = frozenset("123456789")


@dataclass(frozen=True)
class Dictation:
    """The digits said up to the piece `end`, group by group, and how their pairs stand.

    `whole`: every figure has its pair; `half`: the last one waits for it; `broken`: one never
    had it; `cut`: a ten and its unit stand apart, « trente, quatre », or a hyphen is torn.
    """

    end: int
    groups: tuple[str, ...] = ()
    form: Form = "whole"

    @property
    def digits(self) -> str:
        return "".join(self.groups)

    def followed(self, end: int, said: str, typed: bool, torn: bool = False) -> Dictation:
        """The same with one more group, `typed` in figures, `torn` where a hyphen ties it."""
        groups = (*self.groups, said)
        form: Form = "cut" if torn else _form(self, said, "".join(groups), typed)
        return Dictation(end, groups, form)


def _form(before: Dictation, said: str, digits: str, typed: bool) -> Form:
    if before.form in ("broken", "cut"):
        return before.form
    if digits in _HOME:
        return "half"  # as after the zero that a country's code stands for
    if len(said) == 1 and said in _UNITS and _is_ten(before.groups) and not typed:
        return "cut"
    if len(said) % 2 == 0:
        return "broken" if before.form == "half" and not typed else before.form
    return "whole" if before.form == "half" else "half"


def _is_ten(groups: tuple[str, ...]) -> bool:
    return bool(groups) and len(groups[-1]) == 2 and groups[-1][1] == "0" and groups[-1] > "19"


def likeliest(readings: list[Dictation], at_home: bool = True) -> list[Dictation]:
    """Those that leave no figure alone, with the fewest figures: « soixante dix » is 70.

    A number said in full is never found by taking its words apart: whoever left two figures
    out would be given a number that is not theirs.
    """
    fair = [one for one in readings if one.form != "cut"]
    paired = [one for one in fair if one.form == "whole"] if at_home else []
    fewest = min((len(one.digits) for one in paired or fair), default=0)
    return [one for one in paired or fair if len(one.digits) == fewest]
