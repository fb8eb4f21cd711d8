"""How a part declares its pages and API routes: none without saying who may use it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, TypeVar

from knowledge_base.curation.roles import Right

Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])


class Open(Enum):
    """For the few routes that need nobody signed in."""

    OPEN = "open"


OPEN = Open.OPEN
Access = Right | Open


@dataclass(frozen=True)
class Declared:
    """A route as its part wrote it down."""

    method: str
    path: str
    access: Access
    endpoint: Callable[..., Any]
    options: dict[str, Any]


@dataclass
class Routes:
    """A part's routes. Paths are given without `/console` and without `/api/curation`."""

    routes: list[Declared] = field(default_factory=list)

    def get(self, path: str, *, right: Access, **options: Any) -> Callable[[Endpoint], Endpoint]:
        return self._route("GET", path, right, options)

    def post(self, path: str, *, right: Access, **options: Any) -> Callable[[Endpoint], Endpoint]:
        return self._route("POST", path, right, options)

    def _route(
        self, method: str, path: str, right: Access, options: dict[str, Any]
    ) -> Callable[[Endpoint], Endpoint]:
        if not isinstance(right, Right | Open):
            raise TypeError(f"{method} {path} does not say who may use it")

        def kept(endpoint: Endpoint) -> Endpoint:
            self.routes.append(Declared(method, path, right, endpoint, options))
            return endpoint

        return kept


class Pages(Routes):
    """Pages for people, under `/console`; a GET reads and a POST changes."""


class Api(Routes):
    """JSON for programs, under `/api/curation`."""

    def put(self, path: str, *, right: Access, **options: Any) -> Callable[[Endpoint], Endpoint]:
        return self._route("PUT", path, right, options)

    def patch(self, path: str, *, right: Access, **options: Any) -> Callable[[Endpoint], Endpoint]:
        return self._route("PATCH", path, right, options)

    def delete(self, path: str, *, right: Access, **options: Any) -> Callable[[Endpoint], Endpoint]:
        return self._route("DELETE", path, right, options)
