"""Writes the packaged model's vocabulary as a tokenizer that other programs read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bot.encoder_weights import PackedModel

SPECIAL = ("<s>", "<pad>", "</s>", "<unk>", "<mask>")
WORD_START = "▁"


def write_tokenizer(model: PackedModel, folder: Path) -> None:
    """Save `tokenizer.json`: XLM-RoBERTa's unigram pieces with their scores."""
    ids = {word: number for number, (word, _) in enumerate(model.pieces)}
    content = {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [_added(word, ids[word]) for word in SPECIAL],
        "normalizer": _normaliser(),
        "pre_tokenizer": _metaspace(),
        "post_processor": _frame(ids),
        "decoder": _metaspace(),
        "model": {
            "type": "Unigram",
            "unk_id": ids["<unk>"],
            "vocab": model.pieces,
            "byte_fallback": False,
        },
    }
    text = json.dumps(content, ensure_ascii=False)
    (folder / "tokenizer.json").write_text(text, encoding="utf-8")


def _added(word: str, number: int) -> dict[str, Any]:
    return {
        "id": number,
        "content": word,
        "single_word": False,
        "lstrip": word == "<mask>",
        "rstrip": False,
        "normalized": False,
        "special": True,
    }


def _normaliser() -> dict[str, Any]:
    spaces = {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "}
    return {"type": "Sequence", "normalizers": [{"type": "Nmt"}, {"type": "NFKC"}, spaces]}


def _metaspace() -> dict[str, Any]:
    return {
        "type": "Metaspace",
        "replacement": WORD_START,
        "prepend_scheme": "always",
        "split": True,
    }


def _frame(ids: dict[str, int]) -> dict[str, Any]:
    """`<s> text </s>`, and `<s> text </s></s> other </s>` for a pair."""
    start, end = ({"SpecialToken": {"id": word, "type_id": 0}} for word in ("<s>", "</s>"))
    first, second = ({"Sequence": {"id": name, "type_id": 0}} for name in "AB")
    return {
        "type": "TemplateProcessing",
        "single": [start, first, end],
        "pair": [start, first, end, end, second, end],
        "special_tokens": {
            word: {"id": word, "ids": [ids[word]], "tokens": [word]} for word in ("<s>", "</s>")
        },
    }
