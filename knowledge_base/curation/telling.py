"""Writes every release down and announces it, in the transaction that makes it."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.engine import Connection

from knowledge_base.curation.audit import record
from knowledge_base.curation.news import tell_release
from knowledge_base.curation.release_rows import Release


def telling(who: str = "") -> Callable[[Connection, Release], None]:
    """To be `told` by Releases; `who` acts now, where that may not be who made the release."""

    def tell(connection: Connection, release: Release) -> None:
        tell_release(connection, release)
        what = f"release.{_named(release)}"
        record(
            connection, who or release.by, what, f"release/{release.number}", None, _said(release)
        )

    return tell


def _named(release: Release) -> str:
    if release.state == "live":
        return "undo" if release.undoes else "publish"
    return {"scheduled": "schedule", "undone": "call_off", "refused": "refuse"}[release.state]


def _said(release: Release) -> dict[str, object]:
    changed = [
        {"article": f"{change.key[0]}/{change.key[1]}",
         "before": change.before.version if change.before else None,
         "after": change.after.version if change.after else None}
        for change in release.changes
    ]  # fmt: skip
    more = {"undoes": release.undoes, "reason": release.reason}
    kept = {name: value for name, value in more.items() if value}
    return {"why": release.why, "at": release.at.isoformat(), "changes": changed, **kept}
