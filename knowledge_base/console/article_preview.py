"""How an article will look in the chat and on a phone, and how it will sound."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup
from starlette.responses import Response

from knowledge_base.article import LANGUAGES
from knowledge_base.checks import checked, slug
from knowledge_base.console.article_form import Side, draft_of, side_from
from knowledge_base.console.chat_markdown import chat_html
from knowledge_base.console.declared import Pages
from knowledge_base.console.visit import Here, Visit
from knowledge_base.console.wording import Translate, translator
from knowledge_base.curation.lifecycle import today
from knowledge_base.curation.roles import Right
from knowledge_base.curation.wording import LONGEST_VOICE
from knowledge_base.passages import plain_text
from knowledge_base.refusals import Refused

pages = Pages()
HEARD = 1500  # characters: more than a minute of speech


@dataclass(frozen=True)
class Preview:
    """`spoken` is what a caller hears; `counted` the characters written for the voice."""

    language: str
    html: Markup
    title: str
    source: str
    updated: str
    spoken: str
    counted: int
    most: int
    says: Translate  # texts in the article's own language


def preview(side: Side, visit: Visit) -> Preview:
    """As it would be answered if it were published today."""
    says = translator(side.language)
    article = draft_of(side, "preview", lenient=True)
    with suppress(Refused):  # half written: shown as it is
        article = checked(article)
    source = article.source if article.source.startswith(("https://", "http://")) else ""
    return Preview(
        side.language,
        chat_html(article.body[:20_000]),
        article.title,
        source,
        _long(today(), says),
        heard(article.voice, article.body, side.language, visit),
        len(" ".join(side.fields["voice"].split())),
        LONGEST_VOICE,
        says,
    )


def heard(voice: str, body: str, language: str, visit: Visit) -> str:
    """What the telephone says: the text for the voice, or else the whole text."""
    text, spoken = (voice or body)[:HEARD], visit.console.spoken
    return spoken(text, language) if spoken else voice or plain_text(text)


@pages.post("/article-preview/{language}", right=Right.EDIT)
def previewed(visit: Here, language: str) -> Response:
    """One side's preview, while it is being written."""
    if language not in LANGUAGES:
        return visit.page("refusal.html", 404, why="404")
    side = side_from(visit, language)
    return visit.page("_article_preview.html", one=preview(side, visit))


@pages.post("/article-name", right=Right.EDIT)
def name(visit: Here) -> Response:
    """The id that a title leads to."""
    titles = (visit.field(f"{language}_title").strip() for language in LANGUAGES)
    title = next((one for one in titles if one), "")
    return visit.page("_article_name.html", name=slug(title.lower()) if title else "")


@pages.post("/article-listen/{language}", right=Right.EDIT)
def listen(visit: Here, language: str) -> Response:
    """The article as a WAV file, by the house's voice; 404 without one."""
    speak, side = visit.console.speak, side_from(visit, language)
    text = (side.fields["voice"].strip() or side.fields["body"])[:HEARD]
    if speak is None or language not in LANGUAGES or not text.strip():
        return visit.page("refusal.html", 404, why="404")
    return Response(speak(text, language), media_type="audio/wav")


def _long(day: date, says: Translate) -> str:
    return f"{day.day} {says(f'articles.month.{day.month}')} {day.year}"
