"""The console of the settings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from starlette.types import Scope

from bot import database
from bot.settings import Settings, settings
from knowledge_base.console.cookies import Cookies
from knowledge_base.console.frame import Console
from knowledge_base.console.parts import PARTS

if TYPE_CHECKING:
    from knowledge_base.console.provider import Provider


def open_console(
    knowledge: Any, address_of: Callable[[Scope], str], parts: Sequence[str] = (), **seams: Any
) -> Console:
    """Made without reading anything: a database may come later, and knowledge not at all.

    `parts` are modules of other rooms with a `part`; `seams` are `speak`, `spoken` and `said` of
    the console, from whoever has a voice and whoever keeps what was said.
    """
    from knowledge_base.sources import Sources

    chosen = settings()
    public = urlsplit(chosen.public_url)
    secure = chosen.environment == "production" or public.scheme == "https"
    return Console(
        database.engine(),
        Cookies(chosen.signing_key(), secure),
        knowledge,
        Sources(),
        origin=f"{public.scheme}://{public.netloc}" if public.netloc else "",
        address_of=address_of,
        provider=_provider(chosen),
        names=(*PARTS, *parts),
        **seams,
    )


def _provider(chosen: Settings) -> Provider | None:
    """The company's own sign-in; without an issuer, nothing of it is even loaded."""
    if not chosen.oidc_issuer:
        return None
    from knowledge_base.console.provider import Provider, roles_of

    return Provider(
        chosen.oidc_issuer,
        chosen.oidc_client_id,
        chosen.oidc_client_secret,
        chosen.oidc_role_claim,
        roles_of(chosen.oidc_roles),
    )
