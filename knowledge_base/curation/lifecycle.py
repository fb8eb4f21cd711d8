"""How an article ages: fresh, to be verified once its review date has come, then not served."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from bot.clock import now
from bot.settings import settings
from knowledge_base.article import Article

AHEAD = (0, 7, 30)  # days before a date at which its owner is reminded


class Age(Enum):
    """Where an article is in its life."""

    UPCOMING = "upcoming"
    FRESH = "fresh"
    TO_VERIFY = "to_verify"
    EXPIRED = "expired"


@dataclass(frozen=True)
class Reminder:
    """An article to look at: overdue, today, or within 7 or 30 days."""

    article: Article
    due: date
    days: int  # until then; negative when it has passed
    within: int  # 0, 7 or 30


def today() -> date:
    """The company's day, in Paris."""
    return now().date()


def last_day(article: Article, grace_days: int | None = None) -> date | None:
    """The last day on which it is served, by its own date or by policy; None: no such day."""
    grace = settings().knowledge_grace_days if grace_days is None else grace_days
    by_policy = article.review + timedelta(grace) if article.review and grace else None
    return min((day for day in (article.valid_until, by_policy) if day), default=None)


def age(article: Article, day: date, grace_days: int | None = None) -> Age:
    """How the article stands on a day; the day of the review is one to verify it."""
    end = last_day(article, grace_days)
    if end and day > end:
        return Age.EXPIRED
    if article.valid_from and day < article.valid_from:
        return Age.UPCOMING
    return Age.TO_VERIFY if article.review and day >= article.review else Age.FRESH


def is_served(article: Article, day: date, grace_days: int | None = None) -> bool:
    return age(article, day, grace_days) in (Age.FRESH, Age.TO_VERIFY)


def reminders(articles: Iterable[Article], day: date) -> dict[str, list[Reminder]]:
    """What is due within thirty days, by owner, the most pressing first."""
    found: dict[str, list[Reminder]] = {}
    for article in articles:
        if reminder := _reminder(article, day):
            found.setdefault(article.owner, []).append(reminder)
    for listed in found.values():
        listed.sort(key=lambda one: (one.due, one.article.key))
    return dict(sorted(found.items()))


def _reminder(article: Article, day: date) -> Reminder | None:
    due = min((date_ for date_ in (article.review, last_day(article)) if date_), default=None)
    if due is None:
        return None
    days = (due - day).days
    within = next((step for step in AHEAD if days <= step), None)
    return None if within is None else Reminder(article, due, days, within)
