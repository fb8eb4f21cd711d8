"""A small company of its own, with a model trained on it by the real pipeline."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from bot.nlu.examples import Example
from bot.nlu.trained import TrainedNlu, train
from bot.settings import ROOT

INTENTS = {
    "greet": ["bonjour", "salut", "hello", "good morning", "bonsoir", "coucou", "hi there", "hey"],
    "affirm": ["oui", "d'accord", "yes", "of course", "c'est ça", "exactement", "yep", "right"],
    "deny": ["non", "pas du tout", "no", "not at all", "jamais", "non merci", "nope", "wrong"],
    "inform": ["06 39 98 12 34", "demain à 15 h", "Jeanne Martin", "tomorrow at three",
               "c'est pour ma facture", "it is about my bill", "8 sur 10", "C-2024-0187"],
    "order": ["je veux une baguette", "two croissants please", "une brioche svp",
              "I'd like a loaf", "un pain complet", "commander un gâteau", "order a cake",
              "réserver une tarte"],
    "hours": ["à quelle heure ouvrez-vous", "when do you open", "êtes-vous ouverts dimanche",
              "are you open on Sunday", "vos horaires", "opening hours", "fermé le lundi ?",
              "what time do you close"],
}  # fmt: skip
EXAMPLES = [Example(text, intent) for intent, texts in INTENTS.items() for text in texts]


def write_csv(path: Path, examples: list[Example]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["text", "intent", "language"])
        writer.writerows([one.text, one.intent, one.language] for one in examples)
    return path


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("nlu") / "bakery.tar.gz"
    train(ROOT / "bot" / "config.yml", EXAMPLES, path)
    return path


@pytest.fixture(scope="session")
def bakery(archive: Path) -> TrainedNlu:
    return TrainedNlu(archive)
