"""Keeps published versions of the knowledge base on disk, whole or refused, never changed."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.clock import now, utc
from bot.files import folder_aside, sha256, write_whole
from knowledge_base.article import Article, article_from
from knowledge_base.index import VectorIndex

FORMAT = 1
KEPT = 5
FILES = ("articles.json", "passages.json", "index.faiss")


class VersionUnusable(Exception):
    """A version on disk cannot be served; the message says why."""


@dataclass(frozen=True)
class Published:
    """One version in memory. Row n of the index is a passage of `articles[owners[n]]`.

    `hashes` name each row's text, so that a later version can reuse its vector.
    """

    name: str
    encoder: str
    articles: tuple[Article, ...]
    owners: npt.NDArray[np.int32]
    hashes: tuple[str, ...]
    index: VectorIndex


class Versions:
    """The versions under one folder; `current` points to the one being served."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._pointer = folder / "current"

    def current(self) -> str:
        """The name of the version being served, or nothing when there is none."""
        try:
            return self._pointer.read_text().strip()
        except FileNotFoundError:
            return ""

    def names(self) -> list[str]:
        """Every version, newest first."""
        place = self.folder / "versions"
        found = place.iterdir() if place.is_dir() else ()
        return sorted((p.name for p in found if not p.name.startswith(".")), reverse=True)

    def load(self, name: str, encoder: str) -> Published:
        """A version, verified byte by byte; `VersionUnusable` says why it is refused."""
        manifest = self.verify(name)
        if manifest["encoder"] != encoder:
            raise VersionUnusable(f"{name} was built with another encoder ({manifest['encoder']})")
        return _loaded(self.folder / "versions" / name, manifest)

    def verify(self, name: str) -> Mapping[str, Any]:
        """The manifest of a version that is whole; `VersionUnusable` says what is not."""
        folder = self.folder / "versions" / name
        manifest = _manifest(folder)
        for file, expected in manifest["files"].items():
            _verify(folder / file, expected)
        return manifest

    def publish(self, made: Published) -> str:
        """Write a version aside, make it durable, then serve it; its name."""
        names = self.names()
        number = int(names[0].split("-")[0]) + 1 if names else 1
        draft = self.folder / "versions" / f"{number:06d}"
        with folder_aside(draft) as folder:
            _write(folder, made)
            name = f"{number:06d}-{_hash(folder / 'manifest.json')}"
        draft.rename(draft.with_name(name))
        self.serve(name)
        self._prune(name)
        return name

    def serve(self, name: str) -> None:
        """Point to a version; readers see the old one or the new one."""
        write_whole(self._pointer, name.encode())

    def _prune(self, served: str) -> None:
        for name in self.names()[KEPT:]:
            if name != served:
                shutil.rmtree(self.folder / "versions" / name, ignore_errors=True)


def _write(folder: Path, made: Published) -> None:
    _json(folder / "articles.json", [article.as_dict() for article in made.articles])
    rows = {"owners": made.owners.tolist(), "hashes": list(made.hashes)}
    _json(folder / "passages.json", rows)
    made.index.save(folder / "index.faiss")
    manifest = {
        "format": FORMAT,
        "created": utc(now()).isoformat(),
        "encoder": made.encoder,
        "dimension": made.index.dimension,
        "counts": {"articles": len(made.articles), "passages": made.index.size},
        "articles": {"/".join(a.key): a.version for a in made.articles},
        "files": {file: _described(folder / file) for file in FILES},
    }
    _json(folder / "manifest.json", manifest)


def _json(path: Path, content: Any) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def _described(path: Path) -> dict[str, Any]:
    return {"bytes": path.stat().st_size, "sha256": sha256(path)}


def _hash(manifest: Path) -> str:
    return hashlib.sha256(manifest.read_bytes()).hexdigest()[:16]


def _manifest(folder: Path) -> Mapping[str, Any]:
    path = folder / "manifest.json"
    if not path.is_file():
        raise VersionUnusable(f"{folder.name} has no manifest")
    if folder.name.split("-")[-1] != _hash(path):
        raise VersionUnusable(f"{folder.name}: its manifest is damaged")
    content: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    if content.get("format") != FORMAT or set(content["files"]) != set(FILES):
        raise VersionUnusable(f"{folder.name} has a format that this program does not know")
    return content


def _verify(path: Path, expected: Mapping[str, Any]) -> None:
    if not path.is_file():
        raise VersionUnusable(f"{path.parent.name}: {path.name} is missing")
    if path.stat().st_size != expected["bytes"]:
        raise VersionUnusable(f"{path.parent.name}: {path.name} is truncated or longer")
    if sha256(path) != expected["sha256"]:
        raise VersionUnusable(f"{path.parent.name}: {path.name} is damaged")


def _loaded(folder: Path, manifest: Mapping[str, Any]) -> Published:
    texts: Sequence[Any] = json.loads((folder / "articles.json").read_text(encoding="utf-8"))
    rows = json.loads((folder / "passages.json").read_text(encoding="utf-8"))
    index = VectorIndex.load(folder / "index.faiss")
    if not index.size == len(rows["owners"]) == manifest["counts"]["passages"]:
        raise VersionUnusable(f"{folder.name}: its parts do not belong together")
    return Published(
        name=folder.name,
        encoder=manifest["encoder"],
        articles=tuple(article_from(text) for text in texts),
        owners=np.array(rows["owners"], np.int32),
        hashes=tuple(rows["hashes"]),
        index=index,
    )
