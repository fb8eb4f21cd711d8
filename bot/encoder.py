"""Turns texts into vectors whose closeness is closeness of meaning, in French and English."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, Literal, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from bot.settings import settings

Kind = Literal["query", "passage"]
Vectors: TypeAlias = npt.NDArray[np.float32]
E5_PREFIXES = {"query": "query: ", "passage": "passage: "}
TOKENS = 512
BATCH_TOKENS = 2048
REMEMBERED = 1024


class Encoder(Protocol):
    """Whoever turns texts into vectors; `fingerprint` changes whenever its vectors would."""

    @property
    def fingerprint(self) -> str: ...
    @property
    def dimension(self) -> int: ...
    def encode(self, texts: Sequence[str], kind: Kind) -> Vectors:
        """One row of unit length, float32, for each text."""


@cache
def load_encoder() -> Encoder:
    """The encoder that the settings name, made ready on first use and kept by this process."""
    from bot.encoder_chosen import fetched_model
    from bot.encoder_setup import serving_folder

    chosen = settings().encoder
    if chosen:
        return Remembering(SentenceTransformerEncoder(fetched_model(chosen)))
    return Remembering(PackagedEncoder(serving_folder()))


def prepare_encoder() -> Path:
    """Make everything that the encoder needs, checked; where it lies."""
    from bot.encoder_setup import prepared_encoder

    return prepared_encoder()


class PackagedEncoder:
    """The packaged multilingual E5 in 4 bits: onnxruntime and a tokenizer, one thread."""

    def __init__(self, folder: Path) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        from bot.encoder_setup import FINGERPRINT

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.enable_cpu_mem_arena = False
        self._session = onnxruntime.InferenceSession(
            str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(TOKENS)
        self._padding = self._tokenizer.token_to_id("<pad>")
        self.fingerprint = FINGERPRINT
        self.dimension = int(self._session.get_outputs()[0].shape[1])

    def encode(self, texts: Sequence[str], kind: Kind) -> Vectors:
        tokens = [self._tokenizer.encode(E5_PREFIXES[kind] + text).ids for text in texts]
        vectors = np.empty((len(tokens), self.dimension), np.float32)
        for batch in _batches(tokens):
            vectors[batch] = self._run([tokens[row] for row in batch])
        return vectors

    def _run(self, batch: list[list[int]]) -> Any:
        ids = np.full((len(batch), max(map(len, batch))), self._padding, np.int64)
        mask = np.zeros_like(ids)
        for row, tokens in enumerate(batch):
            ids[row, : len(tokens)] = tokens
            mask[row, : len(tokens)] = 1
        return self._session.run(None, {"input_ids": ids, "attention_mask": mask})[0]


class SentenceTransformerEncoder:
    """Any other SentenceTransformer folder; its weights must be safetensors, never pickles."""

    def __init__(self, folder: Path) -> None:
        import torch
        from sentence_transformers import SentenceTransformer

        torch.set_num_threads(1)
        self._lock = Lock()
        self._model = SentenceTransformer(
            str(folder), device="cpu", model_kwargs={"use_safetensors": True}
        )
        self._prefixes = _prefixes(self._model.prompts, folder)
        self.dimension = int(self._model.get_sentence_embedding_dimension() or 0)
        self.fingerprint = _fingerprint(self._model.state_dict(), self._prefixes)

    def encode(self, texts: Sequence[str], kind: Kind) -> Vectors:
        marked = [self._prefixes[kind] + text for text in texts]
        with self._lock:
            found = self._model.encode(
                marked, prompt="", normalize_embeddings=True, show_progress_bar=False
            )
        return np.asarray(found, np.float32).reshape(len(marked), self.dimension)


class Remembering:
    """Another encoder that keeps the last few single questions, asked twice in one turn."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._kept: OrderedDict[str, Vectors] = OrderedDict()
        self._lock = Lock()
        self.fingerprint = encoder.fingerprint
        self.dimension = encoder.dimension

    def encode(self, texts: Sequence[str], kind: Kind) -> Vectors:
        if kind == "passage" or len(texts) != 1:
            return self._encoder.encode(texts, kind)
        text = texts[0]
        with self._lock:
            if text in self._kept:
                self._kept.move_to_end(text)
                return self._kept[text].copy()
        vectors = self._encoder.encode(texts, kind)
        with self._lock:
            self._kept[text] = vectors.copy()
            if len(self._kept) > REMEMBERED:
                self._kept.popitem(last=False)
        return vectors


def _batches(tokens: list[list[int]]) -> list[list[int]]:
    """Rows of similar length together, so that little is spent on padding."""
    batches: list[list[int]] = []
    for row in sorted(range(len(tokens)), key=lambda row: len(tokens[row])):
        if not batches or (len(batches[-1]) + 1) * len(tokens[row]) > BATCH_TOKENS:
            batches.append([])
        batches[-1].append(row)
    return batches


def _prefixes(prompts: dict[str, str], folder: Path) -> dict[str, str]:
    """What a model wants before questions and passages, from its own configuration or name."""
    query, passage = prompts.get("query"), prompts.get("passage", prompts.get("document"))
    if query or passage:
        return {"query": query or "", "passage": passage or ""}
    return E5_PREFIXES if "e5" in folder.name.lower() else {"query": "", "passage": ""}


def _fingerprint(weights: dict[str, Any], prefixes: dict[str, str]) -> str:
    digest = hashlib.sha256(repr(sorted(prefixes.items())).encode())
    for name in sorted(weights):
        digest.update(name.encode())
        digest.update(weights[name].numpy().tobytes())
    return f"sentence-transformer/{digest.hexdigest()[:32]}"
