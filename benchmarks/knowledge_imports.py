"""How many articles an import reads in a second, by format, and how much memory that takes.

python -m benchmarks.knowledge_imports [--json] [--articles N]
"""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path
from time import perf_counter
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from knowledge_base.importers.contained import Job, ReadingRoom
from knowledge_base.importers.gathering import Content

ANSWER = "Composez le 3179 depuis votre ligne, puis notez le code. " * 6
Rows = list[tuple[str, str]]


@dataclass(frozen=True)
class Rate:
    """Articles read in a second, and the highest memory of both processes, in MB."""

    format: str
    articles: int
    per_second: float
    parent_grew_mb: float
    child_mb: float


def main(
    articles: Annotated[int, typer.Option(help="articles in each file")] = 2000,
    as_json: Annotated[bool, typer.Option("--json", help="for programs")] = False,
) -> None:
    """Measure the import of each format."""
    rows = [(f"Question numéro {n} : où est mon code ?", ANSWER) for n in range(articles)]
    with tempfile.TemporaryDirectory() as folder, ReadingRoom() as room:
        made = {
            suffix: _written(Path(folder), suffix, make(rows)) for suffix, make in FORMATS.items()
        }
        rates = [rate(room, path) for path in made.values()]
    if as_json:
        typer.echo(json.dumps([asdict(one) for one in rates], indent=1))
        return
    table = Table("format", "articles", "per second", "parent grew, MB", "child, MB")
    for one in rates:
        table.add_row(*(str(value) for value in asdict(one).values()))
    Console().print(table)


def _written(folder: Path, suffix: str, data: bytes) -> Path:
    path = folder / f"faq{suffix}"
    path.write_bytes(data)
    return path


def rate(room: ReadingRoom, path: Path) -> Rate:
    """One file, read twice; the first time loads what reading needs."""
    job = Job(path.name, path.name, path.read_bytes)
    room.read(job)
    Path("/proc/self/clear_refs").write_text("5")  # the highest mark is set anew
    before, began, content = _memory("VmRSS"), perf_counter(), Content()
    reading = room.read(job)
    for piece in reading.pieces:
        content.take(path.name, piece.line, piece.content(), "fr")
    seconds = perf_counter() - began
    grew = max(_memory("VmHWM") - before, 0.0)
    many = len(content.articles)
    return Rate(path.suffix, many, round(many / seconds, 1), round(grew, 1), reading.peak // 1024)


def _memory(name: str) -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name)) / 1024


def _csv(rows: Rows) -> bytes:
    return "\n".join(["question;answer", *(f"{q};{a}" for q, a in rows)]).encode()


def _json(rows: Rows) -> bytes:
    return json.dumps([{"question": q, "answer": a} for q, a in rows]).encode()


def _markdown(rows: Rows) -> bytes:
    return "\n\n".join(["# FAQ", *(f"## {q}\n\n{a}" for q, a in rows)]).encode()


def _page(rows: Rows) -> bytes:
    items = "".join(f"<dt>{q}</dt><dd>{a}</dd>" for q, a in rows)
    return f"<!doctype html><html lang='fr'><body><dl>{items}</dl></body></html>".encode()


def _workbook(rows: Rows) -> bytes:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("FAQ")
    for row in [("Question", "Réponse"), *rows]:
        sheet.append(row)
    return _saved(book)


def _document(rows: Rows) -> bytes:
    import docx

    made = docx.Document()
    for question, answer in rows:
        made.add_heading(question, 1)
        made.add_paragraph(answer)
    return _saved(made)


def _paper(rows: Rows) -> bytes:
    """A PDF of four questions a page; at most 1,000 pages are read."""
    from tests.knowledge_base.importers.makers import paper

    lines = [[(16.0, q), (10.0, a[:90])] for q, a in rows]
    return paper(*(list(chain(*lines[at : at + 4])) for at in range(0, len(lines), 4)))


def _saved(made: Any) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


FORMATS: dict[str, Callable[[Rows], bytes]] = {
    ".csv": _csv, ".json": _json, ".md": _markdown, ".html": _page, ".xlsx": _workbook,
    ".docx": _document, ".pdf": _paper,
}  # fmt: skip


if __name__ == "__main__":
    typer.run(main)
