"""How a message is put: runs of letters that survive typos, and words with their neighbours."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import hstack
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.nlu.features import give, written
from bot.nlu.wording import folded, typical

KINDS = ("letters", "words")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class NgramFeaturizer(GraphComponent):  # type: ignore[misc]
    """Sparse features: tf-idf of the runs of letters within words, and of the runs of words."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`letters`, `words`: shortest and longest run; `fewest`: sentences that it must be in."""
        return {"letters": [2, 5], "words": [1, 2], "fewest": 2}

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        self._config = config
        self._storage = storage
        self._resource = resource
        self._vectorisers = {kind: self._empty(kind) for kind in KINDS}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> NgramFeaturizer:
        return cls({**cls.get_default_config(), **config}, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> NgramFeaturizer:
        featurizer = cls.create(config, model_storage, resource, execution_context)
        with model_storage.read_from(resource) as folder:
            for kind in KINDS:
                vocabulary = json.loads((folder / f"{kind}.json").read_text("utf-8"))
                weights = np.load(folder / f"{kind}.npy", allow_pickle=False)
                featurizer._vectorisers[kind] = featurizer._empty(kind, vocabulary)
                featurizer._vectorisers[kind].idf_ = weights
        return featurizer

    def train(self, training_data: TrainingData) -> Resource:
        texts = [_plain(one) for one in written(training_data.intent_examples)]
        with self._storage.write_to(self._resource) as folder:
            for kind, vectoriser in self._vectorisers.items():
                ngrams = vectoriser.fit(texts).get_feature_names_out().tolist()
                found = json.dumps(ngrams, ensure_ascii=False)
                (folder / f"{kind}.json").write_text(found, "utf-8")
                np.save(folder / f"{kind}.npy", vectoriser.idf_, allow_pickle=False)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        if found := written(messages):
            texts = [_plain(message) for message in found]
            rows = [vectoriser.transform(texts) for vectoriser in self._vectorisers.values()]
            give(found, hstack(rows, "csr"), type(self).__name__)
        return messages

    def _empty(self, kind: str, vocabulary: list[str] | None = None) -> TfidfVectorizer:
        kinds = {"letters": {"analyzer": "char_wb"}, "words": {"token_pattern": r"\S+"}}
        return TfidfVectorizer(
            **kinds[kind],
            ngram_range=tuple(self._config[kind]),
            min_df=self._config["fewest"],
            sublinear_tf=True,
            vocabulary=vocabulary,
            dtype=np.float32,
        )


def _plain(message: Message) -> str:
    return folded(typical(message.get(TEXT)))
