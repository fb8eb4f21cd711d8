"""The rooms point inwards, and each library that shapes the product has one home."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MAY_IMPORT = {
    "bot": set(),
    "knowledge_base": {"bot"},
    "actions": {"bot", "knowledge_base"},
    "connectors": {"bot"},
}
# The gateway's composition mounts the routers of the other rooms.
COMPOSITION = {"connectors/rooms.py": {"knowledge_base", "actions"}}
HOMES = {
    "py_nanotts": {"connectors/voice/pico.py"},
    "piper": {"connectors/voice/piper.py"},
    "num2words": {"connectors/voice/speakable_numbers.py"},
    "faiss": {"knowledge_base/index.py"},
    "sentence_transformers": {"bot/encoder.py", "bot/encoder_transformer.py"},
    "socketio": {"connectors/socketio.py"},
    "spacy": {"actions/fields/people.py"},
    "vosk": {"connectors/voice/vosk_engine.py"},
    "faster_whisper": {"connectors/voice/whisper_engine.py"},
    "jiwer": {"connectors/voice/word_errors.py"},
    "av": {"connectors/voice/sound_files.py"},
}


def modules() -> Iterator[Path]:
    for room in MAY_IMPORT:
        yield from (ROOT / room).rglob("*.py")


def imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module)
    return {name.split(".")[0] for name in found}


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_room_imports_only_the_rooms_inside_it(path: Path) -> None:
    name = str(path.relative_to(ROOT))
    room = name.split("/")[0]
    allowed = MAY_IMPORT[room] | {room} | COMPOSITION.get(name, set())
    assert imported(path) & set(MAY_IMPORT) <= allowed


@pytest.mark.parametrize(("library", "homes"), HOMES.items())
def test_a_library_has_one_home(library: str, homes: set[str]) -> None:
    users = {str(path.relative_to(ROOT)) for path in modules() if library in imported(path)}
    assert users and users <= homes


def test_actions_never_import_rasa_itself() -> None:
    users = [path for path in (ROOT / "actions").rglob("*.py") if "rasa" in imported(path)]
    assert users == []


def test_only_the_settings_read_the_environment() -> None:
    readers = [
        str(path.relative_to(ROOT))
        for path in modules()
        if "os.environ" in path.read_text(encoding="utf-8") and path.name not in ("cli.py",)
    ]
    assert readers == []
