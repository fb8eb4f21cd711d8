"""How letters go, for an examination of the house."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.exc import SQLAlchemyError

from actions.crm.letters.carriers import Smtp, folder
from actions.crm.letters.post import Post
from bot.database import engine
from bot.settings import Settings, settings


def findings() -> Iterator[tuple[str, str, bool, str]]:
    """The way that letters take, and those that could not go."""
    way, advice = _way(settings())
    try:
        counts = Post(engine()).counts()
        state = f"{way}; {counts['waiting']} waiting, {counts['given_up']} given up"
    except (SQLAlchemyError, OSError):
        state = way  # the database has a line of its own
    yield "letters", state, not advice, advice


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
