"""The first page: what needs this person now, as cards that the parts lay down."""

from __future__ import annotations

import structlog
from starlette.responses import Response

from knowledge_base.console.declared import Api, Pages
from knowledge_base.console.parts import HomeCard, Link, Part
from knowledge_base.console.visit import Here, Visit
from knowledge_base.curation.roles import Right

log = structlog.get_logger()
pages, api = Pages(), Api()
part = Part(pages, api, (Link("/", "frame.nav.home", "h", Right.READ),))


@pages.get("/", right=Right.READ)
def home(visit: Here) -> Response:
    cards = [card for one in visit.console.cards(visit) if (card := _card(one, visit))]
    return visit.page("home.html", cards=cards)


@api.get("/me", right=Right.READ)
def me(visit: Here) -> dict[str, object]:
    """Whose token or session this is, and what it may do."""
    may = [right.value for right in Right if visit.may(right)]
    return {"name": visit.person.name, "role": visit.person.role.word, "rights": may}


@api.get("/home", right=Right.READ)
def figures(visit: Here) -> dict[str, float | None]:
    """What needs somebody now, as the first page's cards count it; null where nothing tells."""
    found: dict[str, float | None] = {}
    for card in visit.console.cards(visit):
        if card.figures:
            found.update(card.figures(card.values(visit)))
    return found


def _card(card: HomeCard, visit: Visit) -> str:
    """A card that fails is left out: the others are still of use."""
    try:
        return visit.console.render(card.template, visit, **card.values(visit))
    except Exception:
        log.error("a card of the home page failed", card=card.template, exc_info=True)
        return ""
