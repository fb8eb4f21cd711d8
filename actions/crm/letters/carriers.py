"""How a letter leaves the house: by SMTP, or into a folder."""

from __future__ import annotations

import os
import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol
from urllib.parse import parse_qs, unquote, urlsplit

from bot.settings import Settings

TIMEOUT = 20.0  # seconds that one answer of a mail server may take


class NotNow(Exception):
    """It may go later."""


class Never(Exception):
    """The mail server will not take this letter, whenever it is tried."""


class Carrier(Protocol):
    def carry(self, letter: EmailMessage, name: str) -> None:
        """Take it away; raises `NotNow` or `Never`, whose messages name nobody."""


@dataclass(frozen=True)
class Smtp:
    """A mail server; its password is shown nowhere."""

    host: str
    port: int
    user: str
    secret: str
    encrypted: bool
    starttls: bool
    timeout: float = TIMEOUT

    def __repr__(self) -> str:
        return f"Smtp({self.host}:{self.port})"

    @property
    def tells_its_secret(self) -> bool:
        """Whether the password crosses a network unencrypted."""
        near = self.host in ("localhost", "127.0.0.1", "::1")
        return bool(self.user) and not (self.encrypted or self.starttls or near)

    @classmethod
    def of(cls, url: str, timeout: float = TIMEOUT) -> Smtp:
        place = urlsplit(url)
        encrypted = place.scheme == "smtps"
        starttls = parse_qs(place.query).get("starttls", ["0"])[-1] not in ("0", "false", "no")
        user, secret = unquote(place.username or ""), unquote(place.password or "")
        port = place.port or (465 if encrypted else 587 if starttls else 25)
        return cls(place.hostname or "", port, user, secret, encrypted, starttls, timeout)

    def carry(self, letter: EmailMessage, name: str) -> None:
        try:
            self._sent(letter)
        except smtplib.SMTPRecipientsRefused as refused:
            raise _meant(max(code for code, _ in refused.recipients.values())) from None
        except smtplib.SMTPDataError as refused:
            raise _meant(refused.smtp_code) from None
        except smtplib.SMTPNotSupportedError as refused:
            raise Never("not supported by the mail server") from refused
        except ssl.SSLCertVerificationError as refused:
            raise NotNow(f"certificate: {refused.verify_message}"[:200]) from None
        except smtplib.SMTPResponseException as refused:  # who we are, not this letter
            raise NotNow(f"SMTP {refused.smtp_code}") from None
        except (OSError, smtplib.SMTPException, ValueError) as error:
            raise NotNow(type(error).__name__) from None

    def _sent(self, letter: EmailMessage) -> None:
        server = self._connected()
        try:
            if self.starttls:
                _encrypt(server)
            if self.user:
                server.login(self.user, self.secret)
            server.send_message(letter)
        finally:
            with suppress(OSError, smtplib.SMTPException):
                server.quit()

    def _connected(self) -> smtplib.SMTP:
        if self.encrypted:
            safe = ssl.create_default_context()
            return smtplib.SMTP_SSL(self.host, self.port, timeout=self.timeout, context=safe)
        return smtplib.SMTP(self.host, self.port, timeout=self.timeout)


def _encrypt(server: smtplib.SMTP) -> None:
    """Speak under TLS from here; raises `NotNow` where the server cannot: no letter is to blame."""
    try:
        server.starttls(context=ssl.create_default_context())
    except smtplib.SMTPNotSupportedError:
        raise NotNow("no STARTTLS") from None


def _meant(code: int) -> Exception:
    return Never(f"SMTP {code}") if code >= 500 else NotNow(f"SMTP {code}")


@dataclass(frozen=True)
class Folder:
    """Letters as files that any mail program opens; the same letter is the same file."""

    path: Path

    def carry(self, letter: EmailMessage, name: str) -> None:
        try:
            self._written(letter, name)
        except OSError as error:
            raise NotNow(type(error).__name__) from None

    def _written(self, letter: EmailMessage, name: str) -> None:
        self.path.mkdir(parents=True, exist_ok=True)
        draft = self.path / f".{name}.{os.getpid()}"
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(letter.as_bytes())
        draft.replace(self.path / f"{name}.eml")


def folder(data: Path) -> Path:
    return data / "letters"


def file_name(day: datetime, ref: str, sequence: int, suffix: str = "") -> str:
    return "-".join(filter(None, [f"{day:%Y-%m-%d}", ref, str(sequence), suffix]))


def carrier(chosen: Settings) -> Carrier:
    return Smtp.of(chosen.smtp_url) if chosen.smtp_url else Folder(folder(chosen.data_dir))
