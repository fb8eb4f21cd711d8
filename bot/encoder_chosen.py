"""Another encoder than the packaged one: a SentenceTransformer that the settings name."""

from __future__ import annotations

import re
from pathlib import Path

from bot.settings import settings

PUBLISHED = re.compile(r"[\w.-]+(/[\w.-]+)?")
PICKLES = {".bin", ".pt", ".pth", ".pkl", ".ckpt"}


class EncoderUnusable(Exception):
    """The encoder cannot be used; the message says why, and what to do."""


def fetched_model(name: str) -> Path:
    """The folder of another model: a local one, or a published one fetched without pickles."""
    folder = named_folder(name)
    if folder is None:
        from huggingface_hub import snapshot_download

        patterns = ["*.json", "*.txt", "*.model", "*.safetensors"]
        folder = Path(snapshot_download(name, local_dir=fetched(name), allow_patterns=patterns))
    return without_pickles(folder)


def named_folder(name: str) -> Path | None:
    """The local folder that a name means; None when it is the name of a published model."""
    folder = Path(name).expanduser()
    if folder.is_dir():
        return folder
    if folder.is_absolute() or not PUBLISHED.fullmatch(name):
        raise EncoderUnusable(f"GUICHET_ENCODER: there is no folder {name}")
    return None


def fetched(name: str) -> Path:
    """Where a published model lies, or will lie."""
    return settings().data_dir / "models" / "fetched" / name.replace("/", "--")


def without_pickles(folder: Path) -> Path:
    """The same folder, once it is known to be a model that may be loaded."""
    if not (folder / "config.json").exists() and not (folder / "modules.json").exists():
        raise EncoderUnusable(f"GUICHET_ENCODER: {folder} holds no SentenceTransformer")
    for path in folder.rglob("*"):
        if path.suffix in PICKLES and not list(path.parent.glob("*.safetensors")):
            raise EncoderUnusable(f"{path.name} of {folder} is a pickle: provide safetensors")
    return folder
