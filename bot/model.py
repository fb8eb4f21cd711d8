"""The trained Rasa model: which one is current, and training it when its sources changed."""

from __future__ import annotations

import hashlib
import os
import tarfile
import warnings
import zlib
from pathlib import Path

from bot.settings import ROOT, settings

SOURCES = ("bot/config.yml", "bot/domain", "bot/nlu", "nlu_data")
ENCODER = "bot/encoder*.py"
UNFINISHED = "training"


class NoModel(Exception):
    """No trained model fits the sources; `guichet train` makes one."""


def fingerprint() -> str:
    """What the model is made from: its data, its domain, its components, its encoder."""
    digest = hashlib.sha256(settings().encoder.encode())
    for path in _files():
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def model_path() -> Path:
    """Where the model of the present sources lies, or will lie."""
    return settings().data_dir / "models" / "rasa" / f"guichet-{fingerprint()}.tar.gz"


def current_model() -> Path:
    """The model of the present sources; an older one may not fit the present components."""
    if (path := model_path()).exists():
        return path
    old = any(path.parent.glob("guichet-*.tar.gz"))
    raise NoModel(
        "the Rasa model is older than its sources: run `guichet train`"
        if old
        else "no trained Rasa model: run `guichet train`"
    )


def whole_model() -> Path:
    """The current model, read to its end: one that was cut short serves nobody."""
    path = current_model()
    try:
        with tarfile.open(path) as archive:
            archive.getmembers()
    except (OSError, EOFError, tarfile.TarError, zlib.error):
        raise NoModel("the Rasa model is damaged: run `guichet train --force`") from None
    return path


def train(force: bool = False) -> tuple[Path, bool]:
    """Train if the sources changed; the model's path, and whether it was trained now."""
    path = model_path()
    if path.exists() and not force:
        return path, False
    import rasa.model_training

    path.parent.mkdir(parents=True, exist_ok=True)
    with warnings.catch_warnings():
        # Rasa warns of every response that its own templates do not word: ours are in bot/texts.
        warnings.simplefilter("ignore")
        result = rasa.model_training.train(
            domain=str(ROOT / "bot" / "domain"),
            config=str(ROOT / "bot" / "config.yml"),
            training_files=[str(ROOT / "nlu_data")],
            output=str(path.parent),
            fixed_model_name=f"{UNFINISHED}-{os.getpid()}",
            force_training=force,
        )
    if result.model is None:
        raise NoModel(f"training failed with code {result.code}")
    os.replace(result.model, path)  # one that was interrupted never has the name of a whole one
    return path, True


def _files() -> list[Path]:
    found = [*(ROOT / source for source in SOURCES), *ROOT.glob(ENCODER)]
    inside = [path for folder in found if folder.is_dir() for path in folder.rglob("*")]
    kinds = {".yml", ".py"}
    return sorted(p for p in [*found, *inside] if p.is_file() and p.suffix in kinds)
