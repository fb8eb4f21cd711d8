"""The console, put together once: its parts, its templates, its guards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, FastAPI
from fastapi.exceptions import RequestValidationError
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DBAPIError
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Scope

from bot.conversation import Said
from knowledge_base.console.api_guard import SCHEMES, ApiGuard
from knowledge_base.console.cookies import Cookies
from knowledge_base.console.envelope import Envelope
from knowledge_base.console.files import Files
from knowledge_base.console.guard import Guard
from knowledge_base.console.parts import PARTS, HomeCard, Link, Part, parts
from knowledge_base.console.refusal_pages import RefusalPages
from knowledge_base.console.rendering import rendered
from knowledge_base.console.visit import Visit, page
from knowledge_base.curation.audit import Audit
from knowledge_base.curation.catalogue import Catalogue
from knowledge_base.curation.gate_checks import Checks
from knowledge_base.curation.labelling import Labelling
from knowledge_base.curation.moments import Clock, utc_now
from knowledge_base.curation.passwords import Passwords
from knowledge_base.curation.people import People
from knowledge_base.curation.publishing import Publishing
from knowledge_base.curation.rehearsal import Rehearsal
from knowledge_base.curation.sessions import Sessions
from knowledge_base.curation.sign_in import SignIn
from knowledge_base.curation.tokens import Tokens
from knowledge_base.sources import Sources
from knowledge_base.store import ArticleStore

if TYPE_CHECKING:  # a provider costs its libraries only where there is one
    from knowledge_base.console.provider import Provider

__all__ = ["Console", "page"]


def _peer(scope: Scope) -> str:
    return str((scope.get("client") or ("unknown",))[0])


@dataclass
class Console:
    """`site` is mounted at `/console`, `api` included in the gateway. Making it reads nothing.

    `knowledge` may be None: its pages say so. `encoder` gives the encoder when one is needed.
    Without `speak` the pages say that there is no voice.
    """

    database: Engine
    cookies: Cookies
    knowledge: Any = None
    sources: Any = None
    encoder: Callable[[], Any] | None = None
    origin: str = ""  # how the world reaches us, where we know it
    address_of: Callable[[Scope], str] = _peer
    passwords: Passwords = field(default_factory=Passwords)
    clock: Clock = utc_now
    provider: Provider | None = None
    names: tuple[str, ...] = PARTS
    speak: Callable[[str, str], bytes] | None = None  # a text and its language, as a WAV file
    spoken: Callable[[str, str], str] | None = None  # the words that are said of a written text
    said: Callable[[str], Sequence[Said]] | None = None  # in a conversation, masked, oldest first

    def __post_init__(self) -> None:
        if self.sources is None:
            self.sources = Sources(store=ArticleStore(self.database))
        self.people, self.sessions = (
            People(self.database, self.clock),
            Sessions(self.database, self.clock),
        )
        self.tokens, self.audit = Tokens(self.database, self.clock), Audit(self.database)
        self.sign_in = SignIn(self.database, self.passwords, self.clock)
        self.files = Files()

    @cached_property
    def parts(self) -> list[Part]:
        return parts(self.names)

    @cached_property
    def folders(self) -> tuple[Path, ...]:
        """Where the parts of other rooms keep their templates and texts."""
        return tuple(dict.fromkeys(one.folder for one in self.parts if one.folder))

    @cached_property
    def checks(self) -> Checks:
        """The checks of releases that this process runs."""
        encoder = self.encoder or (lambda: self.knowledge.encoder)
        return Checks(self.database, self.sources, self.knowledge, encoder)

    @cached_property
    def labelling(self) -> Labelling:
        """Shared, because it remembers what decided questions were answered."""
        return Labelling(self.database)

    @cached_property
    def rehearsal(self) -> Rehearsal:
        """The drafts as if they were published, shared by all who try them."""
        return Rehearsal(Catalogue(self.database, self.sources), self.knowledge)

    @cached_property
    def publishing(self) -> Publishing:
        return Publishing(self.database, self.sources, self.checks)

    def links(self, visit: Visit) -> list[Link]:
        return [link for part in self.parts for link in part.links if visit.may(link.right)]

    def cards(self, visit: Visit) -> list[HomeCard]:
        return [card for part in self.parts for card in part.cards if visit.may(card.right)]

    def render(self, template: str, visit: Visit, **values: Any) -> str:
        return rendered(template, visit, **values)

    def site(self) -> ASGIApp:
        """Everything under `/console`, with pages of its own for whatever goes wrong."""
        app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
        guard = Guard(self)
        for declared in (one for part in self.parts for one in part.pages.routes):
            app.router.add_api_route(
                declared.path,
                declared.endpoint,
                methods=[declared.method],
                route_class_override=guard.route(declared.access),
                response_model=None,
                **declared.options,
            )
        refusals = RefusalPages(guard)
        for kind in (HTTPException, RequestValidationError, DBAPIError):
            app.add_exception_handler(kind, refusals.answer)
        app.add_exception_handler(Exception, refusals.failed)
        return Envelope(app)

    def api(self) -> APIRouter:
        """Everything under `/api/curation`, for the gateway to include."""
        router = APIRouter(prefix="/api/curation", tags=["curation"], dependencies=SCHEMES)
        guard = ApiGuard(self)
        apis = [part.api for part in self.parts if part.api is not None]
        for declared in (one for api in apis for one in api.routes):
            router.add_api_route(
                declared.path,
                declared.endpoint,
                methods=[declared.method],
                route_class_override=guard.route(declared.access),
                **declared.options,
            )
        return router
