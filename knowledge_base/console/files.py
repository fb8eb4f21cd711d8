"""The console's style and scripts, served by ourselves under addresses that name their content."""

from __future__ import annotations

import gzip
import mimetypes
from dataclasses import dataclass
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

STATIC = Path(__file__).parent / "static"
FOREVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class File:
    content: bytes
    packed: bytes
    mark: str
    kind: str


class Files:
    """Everything of the folder, and htmx out of its package, read once."""

    def __init__(self) -> None:
        found = [path for path in STATIC.iterdir() if path.is_file()]
        self._files = {path.name: _read(path) for path in [*found, _htmx()]}

    def address(self, name: str) -> str:
        return f"/console/static/{self._files[name].mark}/{name}"

    def response(self, mark: str, name: str, request: Request) -> Response | None:
        """The file; None when there is none of that name and content."""
        found = self._files.get(name)
        if found is None or found.mark != mark:
            return None
        headers = {"Cache-Control": FOREVER, "Vary": "Accept-Encoding"}
        if "gzip" in request.headers.get("accept-encoding", ""):
            headers["Content-Encoding"] = "gzip"
            return Response(found.packed, headers=headers, media_type=found.kind)
        return Response(found.content, headers=headers, media_type=found.kind)


def _read(path: Path) -> File:
    content = path.read_bytes()
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    packed = gzip.compress(content, mtime=0)
    return File(content, packed, sha256(content).hexdigest()[:12], kind)


def _htmx() -> Path:
    """Found without importing the package, which would want Django."""
    package = find_spec("js_lib_htmx")
    if package is None or package.origin is None:
        raise FileNotFoundError("htmx, of the package django-js-lib-htmx")
    return Path(package.origin).parent / "static" / "htmx" / "htmx.min.js"
