"""A trained model that reads sentences, without a conversation around them."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.engine.constants import PLACEHOLDER_MESSAGE, PLACEHOLDER_TRACKER
from rasa.engine.graph import GraphModelConfiguration
from rasa.engine.loader import load_predict_graph_runner
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.runner.interface import GraphRunner
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.training.graph_trainer import GraphTrainer
from rasa.shared.data import TrainingType
from rasa.shared.utils.io import read_yaml_file

from bot.nlu.examples import Example
from bot.nlu.given_examples import GivenExamples, NothingKept

SLASH = "\N{DIVISION SLASH}"


@dataclass(frozen=True)
class Understood:
    """What a model made of one sentence."""

    intent: str
    confidence: float


class TrainedNlu:
    """The understanding half of a Rasa model."""

    def __init__(self, archive: Path) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="guichet-nlu-")
        storage = Path(self._folder.name)
        loaded = load_predict_graph_runner(storage, archive, LocalModelStorage, DaskGraphRunner)
        self._target: str = loaded[0].nlu_target
        self._runner: GraphRunner = loaded[1]

    def understand(self, text: str) -> Understood:
        """A sentence is never a command to Rasa, even one that begins with a slash."""
        plain = text.strip().replace("/", SLASH, 1) if text.strip().startswith("/") else text
        given = {PLACEHOLDER_MESSAGE: [UserMessage(plain)], PLACEHOLDER_TRACKER: None}
        message = self._runner.run(given, targets=[self._target])[self._target][0]
        intent = message.get("intent") or {}
        return Understood(str(intent.get("name")), float(intent.get("confidence") or 0.0))


def train(config: Path, examples: Sequence[Example], archive: Path) -> TrainedNlu:
    """Train the pipeline of a Rasa configuration on examples; nothing else is kept."""
    importer = GivenExamples(read_yaml_file(str(config)), examples)
    with tempfile.TemporaryDirectory(prefix="guichet-nlu-") as folder:
        trainer = GraphTrainer(LocalModelStorage(Path(folder)), NothingKept(), DaskGraphRunner)
        graph = _graph(importer.get_config())
        trainer.train(graph, importer, archive, force_retraining=True)
    return TrainedNlu(archive)


def _graph(config: dict[str, Any]) -> GraphModelConfiguration:
    return DefaultV1Recipe().graph_config_for_recipe(config, {}, training_type=TrainingType.NLU)
