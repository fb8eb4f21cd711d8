"""The knowledge base for other programs: one question in, the nearest articles out."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query

from bot.settings import settings
from knowledge_base.search import Answer, Knowledge, SearchResult


def router(knowledge: Knowledge) -> APIRouter:
    """`GET /api/knowledge/search`, to be mounted by the gateway."""
    made = APIRouter(prefix="/api/knowledge", tags=["knowledge"])
    longest = settings().max_text

    @made.get("/search")
    def search(
        q: str = Query(min_length=1, max_length=longest, description="the question"),
        language: Annotated[Literal["fr", "en"], Query(description="of the question")] = "fr",
        limit: Annotated[int, Query(ge=1, le=20, description="most answers to give")] = 3,
    ) -> dict[str, Any]:
        """The nearest articles, best first; `abstained` says that none is an answer."""
        return as_json(knowledge.search(q, language, limit))

    return made


def as_json(result: SearchResult) -> dict[str, Any]:
    """A search result as other programs read it."""
    return {
        "answers": [_plain(answer) for answer in result.answers],
        "abstained": result.abstained,
        "decision": result.decision,
        "version": result.version,
    }


def _plain(answer: Answer) -> dict[str, Any]:
    return {
        "article": answer.article,
        "title": answer.title,
        "text": answer.text,
        "language": answer.language,
        "source": answer.source,
        "score": answer.score,
        "confidence": answer.confidence,
        "updated": answer.updated.isoformat() if answer.updated else None,
        "voice": answer.voice,
        "version": answer.version,
    }
