"""Letters to a mail server under TLS: trusted, unknown, of another name, and without it."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from actions.crm.letters.carriers import NotNow, Smtp
from tests.actions.crm.letters.mail_server import MailServer, mail_server
from tests.actions.crm.letters.test_postman import a_letter


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> trustme.CA:
    """An authority that this machine trusts."""
    made = trustme.CA()
    made.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    return made


@pytest.fixture
def mail() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


def certified(mail: MailServer, authority: trustme.CA, name: str, smtps: bool) -> None:
    mail.safe = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(mail.safe)
    mail.smtps = smtps


def by(mail: MailServer, smtps: bool) -> Smtp:
    place = f"user:s3cr3t@127.0.0.1:{mail.port}"
    return Smtp.of(f"smtps://{place}" if smtps else f"smtp://{place}?starttls=1", timeout=5)


@pytest.mark.parametrize("smtps", [True, False], ids=["smtps", "starttls"])
def test_a_letter_and_the_password_go_under_tls(
    mail: MailServer, authority: trustme.CA, smtps: bool
) -> None:
    certified(mail, authority, "127.0.0.1", smtps)
    by(mail, smtps).carry(a_letter(), "x")
    assert len(mail.received) == 1 and len(mail.logins) == 1
    assert mail.under_tls == {"AUTH", "MAIL", "RCPT", "DATA"}


@pytest.mark.parametrize("smtps", [True, False], ids=["smtps", "starttls"])
@pytest.mark.parametrize("name", ["127.0.0.1", "mail.other.example"])
def test_a_server_that_cannot_prove_its_name_gets_nothing(
    mail: MailServer, authority: trustme.CA, smtps: bool, name: str
) -> None:
    whose = trustme.CA() if name == "127.0.0.1" else authority
    certified(mail, whose, name, smtps)
    with pytest.raises(NotNow, match="certificate: "):
        by(mail, smtps).carry(a_letter(), "x")
    assert mail.received == [] and mail.logins == []


def test_a_server_without_starttls_is_told_no_password(mail: MailServer) -> None:
    with pytest.raises(NotNow, match="no STARTTLS"):
        by(mail, smtps=False).carry(a_letter(), "x")
    assert mail.received == [] and mail.logins == []
