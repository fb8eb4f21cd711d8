"""Whether the encoder and the Rasa model are there, and whole."""

from __future__ import annotations

from bot.encoder_chosen import EncoderUnusable, fetched, named_folder, without_pickles
from bot.encoder_setup import SERVED, is_whole
from bot.findings import Finding
from bot.model import NoModel, whole_model
from bot.settings import settings

PREPARE = "run `guichet prepare`"


def found_encoder() -> Finding:
    """The packaged encoder, or the one that the settings name; nothing is fetched or unpacked."""
    if settings().encoder:
        return _chosen_encoder(settings().encoder)
    folder = settings().data_dir / "models" / SERVED
    if not folder.exists():
        return Finding("encoder", "not unpacked yet", False, PREPARE)
    if not is_whole(folder):
        return Finding("encoder", "damaged", False, PREPARE)
    return Finding("encoder", "unpacked")


def _chosen_encoder(name: str) -> Finding:
    try:
        folder = named_folder(name) or fetched(name)
        if not folder.exists():
            return Finding("encoder", f"{name}, not fetched yet", False, PREPARE)
        without_pickles(folder)
    except EncoderUnusable as error:
        return Finding("encoder", str(error), False, "set GUICHET_ENCODER, or empty it")
    return Finding("encoder", name)


def found_model() -> Finding:
    try:
        return Finding("Rasa model", whole_model().name)
    except NoModel as error:
        state, _, advice = str(error).partition(": ")
        return Finding("Rasa model", state, False, advice)
