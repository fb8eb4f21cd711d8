"""The `guichet` command: starting the desk, talking to it, and looking after it."""

from __future__ import annotations

import os
import warnings
from importlib.metadata import entry_points

import typer
from pydantic import ValidationError

from bot.encoder_chosen import EncoderUnusable

QUIET = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_WAIT_POLICY": "passive",
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_NUM_INTEROP_THREADS": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "CUDA_VISIBLE_DEVICES": "",
    "TOKENIZERS_PARALLELISM": "false",
    "RASA_TELEMETRY_ENABLED": "false",
    "RASA_MAX_CACHE_SIZE": "0",  # it does not see that our components changed
    "HF_HUB_OFFLINE": "1",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "PYTHONWARNINGS": "ignore",  # Rasa and TensorFlow warn of their own age at every start
}

app = typer.Typer(
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__
)


@app.command()
def prepare() -> None:
    """Make ready what the desk needs: encoder, knowledge index, database, Rasa model."""
    from bot.preparation import prepare_everything

    prepare_everything()


@app.command()
def serve() -> None:
    """Start the whole desk, and say where it is. Ctrl-C stops it."""
    from bot.supervision import run_everything

    raise typer.Exit(run_everything())


@app.command()
def dialogue() -> None:
    """Run the dialogue process alone, on the loopback address."""
    from bot.processes import run_dialogue

    raise typer.Exit(run_dialogue())


@app.command()
def gateway() -> None:
    """Run the gateway alone."""
    from bot.processes import run_gateway

    run_gateway()


@app.command()
def train(force: bool = typer.Option(False, help="train even if nothing changed")) -> None:
    """Train the Rasa model, if its sources changed."""
    from bot.preparation import train_model

    train_model(force)


@app.command()
def chat(language: str = typer.Option("fr", help="fr or en")) -> None:
    """Talk to the running desk in the terminal."""
    from bot.terminal import talk

    raise typer.Exit(talk(language))


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def rasa(context: typer.Context) -> None:
    """Rasa's own command over the desk's files; its servers are reached from this machine alone."""
    from bot.processes import LOOPBACK
    from bot.stock_rasa import NotHere, run

    os.environ["SANIC_HOST"] = LOOPBACK
    try:
        run(context.args)
    except NotHere as refused:
        raise SystemExit(str(refused)) from None


@app.command()
def doctor(as_json: bool = typer.Option(False, "--json", help="for programs")) -> None:
    """Say what is present, what is missing, and what to do about it."""
    from bot.doctor import examine

    raise typer.Exit(examine(as_json))


def main() -> None:
    """The entry point: the rooms' own commands are found by their entry points."""
    os.environ.update({name: value for name, value in QUIET.items() if name not in os.environ})
    # Rasa and TensorFlow warn of their own old age at every start.
    warnings.simplefilter("ignore")
    for found in sorted(entry_points(group="guichet.commands"), key=lambda one: one.name):
        app.add_typer(found.load(), name=found.name)
    try:
        app()
    except ValidationError as error:
        raise SystemExit(_wrong_settings(error)) from None
    except EncoderUnusable as error:
        raise SystemExit(str(error)) from None


def _wrong_settings(error: ValidationError) -> str:
    """Which settings cannot be used, and why; never their values."""
    return "\n".join(
        ": ".join([f"GUICHET_{name}".upper() for name in found["loc"]] + [found["msg"]])
        for found in error.errors(include_url=False, include_input=False)
    ).replace("Value error, ", "")
