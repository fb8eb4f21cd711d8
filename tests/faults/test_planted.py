"""What people say of themselves stays in the CRM alone, and leaves it when it is erased."""

from __future__ import annotations

import gzip
import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from tests.conftest import ROOT, Desk, new_desk
from tests.faults.house import names, settled

pytestmark = pytest.mark.desk
PHONE, EMAIL, NAME = "06 39 98 77 21", "apolline.kervella@exemple.fr", "Apolline Kervella"
IBAN, CARD, NIR = (
    "FR76 3000 6000 0112 3456 7890 189",
    "4111 1111 1111 1111",
    "2 85 05 78 006 084 34",
)
ADDRESS = "17 rue des Mimosas 35000 Rennes"
FRIDAY = "2026-11-27T10:00:00+01:00"
PLANTED = {
    "phone": (PHONE, PHONE.replace(" ", ""), "+33639987721"),
    "email": (EMAIL,),
    "name": (NAME, NAME.lower(), "Kervella", "kervella"),
    "iban": (IBAN, IBAN.replace(" ", "")),
    "card": (CARD, CARD.replace(" ", "")),
    "nir": (NIR, NIR.replace(" ", "")),
    "address": (ADDRESS, "rue des Mimosas"),
}
NOT_OURS = {"models", "audio", "knowledge"}  # weights, fixed sentences, articles


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk at which one person has told everything, and which was then closed."""
    made = new_desk(tmp_path_factory.mktemp("planted"))
    made.start("dialogue", "gateway")
    try:
        made.wait_ready()
        told(made)
        yield made
    finally:
        made.stop()


def told(desk: Desk) -> None:
    one = "planted-1"
    settled(desk, one, f"je m'appelle {NAME}, mon adresse est {ADDRESS} et mon mail {EMAIL}")
    settled(desk, one, f"mon IBAN est {IBAN}, ma carte {CARD}, ma sécu {NIR}")
    settled(desk, one, f"quelle est la recette du cassoulet de {NAME} au {PHONE}")
    answered = settled(desk, one, "ma box clignote rouge")
    (down,) = [
        button["payload"]
        for reply in answered
        for button in reply.get("buttons") or ()
        if button["title"] == "Non"
    ]
    assert "utter_rated_down" in names(settled(desk, one, down))
    asks_for_a_callback(desk, "planted-2")
    opens_a_case(desk, "planted-3")
    asks_for_a_copy(desk, "planted-4")


def asks_for_a_callback(desk: Desk, sender: str) -> None:
    said = settled(desk, sender, f"rappelez-moi demain à 11 h au {PHONE}, c’est pour ma facture")
    assert "utter_confirm_callback" in names(said)
    assert "utter_callback_booked" in names(settled(desk, sender, "oui"))


def opens_a_case(desk: Desk, sender: str) -> None:
    goes_through(desk, sender, "je veux ouvrir un dossier", "utter_case_opened")


def asks_for_a_copy(desk: Desk, sender: str) -> None:
    goes_through(desk, sender, "je veux une copie de mes données", "utter_export_recorded")


def goes_through(desk: Desk, sender: str, first: str, last: str) -> None:
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


def command(desk: Desk, *words: str, **more: str) -> tuple[int, Any]:
    asked = [sys.executable, "-c", "from connectors.privacy.commands import app; app()", *words]
    done = subprocess.run(
        asked, cwd=ROOT, env={**desk.environment, **more}, capture_output=True, timeout=120
    )
    return done.returncode, json.loads(done.stdout)


def checkpointed(desk: Desk) -> None:
    with closing(sqlite3.connect(desk.data / "guichet.db", timeout=20)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def files(desk: Desk) -> Iterator[tuple[str, bytes]]:
    for path in sorted(desk.data.rglob("*")):
        parts = path.relative_to(desk.data).parts
        if parts[0] in NOT_OURS or not path.is_file():
            continue
        content = path.read_bytes()
        yield "/".join(parts), gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content


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
    return [
        f"{where}: {kind}"
        for kind, forms in PLANTED.items()
        if any(form.encode() in content for form in forms)
    ]


def in_tables(desk: Desk) -> set[str]:
    return {one for where, value in cells(desk) for one in found(where, value.encode())}


def test_no_file_but_the_database_knows_them(lived: Desk) -> None:
    checkpointed(lived)
    others = [
        (where, content) for where, content in files(lived) if not where.startswith("guichet.db")
    ]
    assert len(others) >= 4
    assert [one for where, content in others for one in found(where, content)] == []


def test_the_inbox_holds_what_was_asked_without_who_asked(lived: Desk) -> None:
    asked = [value for where, value in cells(lived) if where == "questions.text"]
    assert "quelle est la recette du cassoulet de [name] au [phone]" in asked


def test_what_nobody_may_keep_is_in_no_byte_of_it(lived: Desk) -> None:
    checkpointed(lived)
    everything = [one for where, content in files(lived) for one in found(where, content)]
    assert everything and not [
        one for one in everything if one.rpartition(": ")[2] in ("iban", "card", "nir", "address")
    ]


def test_after_its_two_days_the_database_has_them_in_the_crm_alone(lived: Desk) -> None:
    code, rows = command(lived, "retention", "--json", GUICHET_NOW=FRIDAY)
    assert code == 0 and {row["kind"]: row["records"] for row in rows}["answers masked"] > 0
    left = in_tables(lived)
    assert "crm_cases.subject: name" in left
    assert all(one.startswith("crm_") for one in left), left
    kept = {one.rpartition(": ")[2] for one in left}
    assert kept == {"phone", "email", "name"}


def test_the_desk_goes_on_and_an_erasure_leaves_nothing_anywhere(lived: Desk) -> None:
    for who in (PHONE, EMAIL):
        code, receipt = command(lived, "erase", who, "--json")
        assert code == 0, receipt
        assert receipt["left"] == [] and receipt["stores"]["crm"] > 0
    assert in_tables(lived) == set()
    assert [one for where, content in files(lived) for one in found(where, content)] == []
    assert settled(lived, "planted-5", "ma box clignote rouge")
