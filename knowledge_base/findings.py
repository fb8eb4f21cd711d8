"""What an examination finds of the knowledge base, without searching it."""

from __future__ import annotations

from collections.abc import Iterator

from bot.settings import settings
from knowledge_base.versions import Versions, VersionUnusable

THING = "knowledge index"


def findings() -> Iterator[tuple[str, str, bool, str]]:
    """What was looked at, how it is, whether that is well, and what to do."""
    versions = Versions(settings().data_dir / "knowledge")
    name = versions.current()
    if not name:
        yield THING, "not built yet", False, "run `guichet kb build`"
        return
    try:
        articles = versions.verify(name)["counts"]["articles"]
    except (VersionUnusable, OSError, ValueError, KeyError) as error:
        yield THING, f"refused: {error}", False, "run `guichet kb build`"
    else:
        yield THING, f"{name}, {articles} articles", True, ""
