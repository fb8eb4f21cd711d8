"""How letters go, for an examination of the house."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from actions.crm.letters.carriers import Smtp, folder
from actions.crm.letters.post import Post
from bot.database import engine
from bot.settings import Settings, settings


def findings() -> Iterator[tuple[str, str, bool, str]]:
    """The way that letters take, and those that could not go."""
    way, advice = _way(settings())
    yield "letters", "; ".join(filter(None, [way, _counted()])), not advice, advice


def _counted() -> str:
    """How many wait; nothing where the database, which has a line of its own, cannot be read."""
    address = settings().sql_url
    try:
        if address.startswith("sqlite") and not Path(address.partition("///")[2]).exists():
            return ""  # looking would make it
        counts = Post(engine()).counts()
    except (SQLAlchemyError, OSError, ImportError):
        return ""
    return f"{counts['waiting']} waiting, {counts['given_up']} given up"


def _way(chosen: Settings) -> tuple[str, str]:
    """The way that letters take, and what to do where it is none to keep."""
    if not chosen.smtp_url:
        demo = chosen.environment == "demo"
        advice = "" if demo else "set GUICHET_SMTP_URL, or nobody receives their letters"
        return f"into files in {folder(chosen.data_dir)}", advice
    place = Smtp.of(chosen.smtp_url)
    way = f"by SMTP to {place.host}:{place.port}"
    if place.tells_its_secret:
        return f"{way}, its password in the clear", "add `?starttls=1`, or use smtps://"
    return way, ""
