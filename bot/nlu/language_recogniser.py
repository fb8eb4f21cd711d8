"""Notes on each message which language it is in, so that the reply of the same turn follows."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.language import recognised


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class LanguageRecogniser(GraphComponent):  # type: ignore[misc]
    """Fills the entity `language` with `fr` or `en`; without one, the conversation's stays."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LanguageRecogniser:
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            text = message.get(TEXT) or ""
            if language := recognised(text):
                found = [*message.get(ENTITIES, []), _entity(language, text)]
                message.set(ENTITIES, found, add_to_output=True)
        return messages


def _entity(language: str, text: str) -> dict[str, Any]:
    return {
        "entity": "language",
        "value": language,
        "start": 0,
        "end": len(text),
        "extractor": LanguageRecogniser.__name__,
    }
