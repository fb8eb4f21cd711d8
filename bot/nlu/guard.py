"""Makes sure that a message without words is never taken for a yes, a no or a value."""

from __future__ import annotations

import json
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.features import written
from bot.nlu.wording import folded, hammered, wordless


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class Guard(GraphComponent):  # type: ignore[misc]
    """Refuses, with certainty, what has no words: empty, punctuation, emoji, keys hit at random."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"refusal": "out_of_scope"}

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        self._refusal = config["refusal"]
        self._storage = storage
        self._resource = resource
        self._words: frozenset[str] = frozenset()

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Guard:
        return cls({**cls.get_default_config(), **config}, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> Guard:
        guard = cls.create(config, model_storage, resource, execution_context)
        with model_storage.read_from(resource) as folder:
            guard._words = frozenset(json.loads((folder / "words.json").read_text("utf-8")))
        return guard

    def train(self, training_data: TrainingData) -> Resource:
        """Learn which odd words people do say («bjr», «svp»)."""
        said = [
            word
            for example in written(training_data.intent_examples)
            if example.get(INTENT) != self._refusal
            for word in folded(example.get(TEXT)).split()
        ]
        with self._storage.write_to(self._resource) as folder:
            (folder / "words.json").write_text(json.dumps(sorted(set(said))), "utf-8")
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            text = message.get(TEXT) or ""
            if wordless(text) or hammered(text, self._words):
                refused = {"name": self._refusal, "confidence": 1.0}
                message.set(INTENT, refused, add_to_output=True)
                message.set(INTENT_RANKING_KEY, [refused], add_to_output=True)
        return messages
