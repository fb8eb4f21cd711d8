"""Lets Rasa's trainer take examples from memory, and leaves no traces in the working folder."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rasa.engine.caching import Cacheable, TrainingCache
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.domain import Domain
from rasa.shared.core.training_data.structures import StoryGraph
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.examples import Example


class GivenExamples(TrainingDataImporter):  # type: ignore[misc]
    """A configuration and examples; no domain, no stories."""

    def __init__(self, config: dict[str, Any], examples: Sequence[Example]) -> None:
        self._config = config
        self._examples = [one for one in examples if one.text.strip()]

    def get_config(self) -> dict[str, Any]:
        return self._config

    def get_config_file_for_auto_config(self) -> None:
        return None

    def get_domain(self) -> Domain:
        return Domain.empty()

    def get_stories(self, exclusion_percentage: int | None = None) -> StoryGraph:
        return StoryGraph([])

    def get_nlu_data(self, language: str | None = None) -> TrainingData:
        found = [Message({TEXT: one.text, INTENT: one.intent}) for one in self._examples]
        return TrainingData(found)


class NothingKept(TrainingCache):  # type: ignore[misc]
    """A training cache that forgets."""

    def cache_output(
        self,
        fingerprint_key: str,
        output: object,
        output_fingerprint: str,
        model_storage: ModelStorage,
    ) -> None:
        """Keep nothing."""

    def get_cached_output_fingerprint(self, fingerprint_key: str) -> None:
        return None

    def get_cached_result(
        self, output_fingerprint_key: str, node_name: str, model_storage: ModelStorage
    ) -> Cacheable | None:
        return None
