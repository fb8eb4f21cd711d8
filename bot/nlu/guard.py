"""Makes sure that a message without words people say is never taken for a yes, a no or a value."""

from __future__ import annotations

import json
from collections import defaultdict
from difflib import get_close_matches
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.features import written
from bot.nlu.letters import Letters
from bot.nlu.wording import folded, hammered, wordless

ANY = ""
ENOUGH = 100  # words, before their absence means something
ENOUGH_FOR_LETTERS = 1500  # words, before unusual letters mean something
UNUSUAL = -4.7  # see Letters.usual
SHORT = 4
NEARLY = 0.7  # of the letters in common: «ouiii», «dacor»


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class Guard(GraphComponent):  # type: ignore[misc]
    """Refuses, with certainty, what has no words: empty, punctuation, emoji, keys hit at random."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`never_by_chance`: intents that need one word, or nearly, from their own examples."""
        return {"refusal": "out_of_scope", "never_by_chance": ["affirm", "deny"]}

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        self._refusal = config["refusal"]
        self._careful = config["never_by_chance"]
        self._storage = storage
        self._resource = resource
        self._words: dict[str, list[str]] = {}
        self._known: frozenset[str] = frozenset()
        self._letters = Letters(())

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
            guard._words = json.loads((folder / "words.json").read_text("utf-8"))
        guard._known = frozenset(word for words in guard._words.values() for word in words)
        guard._letters = Letters(filter(_plain, guard._known))
        return guard

    def train(self, training_data: TrainingData) -> Resource:
        """Learn which words people do say («bjr», «svp»), and which they say for yes and no."""
        said: defaultdict[str, set[str]] = defaultdict(set)
        for example in written(training_data.intent_examples):
            intent = example.get(INTENT)
            if intent != self._refusal:
                kind = intent if intent in self._careful else ANY
                said[kind].update(folded(example.get(TEXT)).split())
        words = {kind: sorted(found) for kind, found in said.items()}
        with self._storage.write_to(self._resource) as folder:
            (folder / "words.json").write_text(json.dumps(words), "utf-8")
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            text = message.get(TEXT) or ""
            intent = (message.get(INTENT) or {}).get("name")
            if self._without_words(text) or self._by_chance(text, intent):
                refused = {"name": self._refusal, "confidence": 1.0}
                message.set(INTENT, refused, add_to_output=True)
                message.set(INTENT_RANKING_KEY, [refused], add_to_output=True)
        return messages

    def _without_words(self, text: str) -> bool:
        return wordless(text) or hammered(text, self._known) or self._unsaid(text)

    def _unsaid(self, text: str) -> bool:
        """Whether no word is known and their letters follow each other as in none; Names may."""
        words = folded(text).split()
        if len(self._known) < ENOUGH_FOR_LETTERS or text.istitle() or len("".join(words)) < SHORT:
            return False
        unknown = all(_plain(word) and word not in self._known for word in words)
        return unknown and self._letters.usual(words) < UNUSUAL

    def _by_chance(self, text: str, intent: str | None) -> bool:
        """Whether a yes or a no has not one word, even misspelled, that was taught for it."""
        if intent is None or intent not in self._careful:
            return False
        said = self._words.get(intent, [])
        return len(said) >= ENOUGH and not any(
            get_close_matches(word, said, 1, NEARLY) for word in folded(text).split()
        )


def _plain(word: str) -> bool:
    return word.isascii() and word.isalpha()
