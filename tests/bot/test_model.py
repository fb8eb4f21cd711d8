"""Which trained model is current, and that a half-written one never is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot import model
from bot.settings import settings


@pytest.fixture()
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    monkeypatch.setenv("GUICHET_DATA_DIR", str(tmp_path))
    settings.cache_clear()
    yield monkeypatch
    settings.cache_clear()


def trainer(house: pytest.MonkeyPatch, *, breaks: bool) -> None:
    """A training that writes its file as Rasa does: in place, and whole only at the end."""

    def train(output: str, fixed_model_name: str, **_: Any) -> SimpleNamespace:
        path = Path(output) / f"{fixed_model_name}.tar.gz"
        path.write_bytes(b"half")
        if breaks:
            raise KeyboardInterrupt
        path.write_bytes(b"whole")
        return SimpleNamespace(model=str(path), code=0)

    import rasa.model_training

    house.setattr(rasa.model_training, "train", train)


def test_a_training_that_was_interrupted_leaves_no_model(house: pytest.MonkeyPatch) -> None:
    trainer(house, breaks=True)
    with pytest.raises(KeyboardInterrupt):
        model.train()
    with pytest.raises(model.NoModel, match="no trained"):
        model.current_model()
    trainer(house, breaks=False)
    path, is_new = model.train()
    assert is_new and path == model.current_model() and path.read_bytes() == b"whole"
    assert model.train() == (path, False)


def test_another_encoder_needs_another_model(house: pytest.MonkeyPatch) -> None:
    before = model.fingerprint()
    house.setenv("GUICHET_ENCODER", "/another/encoder")
    settings.cache_clear()
    assert model.fingerprint() != before


def test_the_model_is_made_of_its_data_its_domain_and_the_encoder() -> None:
    names = {str(path.relative_to(model.ROOT)) for path in model._files()}
    assert {
        "bot/config.yml", "bot/encoder.py", "bot/encoder_graph.py", "bot/nlu/guard.py",
        "bot/domain/callbacks.yml", "nlu_data/fr/callbacks.yml", "nlu_data/en/callbacks.yml",
        "nlu_data/rules/callbacks.yml",
    } <= names  # fmt: skip
    assert not any(name.startswith("bot/texts") for name in names)
