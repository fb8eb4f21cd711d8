"""What a caller would hear of an answer that is tried."""

from __future__ import annotations

from starlette.responses import Response

from bot.settings import settings
from knowledge_base.console.article_preview import HEARD
from knowledge_base.console.declared import Pages
from knowledge_base.console.try_api import base_of
from knowledge_base.console.visit import Here
from knowledge_base.curation.explanation import explain
from knowledge_base.curation.roles import Right

pages = Pages()


@pages.post("/try/listen", right=Right.READ)
def listen(visit: Here) -> Response:
    """The answer as a WAV file, by the house's voice; 404 without a voice or an answer."""
    speak, base = visit.console.speak, base_of(visit, visit.field("version"))
    question = visit.field("q")[: settings().max_text]
    found = explain(base, question, visit.field("language")) if speak and base else None
    if speak is None or found is None or found.decision != "answer":
        return visit.page("refusal.html", 404, why="404")
    answer = found.candidates[0].answer
    sound = speak((answer.voice or answer.text)[:HEARD], answer.language)
    return Response(sound, media_type="audio/wav")
