"""Writes the packaged model as an ordinary SentenceTransformer folder, in full precision."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from safetensors.numpy import save_file

from bot.encoder import E5_PREFIXES, TOKENS
from bot.encoder_tokenizer import write_tokenizer
from bot.encoder_weights import PackedModel

LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
EMBEDDINGS = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}


def write_transformer(model: PackedModel, folder: Path) -> None:
    """Save weights, tokenizer and the pooling: everything a SentenceTransformer reads."""
    save_file(dict(_tensors(model)), str(folder / "model.safetensors"), {"format": "pt"})
    write_tokenizer(model, folder)
    for name, content in _configurations(model).items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(content, indent=1))
    (folder / "2_Normalize").mkdir(exist_ok=True)


def _tensors(model: PackedModel) -> Iterator[tuple[str, npt.NDArray[Any]]]:
    for name in model.names:
        yield _public_name(name), _matrix(model, name)
    size = model.shape.hidden  # an unused head that the architecture expects
    yield "pooler.dense.weight", np.zeros((size, size), np.float32)
    yield "pooler.dense.bias", np.zeros(size, np.float32)


def _public_name(name: str) -> str:
    if name in EMBEDDINGS:
        return EMBEDDINGS[name]
    layer, part, kind = name.split(".")
    ending = {"w": "weight", "b": "bias"}[kind]
    return f"encoder.layer.{layer[1:]}.{LAYER[part]}.{ending}"


def _matrix(model: PackedModel, name: str) -> npt.NDArray[Any]:
    shape = model.shape
    rows = {"emb.word": shape.vocabulary, "emb.pos": shape.positions, "emb.type": shape.types}
    if not model.is_quantised(name):
        values = model.floats(name)
        return np.array(values.reshape(rows[name], -1) if name in rows else values)
    count = rows.get(name) or (shape.feed_forward if ".fi." in name else shape.hidden)
    return model.blocks(name).floats(count)


def _configurations(model: PackedModel) -> dict[str, Any]:
    shape = model.shape
    kinds = {"": "Transformer", "1_Pooling": "Pooling", "2_Normalize": "Normalize"}
    return {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "hidden_size": shape.hidden,
            "num_hidden_layers": shape.layers,
            "num_attention_heads": shape.heads,
            "intermediate_size": shape.feed_forward,
            "vocab_size": shape.vocabulary,
            "max_position_embeddings": shape.positions,
            "type_vocab_size": shape.types,
            "layer_norm_eps": 1e-12,
            "hidden_act": "gelu",
            "pad_token_id": 0,
            "tokenizer_class": "XLMRobertaTokenizer",
        },
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": TOKENS,
            "bos_token": "<s>",
            "cls_token": "<s>",
            "eos_token": "</s>",
            "sep_token": "</s>",
            "unk_token": "<unk>",
            "pad_token": "<pad>",
            "mask_token": "<mask>",
        },
        "modules.json": [
            {
                "idx": number,
                "name": str(number),
                "path": path,
                "type": f"sentence_transformers.models.{kind}",
            }
            for number, (path, kind) in enumerate(kinds.items())
        ],
        "sentence_bert_config.json": {"max_seq_length": TOKENS, "do_lower_case": False},
        "config_sentence_transformers.json": {"prompts": E5_PREFIXES, "default_prompt_name": None},
        "1_Pooling/config.json": {
            "word_embedding_dimension": shape.hidden,
            "pooling_mode_mean_tokens": True,
            "pooling_mode_cls_token": False,
        },
    }
