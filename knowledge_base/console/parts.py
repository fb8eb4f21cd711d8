"""The parts of the console. Another one is a module with a `part`, named in this list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from knowledge_base.console.declared import Api, Pages
from knowledge_base.curation.roles import Right

if TYPE_CHECKING:
    from knowledge_base.console.visit import Visit

PARTS = (
    "knowledge_base.console.home",
    "knowledge_base.console.inbox",
    "knowledge_base.console.verdicts",
    "knowledge_base.console.articles",
    "knowledge_base.console.try_it",
    "knowledge_base.console.cases",
    "knowledge_base.console.sign_in",
    "knowledge_base.console.invitation",
    "knowledge_base.console.oidc",
    "knowledge_base.console.account",
    "knowledge_base.console.publish",
    "knowledge_base.console.releases",
    "knowledge_base.console.imports",
    "knowledge_base.console.exports",
    "knowledge_base.console.insight",
    "knowledge_base.console.satisfaction",
    "knowledge_base.console.confidence",
    "knowledge_base.console.people",
    "knowledge_base.console.tokens",
    "knowledge_base.console.webhooks",
    "knowledge_base.console.audit",
)


@dataclass(frozen=True)
class Link:
    """A place in the navigation; `key` is the letter that goes there after `g`."""

    path: str
    text: str
    key: str
    right: Right


@dataclass(frozen=True)
class HomeCard:
    """A card of the home page, for whoever has the right; its values must be cheap to get.

    `figures` are those of its values that a program may want, as numbers.
    """

    right: Right
    template: str
    values: Callable[[Visit], Mapping[str, Any]]
    figures: Callable[[Mapping[str, Any]], Mapping[str, float | None]] | None = None


@dataclass(frozen=True)
class Part:
    """What a module adds to the console.

    `folder` holds `templates` and `texts` of a part that another room brings.
    """

    pages: Pages
    api: Api | None = None
    links: tuple[Link, ...] = ()
    cards: tuple[HomeCard, ...] = ()
    folder: Path | None = None


def parts(names: tuple[str, ...] = PARTS) -> list[Part]:
    return [import_module(name).part for name in names]
