"""Names of people in a French sentence, found by spaCy."""

from __future__ import annotations

from functools import cache
from threading import Thread
from typing import Any

MODEL = "fr_core_news_md"
UNUSED = ("parser", "morphologizer", "attribute_ruler", "lemmatizer", "tagger")
_loading: list[Thread] = []


def people(text: str) -> list[str]:
    """The people named in a text, in order; none while the model is still being loaded."""
    if any(thread.is_alive() for thread in _loading):
        return []
    return [entity.text for entity in _model()(text[:300]).ents if entity.label_ == "PER"]


def load_in_background() -> None:
    """Load the model beside everything else: it takes seconds, and few sentences need it."""
    if not _loading:
        _loading.append(Thread(target=_model, name="spacy", daemon=True))
        _loading[0].start()


@cache
def _model() -> Any:
    import spacy

    return spacy.load(MODEL, exclude=list(UNUSED))
