"""Why a question is answered as it is, for programs; and which knowledge base is asked."""

from __future__ import annotations

from dataclasses import asdict
from typing import Literal

from pydantic import BaseModel

from bot.settings import settings
from knowledge_base.console.declared import Api
from knowledge_base.console.visit import Here, Visit
from knowledge_base.curation.explanation import explain
from knowledge_base.curation.people import NotPossible
from knowledge_base.curation.roles import Right
from knowledge_base.search import KnowledgeBase

api = Api()


class AnswerOut(BaseModel):
    article: str
    title: str
    language: str
    dense: float
    typical: float
    words: float
    fused: float
    log_odds: float
    confidence: float


class ExplanationOut(BaseModel):
    """`fused` orders the candidates; `confidence` against the thresholds decides."""

    question: str
    language: str
    decision: Literal["answer", "suggest", "abstain"]
    candidates: list[AnswerOut]
    answer_from: float
    suggest_from: float
    margin: float
    elsewhere: float
    stems: list[str]
    version: str


@api.get("/explain", right=Right.READ)
def explained(
    visit: Here, q: str, language: str = "fr", version: Literal["live", "draft"] = "live"
) -> ExplanationOut:
    """Why a question is answered as it is, by what is live or with the drafts."""
    base = base_of(visit, version)
    if base is None:
        raise NotPossible("knowledge")
    found = explain(base, q[: settings().max_text], language)
    candidates = [
        AnswerOut(article=one.answer.article, title=one.answer.title,
                  language=one.answer.language, dense=one.dense, typical=one.typical,
                  words=one.words, fused=one.fused, log_odds=one.log_odds,
                  confidence=one.confidence)
        for one in found.candidates
    ]  # fmt: skip
    rest = {k: v for k, v in asdict(found).items() if k not in ("candidates", "stems")}
    return ExplanationOut(candidates=candidates, stems=list(found.stems), **rest)


def base_of(visit: Visit, version: str) -> KnowledgeBase | None:
    """What is live, or as it would be with every draft; None where nothing is served."""
    live = visit.console.knowledge
    if live is None or live.base is None:
        return None
    base: KnowledgeBase = visit.console.rehearsal.base() if version == "draft" else live.base
    return base
