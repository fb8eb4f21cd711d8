"""The `guichet nlu` commands: how well sentences are understood, ours or anyone's."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import track

if TYPE_CHECKING:
    from bot.nlu.evaluation import Verdict
    from bot.nlu.examples import Example
    from bot.nlu.trained import TrainedNlu

app = typer.Typer(no_args_is_help=True, help="Understanding: evaluation and benchmark.")
File = Annotated[Path, typer.Argument(help="CSV: text,intent and, if you like, language")]
Json = Annotated[bool, typer.Option("--json", help="print JSON, for programs")]
progress = Console(stderr=True)


@app.command("eval")
def evaluate(
    file: File,
    model: Annotated[Path | None, typer.Option(help="a model; else the newest one")] = None,
    as_json: Json = False,
) -> None:
    """Measure a trained model on sentences, and save the report with its picture."""
    examples = _read(file)
    _be_quiet()
    from bot.model import NoModel, current_model
    from bot.nlu.trained import TrainedNlu

    try:
        archive = model or current_model()
    except NoModel as error:
        raise _refusal(str(error)) from None
    if not archive.exists():
        raise _refusal(f"{archive}: no such model")
    verdicts = _verdicts(TrainedNlu(archive), examples)
    _report(verdicts, _own_examples(), f"nlu-eval-{file.stem}", as_json)


@app.command()
def bench(
    train: Annotated[Path, typer.Option(help="CSV to learn from: text,intent")],
    test: Annotated[Path, typer.Option(help="CSV to be measured on: text,intent")],
    as_json: Json = False,
) -> None:
    """Train the pipeline of bot/config.yml on someone else's data, and measure it."""
    taught, examples = _read(train), _read(test)
    _be_quiet()
    from bot.nlu import trained
    from bot.settings import ROOT

    with tempfile.TemporaryDirectory(prefix="guichet-bench-") as folder:
        archive = Path(folder) / "bench.tar.gz"
        with progress.status(f"Learning from {len(taught)} examples"):
            model = trained.train(ROOT / "bot" / "config.yml", taught, archive)
        verdicts = _verdicts(model, examples)
    _report(verdicts, taught, f"nlu-bench-{test.stem}", as_json)


def _read(file: Path) -> list[Example]:
    from bot.nlu.examples import BadExamples, read_examples

    try:
        return read_examples(file)
    except BadExamples as error:
        raise _refusal(str(error)) from None


def _refusal(reason: str) -> typer.Exit:
    progress.print(reason, markup=False, highlight=False, soft_wrap=True)
    return typer.Exit(2)


def _be_quiet() -> None:
    """Keep standard output for the report: Rasa's own notes go with the logs."""
    from bot.logs import configure

    configure("nlu")


def _verdicts(model: TrainedNlu, examples: Sequence[Example]) -> list[Verdict]:
    from bot.nlu.evaluation import Verdict

    found = []
    for one in track(examples, "Reading sentences", console=progress, transient=True):
        understood = model.understand(one.text)
        found.append(Verdict(one, understood.intent, understood.confidence))
    return found


def _own_examples() -> list[Example]:
    from rasa.shared.data import get_data_files, is_nlu_file
    from rasa.shared.nlu.training_data.loading import load_data

    from bot.nlu.examples import Example
    from bot.settings import ROOT

    files = get_data_files([str(ROOT / "nlu_data")], is_nlu_file)
    messages = [message for file in files for message in load_data(file).intent_examples]
    return [Example(message.get("text"), message.get("intent")) for message in messages]


def _report(
    verdicts: Sequence[Verdict], taught: Sequence[Example], name: str, as_json: bool
) -> None:
    from bot.nlu import report
    from bot.nlu.evaluation import unseen
    from bot.settings import settings

    fresh = unseen(verdicts, taught)
    found = report.as_json(verdicts, fresh)
    path = report.save(found, verdicts, settings().data_dir / "reports", name)
    if as_json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        report.show(verdicts, fresh, Console())
        progress.print(f"Report and picture: {path}", highlight=False, soft_wrap=True)
