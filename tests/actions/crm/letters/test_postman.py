"""The postman, before real mail servers that take, refuse, dawdle and fall silent."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from actions.crm.embedded import EmbeddedCrm
from actions.crm.letters.carriers import Folder, NotNow, Smtp, carrier
from actions.crm.letters.findings import findings
from actions.crm.letters.postman import FIRST_PAUSE, PATIENCE
from actions.crm.outbox.round import round_of
from bot import database
from bot.clock import machine_time
from bot.database import engine
from bot.settings import Settings, settings
from tests.actions.crm.conftest import run
from tests.actions.crm.letters.conftest import Office
from tests.actions.crm.letters.mail_server import MailServer
from tests.actions.crm.samples import EMAIL, a_callback, at

Clock = Callable[[datetime], None]


@pytest.fixture
def booked(crm: EmbeddedCrm) -> str:
    return run(crm.book_callback(a_callback(email=EMAIL, start=at(15)))).ref


def test_a_letter_is_sent_once(office: Office, booked: str, mail: MailServer, smtp: Smtp) -> None:
    assert office.goes_round(smtp) == 1
    assert office.goes_round(smtp) == 0
    [letter] = mail.received
    assert (
        letter["To"] == EMAIL and letter["From"].addresses[0].addr_spec == "no-reply@ormea.example"
    )
    assert mail.recipients == [f"RCPT TO:<{EMAIL}>"] or f"rcpt TO:<{EMAIL}>" in mail.recipients
    assert office.kinds() == [("confirmed", 0, "sent"), ("reminder", 0, "waiting")]
    assert office.told == [("confirmed", "sent")]


def test_a_reminder_goes_when_it_is_due(
    office: Office, booked: str, mail: MailServer, smtp: Smtp, clock: Clock
) -> None:
    office.goes_round(smtp)
    clock(at(13, 59))
    assert office.goes_round(smtp) == 0
    clock(at(14))
    assert office.goes_round(smtp) == 1
    assert mail.received[-1]["Message-ID"] == f"<{booked}.reminder.0@ormea.example>"


def test_what_is_not_true_any_more_is_not_sent(
    crm: EmbeddedCrm, office: Office, booked: str, mail: MailServer, smtp: Smtp, clock: Clock
) -> None:
    run(crm.move_callback(booked, at(16), "move"))
    office.goes_round(smtp)
    assert [one["Subject"] for one in mail.received] == [
        "Votre rappel est déplacé : lundi 23 novembre à 16 h"
    ]
    clock(at(17))
    office.goes_round(smtp)
    assert office.kinds()[-1] == ("reminder", 1, "not true any more") and len(mail.received) == 1


@pytest.mark.parametrize(
    ("step", "answer"),
    [("RCPT", "451 try later"), ("END", "452 full"), ("DATA", "421 going down"),
     ("MAIL", "550 who are you"), ("AUTH", "535 no"), ("MAIL", "451 busy")],
)  # fmt: skip
def test_a_server_that_is_busy_is_asked_again(
    office: Office, booked: str, mail: MailServer, step: str, answer: str
) -> None:
    smtp = Smtp.of(f"smtp://user:s%40cret@127.0.0.1:{mail.port}")
    mail.answers[step] = [answer] * (2 if step == "AUTH" else 1)
    before = machine_time()
    assert office.goes_round(smtp) == 1 and mail.received == []
    [one, _] = office.letters()
    assert one["tries"] == 1 and one["problem"] == f"SMTP {answer[:3]}"
    assert (one["next_at"] - before).total_seconds() >= FIRST_PAUSE
    assert office.goes_round(smtp) == 0  # not yet
    office.tired_of_waiting()
    assert office.goes_round(smtp) == 1
    assert [one["Message-ID"] for one in mail.received] == [f"<{booked}.confirmed.0@ormea.example>"]
    assert office.told == [("confirmed", "later"), ("confirmed", "sent")]


@pytest.mark.parametrize(("step", "answer"), [("RCPT", "550 nobody"), ("END", "554 no")])
def test_a_letter_that_is_refused_for_good_is_given_up(
    office: Office, booked: str, mail: MailServer, smtp: Smtp, step: str, answer: str
) -> None:
    mail.answers[step] = [answer]
    office.goes_round(smtp)
    office.tired_of_waiting()
    assert office.goes_round(smtp) == 0
    assert office.kinds()[0] == ("confirmed", 0, f"SMTP {answer[:3]}") and mail.received == []
    assert office.told == [("confirmed", "given_up")]


def test_pauses_grow_and_patience_ends(office: Office, booked: str) -> None:
    nowhere = Smtp.of("smtp://127.0.0.1:1")
    pauses = []
    for _ in range(PATIENCE - 1):
        before = machine_time()
        office.goes_round(nowhere)
        pauses.append((office.letters()[0]["next_at"] - before).total_seconds() // FIRST_PAUSE)
        office.tired_of_waiting()
    assert pauses[:3] == [1, 2, 4] and pauses[-1] == 240 and pauses == sorted(pauses)
    office.goes_round(nowhere)
    assert office.kinds()[0] == ("confirmed", 0, "given up: ConnectionRefusedError")


def test_a_server_that_says_nothing_is_left(office: Office, booked: str, mail: MailServer) -> None:
    mail.silent = True
    office.goes_round(Smtp.of(mail.url, timeout=0.2))
    [one, _] = office.letters()
    assert one["problem"] in ("TimeoutError", "SMTPServerDisconnected") and one["next_at"]


def test_a_secret_is_shown_nowhere(mail: MailServer) -> None:
    url = f"smtp://user:s3cr3t@127.0.0.1:{mail.port}"
    server = carrier(Settings(smtp_url=url))
    assert isinstance(server, Smtp) and server.secret == "s3cr3t"
    assert "s3cr3t" not in repr(server)
    mail.answers["AUTH"] = ["535 s3cr3t", "535 s3cr3t"]
    with pytest.raises(NotNow) as refused:
        server.carry(a_letter(), "x")
    assert "s3cr3t" not in str(refused.value)


@pytest.mark.parametrize(
    ("url", "port", "safe", "starttls"),
    [("smtp://mail", 25, False, False), ("smtp://mail?starttls=1", 587, False, True),
     ("smtps://mail", 465, True, False), ("smtp://u:p@mail:2525", 2525, False, False)],
)  # fmt: skip
def test_an_address_of_a_server(url: str, port: int, safe: bool, starttls: bool) -> None:
    read = Smtp.of(url)
    assert (read.port, read.encrypted, read.starttls) == (port, safe, starttls)


@pytest.mark.parametrize("url", ["mail.example", "http://mail", "smtp://", "smtp:mail"])
def test_what_is_no_server_is_refused_at_once(url: str) -> None:
    with pytest.raises(ValueError, match="GUICHET_SMTP_URL"):
        Settings(smtp_url=url)


@pytest.mark.parametrize(
    ("environment", "url", "state", "well"),
    [
        ("demo", "", "into files in", True),
        ("production", "", "into files in", False),
        ("production", "smtps://desk:s3cr3t@mail.example", "by SMTP to mail.example:465", True),
        ("demo", "smtp://desk:s3cr3t@mail.example", "in the clear", False),
        ("demo", "smtp://desk:s3cr3t@localhost", "by SMTP to localhost:25", True),
    ],
)
def test_an_examination_says_how_letters_go(
    monkeypatch: pytest.MonkeyPatch, environment: str, url: str, state: str, well: bool
) -> None:
    for name, value in {
        "ENVIRONMENT": environment,
        "SMTP_URL": url,
        "API_TOKEN": "t" * 32,
        "SECRET": "s" * 32,
    }.items():
        monkeypatch.setenv(f"GUICHET_{name}", value)
    settings.cache_clear()
    database.engine.cache_clear()
    database.migrate()
    [(thing, found, is_well, advice)] = findings()
    assert (thing, is_well, bool(advice)) == ("letters", well, not well)
    assert state in found and "0 waiting" in found and "s3cr3t" not in found


def test_without_a_server_letters_are_files(
    office: Office, booked: str, tmp_path: Path, crm: EmbeddedCrm, clock: Clock
) -> None:
    folder = Folder(tmp_path / "letters")
    office.goes_round(folder)
    clock(at(14))
    office.goes_round(folder)
    run(crm.cancel_callback(booked))
    office.goes_round(folder)
    names = sorted(path.name for path in folder.path.iterdir())
    assert names == [f"2026-11-23-{booked}-0-reminder.eml", f"2026-11-23-{booked}-0.eml",
                     f"2026-11-23-{booked}-1.eml"]  # fmt: skip
    assert (folder.path / names[0]).stat().st_mode & 0o777 == 0o600


def test_one_process_goes_round_at_a_time(
    office: Office, booked: str, mail: MailServer, smtp: Smtp
) -> None:
    other = round_of(engine(office.url), "postman")
    assert other.held()
    assert office.goes_round(smtp) == 0 and mail.received == []
    other.leave()
    assert office.goes_round(smtp) == 1


def test_the_courier_and_the_postman_do_not_wait_for_each_other(office: Office) -> None:
    rounds = [round_of(engine(office.url), who) for who in ("courier", "postman")]
    assert all(one.held() for one in rounds)
    for one in rounds:
        one.leave()


def test_a_killed_desk_loses_no_letter(sqlite_url: str, mail: MailServer, tmp_path: Path) -> None:
    """Killed just after it wrote, and again just after the mail server took the letter."""
    office = Office(sqlite_url)
    _killed(sqlite_url, "write", mail.url)
    assert office.kinds()[0] == ("confirmed", 0, "waiting")
    _killed(sqlite_url, "send", mail.url)
    assert office.kinds()[0] == ("confirmed", 0, "waiting") and len(mail.received) == 1
    office.goes_round(Smtp.of(mail.url))
    assert office.kinds()[0] == ("confirmed", 0, "sent")
    assert len({one["Message-ID"] for one in mail.received}) == 1 and len(mail.received) == 2


def _killed(url: str, when: str, mail: str) -> None:
    command = [sys.executable, "-m", "tests.actions.crm.letters.killed", url, when, mail]
    ended = subprocess.run(command, env={**os.environ}, timeout=120)
    assert ended.returncode == -signal.SIGKILL


def a_letter() -> Any:
    from actions.crm.embedded.notices import Notice
    from actions.crm.letters.letter import letter
    from tests.actions.crm.letters.test_letters import CALLBACK

    return letter(CALLBACK, Notice.CONFIRMED, EMAIL, at(9))
