"""What a message means, as the knowledge base's own encoder sees it."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.encoder import load_encoder
from bot.nlu.features import give, written
from bot.nlu.remembered import encoded
from bot.nlu.wording import typical


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceEmbeddingFeaturizer(GraphComponent):  # type: ignore[misc]
    """Dense features of a whole sentence; the same question is encoded once a turn."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceEmbeddingFeaturizer:
        return cls()

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        messages = written(training_data.training_examples)
        rows = encoded([typical(message.get(TEXT)) for message in messages], load_encoder())
        give(messages, rows, type(self).__name__)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        for message in written(messages):
            row = load_encoder().encode([typical(message.get(TEXT))], "query")
            give([message], row, type(self).__name__)
        return messages
