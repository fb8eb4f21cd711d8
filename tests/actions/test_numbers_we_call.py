"""Where we call: France with its overseas areas, Europe, or everywhere; never a dear number."""

from __future__ import annotations

import pytest

from actions.fields import phone
from actions.fields.numbering import Where, is_called

HOME = ("+33639980101", "+262692123456", "+590690123456", "+508551234", "+687751234", "+68987123456")
EUROPE = ("+447700900123", "+4915112345678", "+41791234567", "+35312345678")
FAR = ("+12025550123", "+212612345678", "+819012345678")


@pytest.mark.parametrize("where", ["france", "europe", "world"])
@pytest.mark.parametrize("number", HOME)
def test_france_and_overseas_are_always_called(number: str, where: Where) -> None:
    assert is_called(number, where)


@pytest.mark.parametrize("number", EUROPE)
def test_europe_is_called_where_the_company_says_so(number: str) -> None:
    assert [is_called(number, where) for where in ("france", "europe", "world")] == [False, True, True]


@pytest.mark.parametrize("number", FAR)
def test_the_rest_of_the_world_only_when_it_is_wished(number: str) -> None:
    assert [is_called(number, where) for where in ("france", "europe", "world")] == [False, False, True]


@pytest.mark.parametrize("number", ["+881612345678", "+870773123456", "+97912345678", "+80012345678", "nonsense", ""])
def test_satellites_and_services_of_the_world_are_never_called(number: str) -> None:
    assert not is_called(number, "world")


@pytest.mark.parametrize("said", ["+44 909 879 0000", "+49 900 1234567", "08 99 12 34 56"])
def test_a_premium_number_is_refused_wherever_it_is(said: str) -> None:
    assert (phone(said).number, phone(said).problem) == (None, "premium")
