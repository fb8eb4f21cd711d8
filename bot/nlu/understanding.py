"""What was learned from the examples: which intent, how sure, and when to refuse."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from bot.nlu.abstention import Abstention, Columns, learned, signals
from bot.nlu.softmax import Floats, Sentences, Softmax, Strength, fitted, normalised

Ranking = list[tuple[str, float]]
MANY = 2000  # examples, from which on spelling is learned as well as meaning


@dataclass(frozen=True)
class Understanding:
    """A classifier, the examples it was taught, and its sense of the unknown."""

    softmax: Softmax
    abstention: Abstention
    middle: Floats
    examples: Floats
    columns: Columns
    refusal: str

    @classmethod
    def learned(
        cls, given: Sentences, labels: Sequence[str], config: dict[str, Any]
    ) -> Understanding:
        refusal, names = config["refusal"], np.asarray(labels, np.str_)
        strength = _strength(config, len(names))
        refused = config["refused" if refusal in names else "refused_without_examples"]
        middle = given.dense.mean(axis=0)
        around = _around(middle, given)
        abstention, temperature = learned(around, names, refusal, strength, refused)
        softmax = replace(fitted(around, labels, strength), temperature=temperature)
        columns = np.searchsorted(softmax.intents, names)
        return cls(softmax, abstention, middle, around.dense, columns, refusal)

    def rankings(self, given: Sentences, length: int) -> list[Ranking]:
        """The likeliest intents of each sentence, refusal first when it is refused."""
        around = _around(self.middle, given)
        scores = self.softmax.scores(around)
        raw = scores * self.softmax.temperature
        doubts = self.abstention.doubt(signals(raw, around, self.examples, self.columns))
        pairs = zip(normalised(scores), doubts, strict=True)
        return [self._ranking(row, float(doubt), length) for row, doubt in pairs]

    def _ranking(self, row: Floats, doubt: float, length: int) -> Ranking:
        likely = dict(zip(self.softmax.intents.tolist(), row.tolist(), strict=True))
        if doubt > 0.5:
            likely = {name: share * (1 - doubt) for name, share in likely.items()}
            likely[self.refusal] = likely.get(self.refusal, 0.0) + doubt
        return sorted(likely.items(), key=lambda one: -one[1])[:length]

    def save(self, folder: Path) -> None:
        arrays = {
            "intents": self.softmax.intents,
            "dense": self.softmax.dense,
            "sparse": self.softmax.sparse,
            "bias": self.softmax.bias,
            "doubt": self.abstention.weights,
            "middle": self.middle,
            "examples": self.examples,
            "columns": self.columns,
        }
        np.savez(folder / "weights.npz", **arrays)
        numbers = {
            "temperature": self.softmax.temperature,
            "threshold": self.abstention.threshold,
            "refusal": self.refusal,
        }
        (folder / "numbers.json").write_text(json.dumps(numbers), "utf-8")

    @classmethod
    def load(cls, folder: Path) -> Understanding:
        numbers = json.loads((folder / "numbers.json").read_text("utf-8"))
        with np.load(folder / "weights.npz", allow_pickle=False) as file:
            kept = {name: file[name] for name in file.files}
        weights = (kept["intents"], kept["dense"], kept["sparse"], kept["bias"])
        softmax = Softmax(*weights, temperature=numbers["temperature"])
        abstention = Abstention(kept["doubt"], numbers["threshold"])
        examples = (kept["middle"], kept["examples"], kept["columns"])
        return cls(softmax, abstention, *examples, refusal=numbers["refusal"])


def _strength(config: dict[str, Any], examples: int) -> Strength:
    """The fewer the examples, the more the decision follows the encoder, which knows more words."""
    return Strength(config["meaning"] * max(1.0, (MANY / examples) ** 0.5), config["spelling"])


def _around(middle: Floats, given: Sentences) -> Sentences:
    """Sentences seen from their middle: an encoder's vectors all point much the same way."""
    moved = given.dense - middle
    length = np.linalg.norm(moved, axis=1, keepdims=True).clip(1e-6)
    return Sentences(np.asarray(moved / length, np.float32), given.sparse)
