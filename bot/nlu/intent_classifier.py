"""Says what a message wants, with a confidence that means what it says, or refuses to guess."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.embedding_featurizer import SentenceEmbeddingFeaturizer
from bot.nlu.features import sentences, written
from bot.nlu.ngram_featurizer import NgramFeaturizer
from bot.nlu.understanding import Understanding


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class CalibratedIntentClassifier(IntentClassifier, GraphComponent):  # type: ignore[misc]
    """A linear classifier over meaning and spelling, calibrated and taught to abstain by trials."""

    @classmethod
    def required_components(cls) -> list[type]:
        return [SentenceEmbeddingFeaturizer, NgramFeaturizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`refused`: the share of unseen examples that may be refused; see config.yml."""
        return {
            "meaning": 4.0,
            "spelling": 5.0,
            "refusal": "out_of_scope",
            "refused": 0.01,
            "refused_without_examples": 0.05,
            "ranking_length": 10,
        }

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        self._config = config
        self._storage = storage
        self._resource = resource
        self._understanding: Understanding | None = None

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> CalibratedIntentClassifier:
        return cls({**cls.get_default_config(), **config}, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> CalibratedIntentClassifier:
        classifier = cls.create(config, model_storage, resource, execution_context)
        with model_storage.read_from(resource) as folder:
            classifier._understanding = Understanding.load(folder)
        return classifier

    def train(self, training_data: TrainingData) -> Resource:
        examples = written(training_data.intent_examples)
        labels = [example.get(INTENT) for example in examples]
        understanding = Understanding.learned(sentences(examples), labels, self._config)
        with self._storage.write_to(self._resource) as folder:
            understanding.save(folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        texts = written(messages)
        if self._understanding is None or not texts:
            return messages
        rankings = self._understanding.rankings(sentences(texts), self._config["ranking_length"])
        for message, ranking in zip(texts, rankings, strict=True):
            found = [{"name": name, "confidence": share} for name, share in ranking]
            message.set(INTENT, found[0], add_to_output=True)
            message.set(INTENT_RANKING_KEY, found, add_to_output=True)
        return messages
