"""One person who tells everything, in writing and by telephone, and where to look for it later."""

from __future__ import annotations

import gzip
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

from tests.conftest import ROOT, Desk, new_desk
from tests.faults.house import names, settled

PHONE, EMAIL, NAME = "06 39 98 77 21", "apolline.kervella@exemple.fr", "Apolline Kervella"
IBAN, CARD, NIR = (
    "FR76 3000 6000 0112 3456 7890 189",
    "4111 1111 1111 1111",
    "2 85 05 78 006 084 34",
)
ADDRESS = "17 rue des Mimosas 35000 Rennes"
PLANTED = {
    "phone": (PHONE, PHONE.replace(" ", ""), "+33639987721"),
    "email": (EMAIL,),
    "name": (NAME, NAME.lower(), "Kervella", "kervella"),
    "iban": (IBAN, IBAN.replace(" ", "")),
    "card": (CARD, CARD.replace(" ", "")),
    "nir": (NIR, NIR.replace(" ", "")),
    "address": (ADDRESS, "rue des Mimosas"),
}
TOLD = (
    f"je m'appelle {NAME}, mon adresse est {ADDRESS} et mon mail {EMAIL}",
    f"mon IBAN est {IBAN}, ma carte {CARD}, ma sécu {NIR}",
    f"quelle est la recette du cassoulet de {NAME} au {PHONE}",
)


def own_desk(folder: Path) -> Desk:
    """A desk that shares nothing that it writes: its fixed sentences' sounds are its own too."""
    made = new_desk(folder)
    (folder / "audio").unlink()
    (folder / "audio").mkdir()
    return made


def told(desk: Desk) -> None:
    """In writing, then by telephone; with letters, articles judged, forms and rights."""
    for text in TOLD:
        answered = settled(desk, "planted-1", text)
    answered = settled(desk, "planted-1", "ma box clignote rouge")
    assert "utter_rated_down" in names(settled(desk, "planted-1", button(answered, "Non")))
    _asks_for_a_callback(desk, "planted-2")
    _goes_through(desk, "planted-3", "je veux ouvrir un dossier", "utter_case_opened")
    _goes_through(desk, "planted-4", "je veux une copie de mes données", "utter_export_recorded")
    telephones(desk)


def telephones(desk: Desk) -> None:
    """A call through the telephone's own code, in a process that logs where the desk does."""
    called = [sys.executable, "-m", "tests.faults.planted", str(desk.data), str(desk.gateway_port)]
    done = subprocess.run(called, cwd=ROOT, env=desk.environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]


def call(data: str, gateway_port: str) -> None:
    """What is heard is what is said: the sounds are readable."""
    from bot import logs
    from tests.connectors.voice.switchboard import PhoneCall, Switchboard

    logs.configure("voice")
    with Switchboard(Desk(Path(data), gateway_port=int(gateway_port))) as board:
        caller = PhoneCall(board, "fr", PHONE.replace(" ", ""))
        for text in (
            *TOLD,
            f"rappelez-moi après-demain à 11 h au {PHONE}, c’est pour ma facture",
            "oui",
        ):
            said = caller.say(text)
        caller.hang_up()
    assert "utter_callback_booked" in names(said) or "utter_callback_moved" in names(said), names(
        said
    )


def button(said: list[dict[str, Any]], wanted: str) -> str:
    """What the last button of that title or payload sends."""
    buttons = [one for reply in said for one in reply.get("buttons") or ()]
    return str(
        [
            one["payload"]
            for one in buttons
            if wanted in (one["title"], one["payload"][: len(wanted)])
        ][-1]
    )


def _asks_for_a_callback(desk: Desk, sender: str) -> None:
    """And for a letter about it."""
    said = settled(desk, sender, f"rappelez-moi demain à 11 h au {PHONE}, c’est pour ma facture")
    assert "utter_confirm_callback" in names(said)
    booked = settled(desk, sender, "oui")
    assert "utter_callback_booked" in names(booked)
    settled(desk, sender, button(booked, '/inform{"mail"'))
    assert "utter_callback_mail_sent" in names(settled(desk, sender, EMAIL))
    end = time.monotonic() + 60
    while not list((desk.data / "letters").glob("*.eml")):
        assert time.monotonic() < end, "no letter was written"
        time.sleep(0.2)


def _goes_through(desk: Desk, sender: str, first: str, last: str) -> None:
    """Answer what is asked, whatever the order, until it is done."""
    answers = {
        "utter_ask_case_description": "ma ligne grésille sans arrêt depuis lundi",
        "utter_ask_name": NAME,
        "utter_ask_contact": EMAIL,
    }
    said = names(settled(desk, sender, first))
    for _ in range(8):
        if last in said:
            return
        answer = next((text for asked, text in answers.items() if asked in said), "oui")
        said = names(settled(desk, sender, answer))
    raise AssertionError(said)


def checkpointed(desk: Desk) -> None:
    with closing(sqlite3.connect(desk.data / "guichet.db", timeout=20)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def files(desk: Desk) -> Iterator[tuple[str, bytes]]:
    """Every file of the data folder, as it lies there and as it reads.

    `models` alone is not the desk's: a link to weights and to what was learnt from this
    repository, half a gigabyte that all desks read. Whatever was written there since this desk
    was made is looked through too.
    """
    for path in [*_own(desk), *_changed_models(desk)]:
        content, where = path.read_bytes(), os.path.relpath(path, desk.data)
        yield where, content
        if content[:2] == b"\x1f\x8b":
            yield where, gzip.decompress(content)
        if path.suffix == ".eml":
            yield from ((where, part) for part in _parts(content))


def _own(desk: Desk) -> Iterator[Path]:
    for path in sorted(desk.data.rglob("*")):
        if "models" not in path.relative_to(desk.data).parts[:1] and path.is_file():
            yield path


def _changed_models(desk: Desk) -> Iterator[Path]:
    link = desk.data / "models"
    for path in link.resolve().rglob("*"):
        if path.is_file() and path.stat().st_mtime > link.lstat().st_mtime:
            yield path


def _parts(letter: bytes) -> Iterator[bytes]:
    """A letter's heading and its parts, as its reader sees them."""
    read = message_from_bytes(letter, policy=policy.default)
    yield "\n".join(f"{name}: {value}" for name, value in read.items()).encode()
    for part in read.walk():
        if not part.is_multipart():
            yield part.get_payload(decode=True)  # type: ignore[misc]


def cells(desk: Desk) -> Iterator[tuple[str, str]]:
    """Every value of every table, by table and column."""
    with closing(sqlite3.connect(desk.data / "guichet.db", timeout=20)) as connection:
        connection.row_factory = sqlite3.Row
        tables = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table'"
        ).fetchall()
        for (table,) in tables:
            for row in connection.execute(f'SELECT * FROM "{table}"'):
                yield from ((f"{table}.{name}", str(row[name])) for name in row.keys())  # noqa: SIM118


def found(where: str, content: bytes) -> list[str]:
    """`where: kind` for each kind of identifier that is in there."""
    return [
        f"{where}: {kind}"
        for kind, forms in PLANTED.items()
        if any(form.encode() in content for form in forms)
    ]


if __name__ == "__main__":
    call(*sys.argv[1:])
