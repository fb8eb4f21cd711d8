"""A desk that books a callback or sends its letter, and is killed at once."""

from __future__ import annotations

import os
import signal
import sys
from email.message import EmailMessage

from actions.crm.embedded import EmbeddedCrm
from actions.crm.letters.carriers import Smtp
from tests.actions.crm.conftest import OfficeHours, run
from tests.actions.crm.letters.conftest import Office
from tests.actions.crm.samples import EMAIL, a_callback, at


class Killing:
    """Takes the letter away, and does not come back to say so."""

    def __init__(self, url: str) -> None:
        self._server = Smtp.of(url)

    def carry(self, letter: EmailMessage, name: str) -> None:
        self._server.carry(letter, name)
        os.kill(os.getpid(), signal.SIGKILL)


def main(url: str, when: str, mail: str) -> None:
    if when == "write":
        crm = EmbeddedCrm(url, OfficeHours(), timeout=30)
        run(crm.book_callback(a_callback(email=EMAIL, start=at(15))))
        os.kill(os.getpid(), signal.SIGKILL)
    Office(url).goes_round(Killing(mail))


if __name__ == "__main__":
    main(*sys.argv[1:])
