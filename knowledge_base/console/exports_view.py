"""What the pages and the API of exports share: refusals in words, and serving what came back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from knowledge_base.console.visit import Visit
from knowledge_base.console.wording import texts
from knowledge_base.refusals import Refused

if TYPE_CHECKING:
    from knowledge_base.console.frame import Console

log = structlog.get_logger()


def refusal(visit: Visit, refused: Refused) -> str:
    """Why an export is not restored, in the visitor's language."""
    key = f"exports.refused.{refused.code}"
    known = key if key in texts(visit.language) else "exports.refused.damaged"
    section = visit.t(f"exports.section.{refused.values.get('section', 'articles')}")
    return visit.t(known, section=section, id=refused.values.get("id", ""))


def refresh(console: Console) -> None:
    """Serve what was restored; the other processes follow."""
    if getattr(console.knowledge, "published", None) is None:
        return
    try:
        console.knowledge.refresh()
    except Exception:
        log.error("what was restored is not served yet", exc_info=True)
