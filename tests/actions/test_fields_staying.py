"""Leaving, and not leaving after all."""

from __future__ import annotations

import pytest

from actions.fields import stays


@pytest.mark.parametrize(
    "text",
    ["je ne veux pas résilier", "je ne veux plus résilier", "je veux plus résilier",
     "ne résiliez pas", "ne résiliez rien", "non je reste", "finalement je reste", "je reste",
     "en fait je ne souhaite plus partir", "je vais rester", "je préfère rester chez vous",
     "non je ne pars plus", "j'ai changé d'avis", "n'annulez pas mon contrat", "je reste client",
     "je garde mon abonnement", "i don't want to leave anymore", "I don’t want to leave",
     "i'll stay", "I’ll stay", "no i'm staying", "i want to stay", "i'm not leaving",
     "don't cancel my contract", "i changed my mind", "i no longer want to cancel",
     "i'm not going to leave", "i'll keep my plan", "i won't leave", "i'm gonna stay",
     "je reste chez Orméa", "on reste", "non finalement je vais pas résilier"],
)  # fmt: skip
def test_who_stays_is_heard(text: str) -> None:
    assert stays(text)


@pytest.mark.parametrize(
    "text",
    ["je veux résilier", "je ne veux pas rester", "je ne veux plus rester chez vous",
     "je reste sans internet depuis un mois", "il me reste six mois", "je pars à l'étranger",
     "je reste chez moi sans internet", "je reste chez moi",
     "je ne peux pas résilier en ligne", "je ne veux pas résilier par courrier",
     "non, je ne veux pas être rappelé, je veux partir", "i want to leave",
     "i don't want to stay", "i don't want a call, i want to leave", "why should i stay",
     "pourquoi je reste", "i can't stay with you", "c'est trop cher", "non", "je veux partir"],
)  # fmt: skip
def test_who_leaves_does_not_stay(text: str) -> None:
    assert not stays(text)
