"""Two of a name, a number and an address are those of the record, or a case was proved."""

from __future__ import annotations

from typing import Any

import pytest

from actions.crm.port import Contact
from actions.identity import is_on_record, matching
from actions.turn import Turn

CAMILLE = Contact("C1", "Camille Désirée Durand", "+33639986001", "camille@exemple.fr")
NUMBER = "+33639986001"


class Books:
    """What the identity is read from: one contact, and a case of theirs."""

    async def find_contacts(self, phone: str = "", email: str = "") -> list[Contact]:
        is_camille = phone == CAMILLE.phone or email.casefold() == CAMILLE.email
        return [CAMILLE] if is_camille else []

    async def case(self, ref: str) -> Any:
        conversation = {"OLD": "last-year", "NOW": "sender"}.get(ref)
        found = type("Case", (), {"contact": CAMILLE.ref, "conversation": conversation})
        return found if conversation else None


def given(**slots: Any) -> Turn:
    return Turn("sender", "oui", "affirm", 1.0, "fr", "web", None, None, False, slots=slots)


@pytest.mark.parametrize(
    ("slots", "count"),
    [
        ({"name": "Camille Désirée Durand", "contact": NUMBER}, 2),
        ({"name": "durand camille desiree", "contact": "Camille@Exemple.fr"}, 2),
        ({"name": "Paul Martin", "contact": NUMBER, "email": "camille@exemple.fr"}, 2),
        ({"name": "Camille Désirée Durand", "contact": NUMBER, "email": "camille@exemple.fr"}, 3),
        ({"name": "Paul Martin", "contact": NUMBER}, 1),
        ({"name": "Durand", "contact": NUMBER}, 1),
        ({"name": "", "contact": NUMBER}, 1),
        ({"name": "Camille Désirée Durand", "contact": "+33639986002"}, 1),
        ({}, 0),
    ],
)
def test_details_are_compared_without_accents_and_in_any_order(
    slots: dict[str, Any], count: int
) -> None:
    assert matching(slots, CAMILLE) == count


def test_a_record_without_a_name_matches_no_name() -> None:
    assert matching({"name": "", "contact": NUMBER}, Contact("C2", "", NUMBER)) == 1


@pytest.mark.parametrize(
    ("slots", "matches"),
    [
        ({"name": "Camille Désirée Durand", "contact": NUMBER}, True),
        ({"name": "Paul Martin", "contact": NUMBER}, False),
        ({"name": "Paul Martin", "contact": NUMBER, "proven_case": "OLD"}, True),
        # A case that was opened in this conversation proves nothing.
        ({"name": "Paul Martin", "contact": NUMBER, "proven_case": "NOW"}, False),
        ({"name": "Paul Martin", "contact": NUMBER, "proven_case": "GONE"}, False),
        ({"name": "Camille Désirée Durand", "contact": "autre@exemple.fr"}, False),
        # Proved by another person's case: the contact given is not theirs.
        ({"name": "Paul Martin", "contact": "autre@exemple.fr", "proven_case": "OLD"}, False),
    ],
)
async def test_who_asks_is_on_record_or_not(slots: dict[str, Any], matches: bool) -> None:
    assert await is_on_record(Books(), given(**slots)) is matches  # type: ignore[arg-type]
