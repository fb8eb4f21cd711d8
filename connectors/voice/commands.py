"""`guichet voice`: run the telephone's process, speak, hear, call, and fetch models."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, help=__doc__)
Language = Annotated[str, typer.Option(help="fr or en; empty: recognised, where possible")]
AsJson = Annotated[bool, typer.Option("--json", help="for programs")]


@app.command()
def serve() -> None:
    """Answer calls: AudioSocket, FastAGI, and the WebSockets behind the gateway."""
    from connectors.voice.process import run

    raise typer.Exit(run())


@app.command()
def say(
    text: str,
    language: Language = "fr",
    out: Annotated[Path, typer.Option("-o", "--out", help="the WAV file to write")] = Path(
        "said.wav"
    ),
    raw: Annotated[bool, typer.Option(help="as written: do not make it speakable first")] = False,
) -> None:
    """Speak a text into a WAV file (16 kHz, mono)."""
    from connectors.voice.saying import say_to_file

    raise typer.Exit(say_to_file(text, language, out, raw))


@app.command()
def transcribe(
    files: list[Path],
    language: Language = "",
    as_json: AsJson = False,
) -> None:
    """Write down what is said in sound files; with a `.txt` beside one, its word error rate."""
    from connectors.voice.transcribing import transcribe_files

    raise typer.Exit(transcribe_files(files, language, as_json))


@app.command()
def call(
    file: Path,
    out: Annotated[Path, typer.Option("-o", "--out", help="what was heard, as WAV")] = Path(
        "heard.wav"
    ),
    address: Annotated[str, typer.Option(help="host:port of a desk's AudioSocket")] = "",
    as_json: AsJson = False,
) -> None:
    """Call a running desk: play a file as the caller, and save what was heard."""
    from connectors.voice.calling import call_with_file

    raise typer.Exit(call_with_file(file, out, address, as_json))


@app.command()
def models(
    size: Annotated[str, typer.Option(help="small or large")] = "small",
    language: Annotated[list[str] | None, typer.Option(help="fr, en; both by default")] = None,
) -> None:
    """Fetch Vosk's models where there is a network, checked by their sums."""
    from connectors.voice.vosk_models import fetch_models

    raise typer.Exit(fetch_models(size, language or ["fr", "en"]))
