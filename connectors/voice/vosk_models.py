"""Fetches Vosk's published models, where there is a network, and checks them by their sums."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

from bot.files import locked
from bot.settings import settings
from connectors.voice.choosing import LANGUAGES, model_of
from connectors.voice.vosk_folder import ModelUnusable, unpack

SITE = "https://alphacephei.com/vosk/models"
NAMES = {
    ("small", "fr"): "vosk-model-small-fr-0.22",
    ("small", "en"): "vosk-model-small-en-us-0.15",
    ("large", "fr"): "vosk-model-fr-0.22",
    ("large", "en"): "vosk-model-en-us-0.22",
}
PATIENCE = 20.0  # seconds without a byte
BY_HAND = (
    "Bring {name}.zip here in another way ({site}), and set {setting} to it: "
    "a zip or an unpacked folder."
)


class NotFetched(Exception):
    """A model could not be fetched; the message says why."""


@dataclass(frozen=True)
class Wanted:
    """A model that is wanted, and where it is to lie."""

    language: str
    name: str
    site: str

    @property
    def folder(self) -> Path:
        return model_of(self.language) / self.name

    @property
    def archive(self) -> Path:
        """What has been fetched so far; another try goes on from its end."""
        return settings().data_dir / "models" / "vosk" / f".{self.name}.zip"


def fetch_models(size: str, languages: list[str], site: str = SITE) -> int:
    """Fetch the models of a size; 0 when each is there."""
    if size not in ("small", "large") or not set(languages) <= set(LANGUAGES):
        raise SystemExit("--size is small or large; --language is fr or en")
    console = Console()
    fetched = [_told(Wanted(one, NAMES[size, one], site), console) for one in languages]
    return 0 if all(fetched) else 1


def _told(wanted: Wanted, console: Console) -> bool:
    try:
        if wanted.folder.exists():
            console.print(f"{wanted.name} is there already.")
        else:
            with locked(wanted.archive.with_suffix(".lock")):
                _fetch(wanted, console)
            console.print(
                f"{wanted.name} is ready: {wanted.language} is heard by Vosk from now on."
            )
        return True
    except (NotFetched, ModelUnusable, OSError) as error:
        setting = f"GUICHET_VOSK_MODEL_{wanted.language.upper()}"
        console.print(f"[red]{wanted.name} could not be fetched:[/red] {error}.")
        console.print(BY_HAND.format(name=wanted.name, site=wanted.site, setting=setting))
        return False


def _fetch(wanted: Wanted, console: Console) -> None:
    with _network(wanted.site), httpx.Client(timeout=PATIENCE, follow_redirects=True) as client:
        sum_ = _published_sum(client, wanted)
        _download(client, wanted, console)
    if _md5(wanted.archive) != sum_:
        wanted.archive.unlink()
        raise NotFetched("its sum is not the published one; what came was thrown away")
    unpack(wanted.archive, wanted.folder)
    wanted.archive.unlink()


@contextmanager
def _network(site: str) -> Iterator[None]:
    try:
        yield
    except httpx.HTTPStatusError as error:
        raise NotFetched(f"{site} answered {error.response.status_code}") from None
    except httpx.HTTPError as error:
        raise NotFetched(f"{site} cannot be reached ({type(error).__name__})") from None


def _published_sum(client: httpx.Client, wanted: Wanted) -> str:
    answer = client.get(f"{wanted.site}/model-list.json").raise_for_status()
    try:
        sums = {one["name"]: str(one["md5"]) for one in answer.json()}
        return sums[wanted.name]
    except (ValueError, KeyError, TypeError):
        raise NotFetched(f"{wanted.site} publishes no sum for it") from None


def _download(client: httpx.Client, wanted: Wanted, console: Console) -> None:
    """Go on where an earlier try ended, if the site can."""
    had = wanted.archive.stat().st_size if wanted.archive.exists() else 0
    asked = {"Range": f"bytes={had}-"} if had else {}
    with client.stream("GET", f"{wanted.site}/{wanted.name}.zip", headers=asked) as answer:
        if answer.status_code == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
            return  # it was whole; its sum tells
        answer.raise_for_status()
        goes_on = answer.status_code == httpx.codes.PARTIAL_CONTENT
        _save(answer, wanted, had if goes_on else 0, console)


def _save(answer: httpx.Response, wanted: Wanted, had: int, console: Console) -> None:
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn())
    length = int(answer.headers.get("Content-Length", 0))
    with Progress(*columns, TransferSpeedColumn(), console=console, transient=True) as progress:
        task = progress.add_task(wanted.name, total=had + length or None, completed=had)
        with wanted.archive.open("ab" if had else "wb") as file:
            for block in answer.iter_bytes(1 << 18):
                file.write(block)
                progress.advance(task, len(block))


def _md5(path: Path) -> str:
    """The sum that the site publishes: against damage, not against malice."""
    digest = hashlib.md5(usedforsecurity=False)
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
