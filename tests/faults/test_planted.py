"""What people say of themselves stays in the CRM alone, and leaves it when it is erased."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from tests.conftest import ROOT, Desk
from tests.faults.house import settled
from tests.faults.planted import (
    EMAIL,
    PHONE,
    cells,
    checkpointed,
    files,
    found,
    own_desk,
    told,
)

pytestmark = pytest.mark.desk
FRIDAY = "2026-11-27T10:00:00+01:00"


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk at which one person has told everything, and which was then closed."""
    made = own_desk(tmp_path_factory.mktemp("planted"))
    made.start("dialogue", "gateway")
    try:
        made.wait_ready()
        told(made)
        yield made
    finally:
        made.stop()


def command(desk: Desk, *words: str, **more: str) -> tuple[int, Any]:
    asked = [sys.executable, "-c", "from connectors.privacy.commands import app; app()", *words]
    done = subprocess.run(
        asked, cwd=ROOT, env={**desk.environment, **more}, capture_output=True, timeout=120
    )
    return done.returncode, json.loads(done.stdout)


def in_tables(desk: Desk) -> set[str]:
    return {one for where, value in cells(desk) for one in found(where, value.encode())}


def test_the_telephone_and_the_postman_were_there(lived: Desk) -> None:
    """What is looked through below holds a call's log, a letter, and articles."""
    there = {where for where, _ in files(lived)}
    assert "logs/voice.log" in there and "logs/gateway.log" in there
    assert [one for one in there if one.startswith("letters/")]
    assert [one for one in there if one.startswith("knowledge/")]
    assert [value for where, value in cells(lived) if value.startswith("call-")]


def test_no_file_but_the_database_and_the_letters_knows_them(lived: Desk) -> None:
    """A letter says to whom it goes, and no more than that of them."""
    checkpointed(lived)
    others = [one for one in files(lived) if not one[0].startswith("guichet.db")]
    named = [one for where, content in others for one in found(where, content)]
    assert [one for one in named if not one.startswith("letters/")] == []
    assert {one.rpartition(": ")[2] for one in named} == {"email", "name"}  # in the address


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
