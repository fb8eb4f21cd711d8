"""What visitors say of themselves stays where it is needed, and nowhere else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Desk
from tests.connectors.desk_life import Widget
from tests.faults.house import Person, names, rows, settled, socket

pytestmark = pytest.mark.desk
IBAN, CARD = "FR76 3000 6000 0112 3456 7890 189", "4111 1111 1111 1111"
EMAIL = "camille.durand@exemple.fr"


def forms(text: str) -> list[bytes]:
    """As typed, without spaces, and as digits that dial."""
    compact = text.replace(" ", "")
    international = "+33" + compact[1:] if compact.startswith("0") else compact
    return [one.encode() for one in {text, compact, international}]


def written(folder: Path) -> dict[Path, bytes]:
    return {
        path: path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "models" not in path.parts and "knowledge" not in path.parts
    }


def test_account_numbers_are_nowhere_and_phones_are_in_no_log(desk: Desk, person: Person) -> None:
    said = settled(desk, person.sender, f"mon IBAN est {IBAN} et ma carte {CARD}")
    assert "utter_masked" in names(said)
    settled(desk, person.sender, "mon adresse est " + EMAIL)
    person.asks(desk)
    assert "utter_callback_booked" in names(settled(desk, person.sender, "oui"))
    for path, content in written(desk.data).items():
        assert not [secret for secret in [*forms(IBAN), *forms(CARD)] if secret in content], path
        if path.suffix == ".log" or ".log." in path.name:
            found = [one for one in [*forms(person.phone), *forms(EMAIL)] if one in content]
            assert not found, f"{path}: {found}"


def test_older_turns_keep_no_phone_number(desk: Desk, person: Person) -> None:
    person.asks(desk)
    settled(desk, person.sender, "oui")
    settled(desk, person.sender, "merci")
    assert remembered(desk, person.sender, person.phone) == []


async def test_a_form_that_was_sent_leaves_no_phone_number_either(
    desk: Desk, person: Person
) -> None:
    values = {"phone": person.phone, "date": "2026-11-27", "time": "11:00", "reason": "facture"}
    async with socket(desk) as opened:
        widget = Widget(opened)
        welcome = await widget.hello(language="fr")
        await widget.send(type="form", id="m1", form="callback", values=values)
        replies = await widget.until("replies", "m1", seconds=30)
        assert "utter_confirm_callback" in names(replies["replies"])
        await widget.say("m2", "oui")
        await widget.until("replies", "m2", seconds=30)
        await widget.say("m3", "merci")
        await widget.until("replies", "m3", seconds=30)
    assert remembered(desk, welcome["conversation"], person.phone) == []


def remembered(desk: Desk, sender: str, phone: str) -> list[str]:
    """What was said in a conversation, as far as the dialogue still knows it, with that number."""
    ((state,),) = rows(desk, "SELECT state FROM conversations WHERE sender = ?", sender)
    said = [event for event in json.loads(state) if event["event"] in ("user", "bot")]
    assert said
    events = [json.dumps(event, ensure_ascii=False) for event in said]
    phones = [form.decode() for form in forms(phone)]
    return [event for event in events if any(phone in event for phone in phones)]


def test_the_last_words_are_repeated_as_they_were_said(desk: Desk, person: Person) -> None:
    person.asks(desk)
    said = settled(desk, person.sender, "pouvez-vous répéter ?")
    assert any(person.phone in one["text"] for one in said)


def test_logs_say_what_happened_as_json(desk: Desk) -> None:
    for process in ("gateway", "dialogue"):
        lines = (desk.data / "logs" / f"{process}.log").read_text(encoding="utf-8").splitlines()
        assert all(json.loads(line)["process"] == process for line in lines) and lines
