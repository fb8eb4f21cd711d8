"""How a message is spelled: the short runs of letters that survive typos and missing accents."""

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
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.nlu.features import give, written
from bot.nlu.wording import folded


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class CharacterNgramFeaturizer(GraphComponent):  # type: ignore[misc]
    """Sparse features: tf-idf of the runs of letters within words."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`shortest`, `longest`: letters in a run; `fewest`: sentences that a run must be in."""
        return {"shortest": 2, "longest": 5, "fewest": 2}

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        self._config = config
        self._storage = storage
        self._resource = resource
        self._vectoriser = self._empty()

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> CharacterNgramFeaturizer:
        return cls({**cls.get_default_config(), **config}, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> CharacterNgramFeaturizer:
        featurizer = cls.create(config, model_storage, resource, execution_context)
        with model_storage.read_from(resource) as folder:
            vocabulary = json.loads((folder / "ngrams.json").read_text("utf-8"))
            weights = np.load(folder / "weights.npy", allow_pickle=False)
        featurizer._vectoriser = featurizer._empty(vocabulary)
        featurizer._vectoriser.idf_ = weights
        return featurizer

    def train(self, training_data: TrainingData) -> Resource:
        texts = [folded(one.get(TEXT)) for one in written(training_data.intent_examples)]
        self._vectoriser.fit(texts)
        ngrams = self._vectoriser.get_feature_names_out().tolist()
        with self._storage.write_to(self._resource) as folder:
            (folder / "ngrams.json").write_text(json.dumps(ngrams, ensure_ascii=False), "utf-8")
            np.save(folder / "weights.npy", self._vectoriser.idf_, allow_pickle=False)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        if texts := written(messages):
            rows = self._vectoriser.transform([folded(message.get(TEXT)) for message in texts])
            give(texts, rows, type(self).__name__)
        return messages

    def _empty(self, vocabulary: list[str] | None = None) -> TfidfVectorizer:
        return TfidfVectorizer(
            analyzer="char_wb",
            ngram_range=(self._config["shortest"], self._config["longest"]),
            min_df=self._config["fewest"],
            sublinear_tf=True,
            vocabulary=vocabulary,
            dtype=np.float32,
        )
