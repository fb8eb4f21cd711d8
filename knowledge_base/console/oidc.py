"""Signing in with the company's account, where the settings name an OpenID Connect provider."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from knowledge_base.console.declared import OPEN, Pages
from knowledge_base.console.parts import Part
from knowledge_base.console.sign_in import admitted
from knowledge_base.console.visit import Here, Visit
from knowledge_base.curation.vouched import admit

if TYPE_CHECKING:
    from knowledge_base.console.provider import Provider

log = structlog.get_logger()
PENDING, SECONDS = "guichet_oidc", 600
pages = Pages()
part = Part(pages)


@pages.get("/oidc", right=OPEN)
def begin(visit: Here) -> Response:
    from knowledge_base.console.provider import Refused

    try:
        address, pending = _provider(visit).begin(_back(visit))
    except Refused as refused:
        return _refused(visit, refused.reason, str(refused))
    response = RedirectResponse(address, 303)
    visit.console.cookies.give_signed(response, PENDING, pending, SECONDS)
    return response


@pages.get("/oidc/back", right=OPEN)
def back(visit: Here) -> Response:
    """Each departure serves for one return: its cookie is taken whatever comes of it."""
    from knowledge_base.console.provider import Refused

    provider, cookies = _provider(visit), visit.console.cookies
    pending = cookies.signed(visit.request, PENDING, SECONDS)
    try:
        if not isinstance(pending, dict):
            raise Refused("provider", "nobody left from here")
        known = provider.finish(pending, visit.request.query_params, _back(visit))
        person = admit(visit.console.database, known.subject, known.name, known.role)
        response = admitted(visit, person.id) if person else _refused(visit, "disabled")
    except Refused as refused:
        response = _refused(visit, refused.reason, str(refused))
    cookies.take(response, cookies.named(PENDING))
    return response


def _provider(visit: Visit) -> Provider:
    if visit.console.provider is None:
        raise HTTPException(404)
    return visit.console.provider


def _back(visit: Visit) -> str:
    url = visit.request.url
    return f"{visit.console.origin or f'{url.scheme}://{url.netloc}'}/console/oidc/back"


def _refused(visit: Visit, reason: str, detail: str = "") -> Response:
    log.warning("a company account was refused", reason=reason, detail=detail)
    return visit.page("refusal.html", 403, why=f"oidc_{reason}")
