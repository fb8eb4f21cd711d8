"""Where a Vosk model lies: a folder, or a zip that is unpacked once, and only inside its place."""

from __future__ import annotations

import shutil
import stat
from pathlib import Path, PurePosixPath
from zipfile import BadZipFile, ZipFile, ZipInfo

from bot.files import folder_aside, locked, sha256
from bot.settings import settings

MOST = 8 << 30  # bytes unpacked; the largest published model is half of it
_ACOUSTIC = ("am/final.mdl", "final.mdl")
_RUNTIME = (("graph/HCLr.fst", "graph/Gr.fst"), ("HCLr.fst", "Gr.fst"))


class ModelUnusable(Exception):
    """The model cannot be used; the message says why."""


def model_folder(place: Path) -> Path:
    """The folder of a model that is a folder, or a zip; raises `ModelUnusable`."""
    place = place.expanduser()
    if place.is_dir():
        return _with_acoustics(place)
    if not place.is_file():
        raise ModelUnusable(f"{place.name} is not there")
    models = settings().data_dir / "models" / "vosk"
    final = models / f"{place.stem}-{sha256(place)[:12]}"
    with locked(models / f".{final.name}.lock"):
        if not final.exists():
            unpack(place, final)
    return _with_acoustics(final)


def unpack(archive: Path, final: Path) -> None:
    """Unpack a zip into a folder that appears whole or not at all; raises `ModelUnusable`."""
    try:
        with ZipFile(archive) as packed, folder_aside(final) as folder:
            for entry in packed.infolist():
                _refuse(entry)
            if sum(entry.file_size for entry in packed.infolist()) > MOST:
                raise ModelUnusable(f"{archive.name} unpacks to more than {MOST >> 30} GB")
            packed.extractall(folder)
            _without_wrapping(folder)
            _with_acoustics(folder)
    except (BadZipFile, NotImplementedError, EOFError, OSError) as error:
        raise ModelUnusable(f"{archive.name} is not a whole zip: {error}") from error


def takes_words(folder: Path) -> bool:
    """Whether a list of words can bias the model: its graph is put together at run time."""
    return any(all((folder / name).exists() for name in names) for names in _RUNTIME)


def _refuse(entry: ZipInfo) -> None:
    path = PurePosixPath(entry.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in entry.filename:
        raise ModelUnusable("the zip has a file that leads out of its folder")
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise ModelUnusable("the zip has a link")


def _without_wrapping(folder: Path) -> None:
    """Zips hold one folder with the model in it: bring what is inside one level up."""
    inside = list(folder.iterdir())
    if len(inside) == 1 and inside[0].is_dir():
        wrapped = inside[0].rename(folder / ".wrapped")
        for path in list(wrapped.iterdir()):
            path.rename(folder / path.name)
        shutil.rmtree(wrapped)


def _with_acoustics(folder: Path) -> Path:
    if not any((folder / name).is_file() for name in _ACOUSTIC):
        raise ModelUnusable(f"{folder.name} holds no Vosk model (no am/final.mdl)")
    return folder
