"""What people asked of a large knowledge base, made from its phrasings."""

from __future__ import annotations

import numpy as np

from knowledge_base.curation.candidate import spans
from knowledge_base.curation.past import PastQuestion
from knowledge_base.versions import Published


def past_questions(live: Published, questions: int) -> list[PastQuestion]:
    """Questions near to phrasings, some nearer to nothing; each with the vector kept for it."""
    chance = np.random.default_rng(5)
    starts, vectors = spans(live), live.index.vectors()
    found = []
    for _ in range(questions):
        place = int(chance.integers(len(live.articles)))
        article = live.articles[place]
        at = int(chance.integers(len(article.phrasings)))
        shaken = 0.01 + 0.07 * chance.random()
        vector = vectors[starts[place] + 1 + at] + shaken * chance.standard_normal(
            vectors.shape[1], np.float32
        )
        vector = np.asarray(vector / np.linalg.norm(vector), np.float32)
        text = " ".join(chance.permutation(article.phrasings[at].split())[:6])
        people = int(chance.geometric(0.3))
        found.append(PastQuestion(text, article.language, people, vector))
    return found
