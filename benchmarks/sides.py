"""The two sides of a comparison: this desk, and a stock Rasa that runs the same actions."""

from __future__ import annotations

import shutil
from pathlib import Path

import yaml

from benchmarks.running import TOKEN, Running, free_port
from bot.database import migrate
from bot.settings import settings

_VOICE_DOORS = ("VOICE", "AUDIOSOCKET", "FASTAGI")
TUESDAY_MORNING = "2026-11-24T10:00:00+01:00"


def our_desk(folder: Path, voice: bool = False) -> Running:
    """The desk, not yet started, in a data folder of its own; the telephone too if wanted."""
    data = _prepared(folder / "desk")
    ports = {door: free_port() for door in ("GATEWAY", "DIALOGUE", *_VOICE_DOORS)}
    url, telephone = (f"http://127.0.0.1:{ports[door]}" for door in ("GATEWAY", "VOICE"))
    commands: dict[str, tuple[str, ...]] = {
        "dialogue": ("bot", "dialogue"), "gateway": ("bot", "gateway"),
    }  # fmt: skip
    signs = [f"{url}/readyz"]
    if voice:
        commands["voice"] = ("bot", "voice", "serve")
        signs.append(f"{telephone}/readyz")
    doors = {f"GUICHET_{door}_PORT": str(port) for door, port in ports.items()}
    return Running("guichet", data, url, tuple(signs), commands, _unhurried(data) | doors)


def stock_desk(folder: Path, model: Path) -> Running:
    """`rasa run` and `rasa run actions`: Rasa's REST channel and tracker store, our actions."""
    data = _prepared(folder / "stock")
    migrate(f"sqlite:///{data / 'guichet.db'}")
    rasa, actions = free_port(), free_port()
    url, served = f"http://127.0.0.1:{rasa}", f"http://127.0.0.1:{actions}"
    commands = {
        "actions": ("rasa", "run", "actions", "--actions", "actions", "--port", str(actions)),
        "rasa": ("rasa", "run", "--model", str(model), "-i", "127.0.0.1", "--port", str(rasa),
                 *_stock_files(data, f"{served}/webhook")),
    }  # fmt: skip
    signs = (f"{url}/", f"{served}/health")
    return Running("stock Rasa", data, url, signs, commands,
                   {**_unhurried(data), "SANIC_HOST": "127.0.0.1"})  # fmt: skip


def _stock_files(folder: Path, actions: str) -> tuple[str, ...]:
    """What `rasa run` is told of the world: the action server, a database, the REST channel."""
    endpoints, credentials = folder / "endpoints.yml", folder / "credentials.yml"
    store = {"type": "SQL", "dialect": "sqlite", "db": str(folder / "tracker.db")}
    told = {"action_endpoint": {"url": actions}, "tracker_store": store}
    endpoints.write_text(yaml.safe_dump(told))
    credentials.write_text("rest:\n")
    return ("--endpoints", str(endpoints), "--credentials", str(credentials))


def _unhurried(data: Path) -> dict[str, str]:
    """Settings under which every message of a benchmark is answered, at a fixed time."""
    return {
        "GUICHET_DATA_DIR": str(data),
        "GUICHET_API_TOKEN": TOKEN,
        "GUICHET_SECRET": "a-secret-for-the-benchmarks-of-32-chars",
        "GUICHET_NOW": TUESDAY_MORNING,
        "GUICHET_LOG_LEVEL": "WARNING",
        "GUICHET_ANSWER_TIMEOUT": "60",
        "GUICHET_CALLER_RATE": "1000000/minute",
        "GUICHET_VISITOR_RATE": "1000000/minute",
        "GUICHET_ADDRESS_RATE": "1000000/minute",
        "GUICHET_CALLBACK_CAPACITY": "1000000",
        "GUICHET_HANDOFF_WAITING": "0",
    }


def _prepared(folder: Path) -> Path:
    """A new data folder with the models and the knowledge that were prepared."""
    prepared = settings().data_dir.resolve()
    if not (prepared / "models" / "rasa").exists():
        raise SystemExit("nothing is prepared yet: run `guichet prepare` first")
    folder.mkdir(parents=True)
    (folder / "models").symlink_to(prepared / "models")
    shutil.copytree(prepared / "knowledge", folder / "knowledge")
    return folder
