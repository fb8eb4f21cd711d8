"""Whether somebody wants to buy something, rather than help with what they have."""

from __future__ import annotations

import re

from actions.fields.words import fold

_BUYING = re.compile(
    r"\b(?:achet\w+|achats?|souscri\w+|devis|abonner|m'abonne|passer (?:une )?commande|commander"
    r"|(?:une|vos|votre|des|nouvelles?|meilleure) offres?|vos (?:prix|tarifs)"
    r"|nouveau forfait|prendre (?:un|la|une) (?:forfait|fibre|offre|box|abonnement)"
    r"|buy\w*|purchas\w+|subscribe|quotes?|upgrad\w+|place an order|(?:an|your|new|better) offers?"
    r"|your (?:prices|rates|plans)|new plan|sign up)\b"
)


def about_buying(text: str) -> bool:
    """« acheter un téléphone », « un devis », "a quote"; not « ma commande n'est pas arrivée »."""
    return _BUYING.search(fold(text)) is not None
