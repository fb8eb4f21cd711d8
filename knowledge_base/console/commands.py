"""The `guichet console` commands: the first administrator, and who has a place in the console."""

from __future__ import annotations

import sys
from getpass import getpass
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console as Screen
from rich.markup import escape
from rich.table import Table

if TYPE_CHECKING:
    from knowledge_base.curation.people import People

app = typer.Typer(no_args_is_help=True, help="The support team's console: who may sign in.")
Role = Annotated[str, typer.Option(help="reader, agent, curator or administrator")]
Language = Annotated[str, typer.Option(help="fr or en")]
WHO = "command line"


@app.command()
def invite(
    name: Annotated[str, typer.Option(help="the name to sign in with")],
    role: Role = "administrator",
    language: Language = "fr",
) -> None:
    """Print a link, good once and for 24 hours, by which a person sets a password."""
    from bot.settings import settings

    people = _people()
    person = people.named(name)
    number = person.id if person else _added(name, role, language)
    address = settings().public_url.rstrip("/") or settings().gateway_url
    typer.echo(f"{address}/console/invitation/{people.invite(number, WHO)}")


@app.command("add-person")
def add_person(name: str, role: Role = "administrator", language: Language = "fr") -> None:
    """Add a person with a password, asked twice, or read from standard input."""
    from bot.database import engine
    from knowledge_base.curation.passwords import WeakPassword
    from knowledge_base.curation.sign_in import SignIn

    people, password = _people(), _asked_password()
    sign_in = SignIn(engine())
    try:
        sign_in.passwords.hashed(password, name)
        person = people.get(_added(name, role, language))
        assert person is not None
        sign_in.set_password(person, password)
    except WeakPassword as weak:
        raise typer.BadParameter(_said(f"account.weak.{weak.reason}")) from None
    typer.echo(f"{person.name}: {person.role.word}")


@app.command()
def people() -> None:
    """List everybody who has, or had, a place in the console."""
    table = Table("name", "role", "language", "active", "password")
    for one in _people().all():
        states = "yes" if one.active else "no", "yes" if one.has_password else "no"
        table.add_row(escape(one.name), one.role.word, one.language, *states)
    Screen().print(table)


def _people() -> People:
    from bot.database import engine, migrate
    from knowledge_base.curation.people import People

    migrate()
    return People(engine())


def _added(name: str, role: str, language: str) -> int:
    from knowledge_base.console.wording import LANGUAGES
    from knowledge_base.curation.people import NotPossible
    from knowledge_base.curation.roles import role_named

    if language not in LANGUAGES:
        raise typer.BadParameter(f"{language}: fr or en")
    try:
        return _people().add(name, role_named(role), WHO, language).id
    except NotPossible as refused:
        raise typer.BadParameter(_said(f"people.refused.{refused.reason}")) from None
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None


def _asked_password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    password = getpass("password: ")
    if password != getpass("once more: "):
        raise typer.BadParameter(_said("invitation.differ"))
    return password


def _said(key: str) -> str:
    from knowledge_base.console.wording import translator

    return translator("en")(key)
