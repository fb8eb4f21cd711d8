"""What a letter says, read back as a mail program and a calendar read it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from actions.crm.embedded.notices import Notice
from actions.crm.letters import ics
from actions.crm.letters.letter import NoAddress, letter
from actions.crm.letters.links import link, ref_of, token_of
from actions.crm.letters.wording import LANGUAGES, texts
from actions.crm.records import Callback, CallbackStatus
from tests.actions.crm.samples import EMAIL, MONDAY, PHONE, at

CALLBACK = Callback(
    "R-7K4M2P", "ref", PHONE, at(15, 30), at(16), "ma facture", "support", "fr",
    CallbackStatus.BOOKED, "C-222222", "visitor-1", MONDAY, 3, EMAIL,
)  # fmt: skip
CANCELLED = replace(CALLBACK, status=CallbackStatus.CANCELLED)


def sent(kind: Notice, callback: Callback = CALLBACK) -> Any:
    made = letter(callback, kind, EMAIL, MONDAY)
    return message_from_bytes(made.as_bytes(), policy=default)


def part(message: EmailMessage, kind: str) -> str:
    return next(str(one.get_content()) for one in message.walk() if one.get_content_type() == kind)


def event(text: str | bytes) -> Any:
    return next(iter(Calendar.from_ical(text).walk("VEVENT")))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", Notice)
def test_every_letter_is_whole_in_both_languages(kind: Notice, language: str) -> None:
    told = replace(CANCELLED if kind is Notice.CANCELLED else CALLBACK, language=language)
    message = sent(kind, told)
    plain, page = part(message, "text/plain"), part(message, "text/html")
    assert message["Message-ID"] == f"<R-7K4M2P.{kind.value}.3@ormea.example>"
    assert "R-7K4M2P" in plain and "ma facture" in plain and "01 99 00 32 32" in plain
    assert f'<html lang="{language}">' in page and "<h1" in page
    assert (link("R-7K4M2P") in plain) is (kind is not Notice.CANCELLED)
    assert "{" not in plain + page.split("</head>")[1] and PHONE[4:] not in plain.replace(" ", "")


def test_the_hour_is_the_customers() -> None:
    assert "lundi 23 novembre à 15 h 30" in str(sent(Notice.CONFIRMED)["Subject"])
    english = sent(Notice.CONFIRMED, replace(CALLBACK, language="en"))
    assert "Monday 23 November at 3.30 pm" in part(english, "text/plain")


def test_a_letter_encloses_its_event_twice() -> None:
    message = sent(Notice.MOVED)
    files = [one for one in message.iter_attachments()]
    assert [one.get_filename() for one in files] == ["rappel.ics"]
    inside = [one for one in message.walk() if one.get_content_type() == "text/calendar"]
    assert len(inside) == 2 and {one.get_param("method") for one in inside} == {"PUBLISH"}
    assert {event(one.get_payload(decode=True))["SEQUENCE"] for one in inside} == {3}
    assert not [*sent(Notice.MISSED).iter_attachments()]


def test_an_event_is_read_back_by_a_calendar() -> None:
    read = Calendar.from_ical(ics.calendar(CALLBACK, "fr", MONDAY))
    found = event(read.to_ical())
    assert read["METHOD"] == "PUBLISH" and read["VERSION"] == "2.0" and read["PRODID"]
    assert (found["UID"], found["SEQUENCE"]) == ("R-7K4M2P@ormea.example", 3)
    assert found["STATUS"] == "CONFIRMED" and found["SUMMARY"] == "Rappel de Orméa"
    assert found["DTSTART"].dt == at(15, 30) and found["DTEND"].dt == at(16)
    assert found["DTSTART"].dt.tzinfo == timezone.utc or found[
        "DTSTART"
    ].dt.utcoffset() == timedelta(0)
    assert b"DTSTART:20261123T143000Z" in found.to_ical()
    assert found["DTSTAMP"].dt == MONDAY and found["ORGANIZER"] == "mailto:no-reply@ormea.example"
    assert link("R-7K4M2P") in found["DESCRIPTION"]
    [alarm] = found.walk("VALARM")
    assert alarm["TRIGGER"].dt == timedelta(minutes=-15)


def test_a_cancelled_event_takes_the_other_out_of_the_calendar() -> None:
    read = Calendar.from_ical(ics.calendar(CANCELLED, "fr", MONDAY))
    assert read["METHOD"] == "CANCEL" and event(read.to_ical())["STATUS"] == "CANCELLED"
    assert not read.walk("VALARM")


@given(st.text(max_size=400), st.integers(0, 10**6), st.sampled_from(LANGUAGES))
def test_any_subject_makes_an_event_that_is_read_back(
    reason: str, more: int, language: str
) -> None:
    callback = replace(CALLBACK, reason=reason, sequence=more)
    data = ics.calendar(callback, language, MONDAY)
    found = event(data)
    assert (found["UID"], found["SEQUENCE"]) == ("R-7K4M2P@ormea.example", more)
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert len(Calendar.from_ical(data).walk("VEVENT")) == 1


@given(st.datetimes(datetime(2000, 1, 1), datetime(2099, 1, 1), timezones=st.just(timezone.utc)))
def test_any_moment_comes_back_as_it_was(moment: datetime) -> None:
    start = moment.replace(microsecond=0)
    callback = replace(CALLBACK, start=start, end=start + timedelta(minutes=30))
    assert event(ics.calendar(callback, "fr", MONDAY))["DTSTART"].dt == start


@given(st.text(max_size=200))
def test_a_subject_can_neither_write_headers_nor_a_page(reason: str) -> None:
    callback = replace(CALLBACK, reason=f"\r\nBcc: a@b.fr\r\n\r\n<script>{reason}")
    message = sent(Notice.CONFIRMED, callback)
    assert message["Bcc"] is None and message["To"] == EMAIL
    assert "<script" not in part(message, "text/html")


@pytest.mark.parametrize(
    "address", ["a,b@exemple.fr", "a@b.fr\r\nBcc:c@d.fr", "<a@b.fr>", "x@[y.z", ""]
)
def test_what_is_no_address_makes_no_letter(address: str) -> None:
    with pytest.raises(NoAddress):
        letter(CALLBACK, Notice.CONFIRMED, address, MONDAY)


def test_both_languages_word_the_same() -> None:
    from string import Formatter

    french, english = texts("fr"), texts("en")
    assert set(french) == set(english)
    for name, text in french.items():
        fields = [{one[1] for one in Formatter().parse(t)} for t in (text, english[name])]
        assert fields[0] == fields[1], name


@pytest.mark.parametrize(
    "token",
    ["", "R-7K4M2P", "R-7K4M2P.", "R-7K4M2P." + "A" * 22, "../../etc/passwd",
     "r-7k4m2p." + "a" * 22, "R-7K4M2P." + "é" * 22, "\x00" * 31],
)  # fmt: skip
def test_a_token_that_is_not_ours_names_nothing(token: str) -> None:
    assert ref_of(token_of("R-7K4M2P")) == "R-7K4M2P"
    assert ref_of(token) is None


def test_a_subject_that_nobody_gave_leaves_no_empty_line() -> None:
    found = event(ics.calendar(replace(CALLBACK, reason=""), "fr", MONDAY))
    assert "Au sujet de" in event(ics.calendar(CALLBACK, "fr", MONDAY))["DESCRIPTION"]
    assert "Au sujet de" not in found["DESCRIPTION"] and "Référence" in found["DESCRIPTION"]
