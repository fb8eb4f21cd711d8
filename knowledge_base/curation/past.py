"""What visitors asked before, masked, and the vectors of it, each made once."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from bot.encoder import Encoder, Vectors
from bot.files import locked, write_whole
from knowledge_base.article import LANGUAGES
from knowledge_base.build import Progress, silent
from knowledge_base.geometry import View, view_of

MOST = 20_000  # vectors kept on disk, 30 MB


@dataclass(frozen=True)
class PastQuestion:
    """A question as it was asked, masked, and how many people asked it.

    `vector` is the one that the encoder's view gives, when it was kept with the question.
    """

    text: str
    language: str
    people: int = 1
    vector: Vectors | None = field(default=None, compare=False, repr=False)


class QuestionVectors:
    """The vectors of questions by their texts, kept in a file that never outgrows `most`.

    Questions are encoded one at a time, as a search does, so that both see the same numbers.
    """

    def __init__(self, encoder: Encoder | View, folder: Path, most: int = MOST) -> None:
        self._view = view_of(encoder)
        self._path = folder / "questions.npz"
        self._most = most
        self._kept: dict[str, Vectors] | None = None

    def of(self, questions: Sequence[PastQuestion], progress: Progress = silent) -> Vectors:
        """A row for each question."""
        names = [_name(one.text.strip(), one.language) for one in questions]
        known = self._known()
        given = {n: q.vector for n, q in zip(names, questions, strict=True) if q.vector is not None}
        new = {n: q for n, q in zip(names, questions, strict=True) if n not in known | given}
        made = {}
        for done, (name, question) in enumerate(new.items()):
            progress(done, len(new))
            made[name] = self._encoded(question)
        if made:
            self._keep({name: known[name] for name in names if name in known} | made)
        found = given | known | made  # those given may have been rounded
        return _matrix([found[name] for name in names], self._view.dimension)

    def unknown(self, questions: Sequence[PastQuestion]) -> list[PastQuestion]:
        """Those that would have to be encoded."""
        known = self._known()
        return [one for one in questions if one.vector is None
                and _name(one.text.strip(), one.language) not in known]  # fmt: skip

    def _encoded(self, question: PastQuestion) -> Vectors:
        language = question.language if question.language in LANGUAGES else LANGUAGES[0]
        vector: Vectors = self._view.encode([question.text.strip()], "query", language)[0]
        return vector

    def _known(self) -> dict[str, Vectors]:
        if self._kept is None:
            self._kept = _read(self._path, self._view.fingerprint)
        return self._kept

    def _keep(self, used: dict[str, Vectors]) -> None:
        """Write what was used last behind the rest, and let the oldest go."""
        rest = {name: v for name, v in self._known().items() if name not in used}
        whole = list({**rest, **used}.items())[-self._most :]
        self._kept = dict(whole)
        file = io.BytesIO()
        names = np.array(list(self._kept), "U24")
        vectors = _matrix(list(self._kept.values()), self._view.dimension)
        np.savez(file, encoder=np.array(self._view.fingerprint), names=names, vectors=vectors)
        with locked(self._path.with_suffix(".lock")):
            write_whole(self._path, file.getvalue())


def _name(text: str, language: str) -> str:
    return hashlib.sha256(f"{language}: {text}".encode()).hexdigest()[:24]


def _matrix(rows: list[Vectors], dimension: int) -> Vectors:
    return np.array(rows, np.float32).reshape(len(rows), dimension)


def _read(path: Path, encoder: str) -> dict[str, Vectors]:
    """Nothing, when the file is missing, damaged or another encoder's: it is only a cache."""
    try:
        with np.load(path, allow_pickle=False) as content:
            if str(content["encoder"]) != encoder:
                return {}
            return dict(zip(content["names"].tolist(), content["vectors"], strict=True))
    except (OSError, ValueError, KeyError, EOFError):
        return {}
