"""How letters go, for an examination of the house."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.exc import SQLAlchemyError

from actions.crm.letters.carriers import Smtp, folder
from actions.crm.letters.post import Post
from bot.database import engine
from bot.settings import settings


def findings() -> Iterator[tuple[str, str, bool, str]]:
    """The way that letters take, and those that could not go."""
    chosen = settings()
    if chosen.smtp_url:
        place = Smtp.of(chosen.smtp_url)
        way, well = f"by SMTP to {place.host}:{place.port}", True
    else:
        way, well = f"into files in {folder(chosen.data_dir)}", chosen.environment == "demo"
    try:
        counts = Post(engine()).counts()
    except (SQLAlchemyError, OSError):
        yield "letters", f"{way}; their database cannot be read", False, "see the database above"
        return
    state = f"{way}; {counts['waiting']} waiting, {counts['given_up']} given up"
    advice = "" if well else "set GUICHET_SMTP_URL, or nobody receives their letters"
    yield "letters", state, well, advice
