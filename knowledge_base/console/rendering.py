"""Templates with everything escaped, and what each of them may use."""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from knowledge_base.console.typed import Typed
from knowledge_base.console.wording import LANGUAGES, day, hour
from knowledge_base.curation.roles import Right, Role

if TYPE_CHECKING:
    from knowledge_base.console.visit import Visit

TEMPLATES = Path(__file__).parent / "templates"


@cache
def environment(folders: tuple[Path, ...] = ()) -> Environment:
    """An undefined name is an error, in every template; `folders` bring more of them."""
    made = Environment(
        loader=FileSystemLoader([TEMPLATES, *(one / "templates" for one in folders)]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(Right=Right, Role=Role, languages=LANGUAGES)
    return made


def rendered(template: str, visit: Visit, **values: Any) -> str:
    """A template as this visit sees it: `t`, `visit`, `may`, `csrf`, `links`, `day`, `hour`…"""
    console, language = visit.console, visit.language
    given = {
        "visit": visit,
        "t": visit.t,
        "may": visit.may,
        "csrf": visit.csrf,
        "language": language,
        "links": console.links(visit),
        "static": console.files.address,
        "day": partial(day, language=language),
        "hour": partial(hour, language=language),
        "path": visit.request.url.path,
        "errors": {},
        "notice": None,
        "typed": Typed(),
    }
    return environment(console.folders).get_template(template).render(**{**given, **values})
