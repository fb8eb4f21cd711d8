"""A stock Rasa assistant made from our own data: what a company would run without this desk."""

from __future__ import annotations

import hashlib
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from bot.files import folder_aside
from bot.nlg import company, texts
from bot.settings import ROOT

# The configuration that `rasa init` and `rasa train` propose when a project names none.
CONFIG: dict[str, Any] = {
    "recipe": "default.v1",
    "assistant_id": "stock",
    "language": "fr",
    "pipeline": [
        {"name": "WhitespaceTokenizer"},
        {"name": "RegexFeaturizer"},
        {"name": "LexicalSyntacticFeaturizer"},
        {"name": "CountVectorsFeaturizer"},
        {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
        {"name": "DIETClassifier", "epochs": 100, "constrain_similarities": True},
        {"name": "EntitySynonymMapper"},
        {"name": "ResponseSelector", "epochs": 100, "constrain_similarities": True},
        {"name": "FallbackClassifier", "threshold": 0.3, "ambiguity_threshold": 0.1},
    ],
    "policies": [
        {"name": "MemoizationPolicy"},
        {"name": "RulePolicy"},
        {"name": "UnexpecTEDIntentPolicy", "max_history": 5, "epochs": 100},
        {"name": "TEDPolicy", "max_history": 5, "epochs": 100, "constrain_similarities": True},
    ],
}


def stock_model(cache: Path, examples: int) -> Path:
    """The trained stock model, kept for the next time; `examples` an intent, 0 for all."""
    sources = dict(_sources(examples))
    folder = cache / f"stock-{_fingerprint(sources)}"
    if not folder.exists():
        print(f"training stock Rasa in {folder}: many minutes, once …", file=sys.stderr)
        with folder_aside(folder) as draft:
            _write(draft, sources)
            _train(draft)
    return folder / "stock.tar.gz"


def _train(folder: Path) -> None:
    """Rasa's own command, politely: its progress bars are shown, other work goes first."""
    command = ["nice", "-n", "15", sys.executable, "-W", "ignore", "-m", "rasa", "train",
               "--config", "config.yml", "--domain", "domain", "--data", "data", "--out", ".",
               "--fixed-model-name", "stock", "--skip-validation"]  # fmt: skip
    subprocess.run(command, cwd=folder, check=True, stdout=sys.stderr)


def _sources(examples: int) -> Iterator[tuple[str, str]]:
    """The project's files: our domain, rules and sentences, Rasa's configuration."""
    yield "config.yml", yaml.safe_dump(CONFIG, sort_keys=False)
    for path in sorted((ROOT / "bot" / "domain").glob("*.yml")):
        yield f"domain/{path.name}", path.read_text(encoding="utf-8")
    yield "domain/responses.yml", _yaml({"responses": responses()})
    for path in sorted((ROOT / "nlu_data").rglob("*.yml")):
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        for intent in data.get("nlu", ()):
            if "examples" in intent:
                intent["examples"] = sampled(intent["examples"], examples)
        yield f"data/{path.relative_to(ROOT / 'nlu_data')}", _yaml(data)


def responses() -> dict[str, list[dict[str, Any]]]:
    """Our French texts in the form that a stock domain holds."""
    return {name: [_variation(text)] for name, text in texts("fr").items()}


def _variation(text: dict[str, Any]) -> dict[str, Any]:
    buttons = [
        {"title": title, "payload": payload}
        for title, payload in (text.get("buttons") or {}).items()
    ]
    said = text["text"]
    for name, value in company().items():
        said = said.replace(f"{{{name}}}", value)
    return {"text": said} | ({"buttons": buttons} if buttons else {})


def sampled(listed: str, examples: int) -> str:
    """At most so many lines of a list of examples, always the same ones; 0 for all."""
    lines = [line for line in listed.splitlines() if line.strip()]
    if 0 < examples < len(lines):
        lines = random.Random(7).sample(lines, examples)
    return "\n".join(lines) + "\n"


def _write(folder: Path, sources: dict[str, str]) -> None:
    for name, text in sources.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _fingerprint(sources: dict[str, str]) -> str:
    whole = "\0".join(f"{name}\0{text}" for name, text in sorted(sources.items()))
    return hashlib.sha256(whole.encode()).hexdigest()[:12]


def _yaml(data: dict[str, Any]) -> str:
    return yaml.safe_dump({"version": "3.1"} | data, allow_unicode=True, sort_keys=False)
