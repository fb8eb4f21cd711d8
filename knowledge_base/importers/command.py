"""`guichet kb import`: files, pages and sitemaps into the knowledge base, or a preview of it."""

from __future__ import annotations

import getpass
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress

from knowledge_base.importers.collecting import Progress as Told
from knowledge_base.importers.gathering import Content
from knowledge_base.importers.preview import Item

console = Console()
Paths = Annotated[list[Path] | None, typer.Argument(help="files or folders", exists=True)]
Addresses = Annotated[
    list[str] | None, typer.Option("--url", help="a page of the company's own site; repeat it")
]
Sitemap = Annotated[str, typer.Option("--sitemap", help="its address, or a file of addresses")]


def import_(
    paths: Paths = None,
    url: Addresses = None,
    sitemap: Sitemap = "",
    language: Annotated[str, typer.Option(help="fr or en; guessed when absent")] = "",
    replace: Annotated[bool, typer.Option(help="forget what was imported before")] = False,
    preview: Annotated[bool, typer.Option(help="say what would change, store nothing")] = False,
    drafts: Annotated[bool, typer.Option(help="into drafts, which are published later")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="print JSON, for programs")] = False,
) -> None:
    """Take in Markdown, TXT, CSV, JSON, HTML, XLSX, PDF, DOCX or pages; then publish."""
    if not (paths or url or sitemap):
        raise typer.BadParameter("name a file, a folder, a --url or a --sitemap")
    if drafts and replace:
        raise typer.BadParameter("--replace is for what was imported without --drafts")
    if paths and _is_export(paths):
        if preview or drafts:
            raise typer.BadParameter("an export is read back whole, without --preview or --drafts")
        _restore(paths[0], as_json)
        return
    content = _found(paths or [], _addresses(url or [], sitemap), language)
    if preview or drafts:
        _preview(content, drafts and not preview, as_json)
    else:
        _store(content, replace, as_json)


def _is_export(paths: list[Path]) -> bool:
    from knowledge_base.curation.archives import is_archive

    named_so = len(paths) == 1 and (paths[0].is_dir() or paths[0].suffix == ".zip")
    return named_so and is_archive(paths[0])


def _restore(path: Path, as_json: bool) -> None:
    from knowledge_base.build import build_current
    from knowledge_base.curation.archive_command import restored

    say({**restored(path), "version": build_current()}, as_json)


def _found(paths: list[Path], addresses: list[str], language: str) -> Content:
    from knowledge_base.importers.collecting import from_files
    from knowledge_base.importers.site import from_addresses

    content = Content()
    with _shown() as told:
        if paths:
            from_files(paths, language, told, content)
        if addresses:
            from_addresses(addresses, language, progress=told, content=content)
    return content


def _addresses(urls: list[str], sitemap: str) -> list[str]:
    """The addresses given, those of a file included."""
    from knowledge_base.importers.decoding import decoded
    from knowledge_base.importers.sitemaps import links_of, listed

    if not sitemap or "://" in sitemap:
        return [*urls, *filter(None, [sitemap])]
    try:
        data = Path(sitemap).read_bytes()
        is_xml = data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<")
        return [*urls, *(links_of(data) if is_xml else listed(decoded(data)))]
    except (OSError, ValueError) as error:  # a `Refused` is one too
        raise typer.BadParameter(f"--sitemap: {error}") from None


def _store(content: Content, replace: bool, as_json: bool) -> None:
    """Keep the articles as imported ones, and publish."""
    from bot.database import migrate
    from knowledge_base.build import build_current
    from knowledge_base.store import ArticleStore

    refused = [str(refusal) for refusal in content.refusals]
    if not content.articles:
        say({"articles": 0, "refused": refused}, as_json)
        raise typer.Exit(1)
    migrate()
    changed = ArticleStore().save(content.articles.values(), instead=replace)
    report = {"articles": len(content.articles), "changed": changed, "refused": refused}
    say({**report, "version": build_current()}, as_json)


def _preview(content: Content, store: bool, as_json: bool) -> None:
    from bot.database import migrate
    from knowledge_base.importers.bringing import preview_of, take_in

    migrate()
    shown = preview_of(content)
    stored = take_in(shown, by=getpass.getuser(), note="guichet kb import") if store else 0
    items = [line for item in shown.items for line in _lines(item)]
    say({**shown.counts, "drafts": stored, "items": items}, as_json)


def _lines(item: Item) -> Iterator[str]:
    if item.refusal:
        yield f"refused: {item.refusal}"
    elif item.article:
        changes = ", ".join(difference.field for difference in item.differences)
        name = f"{item.article.id} ({item.article.language})"
        yield f"{item.state}: {name}{f': {changes}' if changes else ''}"


@contextmanager
def _shown() -> Iterator[Told]:
    with Progress(console=Console(stderr=True)) as bar:
        task = bar.add_task("Reading", visible=False)

        def told(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total, visible=total > 1)

        yield told


def say(report: dict[str, Any], as_json: bool) -> None:
    """Print a report for people or for programs."""
    if as_json:
        typer.echo(json.dumps(report, ensure_ascii=False, indent=1))
        return
    for name, value in report.items():
        for line in value if isinstance(value, list) else [value]:
            console.print(f"[bold]{name}[/bold]  {escape(str(line))}")
