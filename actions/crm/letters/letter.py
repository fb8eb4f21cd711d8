"""One letter: plain text, the same as a simple page, and the event for a calendar."""

from __future__ import annotations

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from actions.crm.embedded.notices import Notice
from actions.crm.letters import ics
from actions.crm.letters.links import company_domain, link, sender
from actions.crm.letters.rendering import rendered
from actions.crm.letters.wording import said, texts, worded
from actions.crm.records import Callback
from bot.settings import settings

WITH_EVENT = frozenset(Notice) - {Notice.MISSED}
WITH_LINK = frozenset(Notice) - {Notice.CANCELLED}


class NoAddress(ValueError):
    """What was kept as an address cannot stand in a letter."""


def message_id(callback: str, kind: Notice, sequence: int) -> str:
    """The same for each attempt at one letter."""
    return f"<{callback}.{kind.value}.{sequence}@{company_domain()}>"


def letter(callback: Callback, kind: Notice, to: str, moment: datetime) -> EmailMessage:
    """A callback's letter, as it stands at this moment."""
    language = callback.language if callback.language in ("fr", "en") else "fr"
    values = {**said(callback, language), "link": link(callback.ref)}
    made = EmailMessage(policy=SMTP)
    made["Subject"] = worded(f"{kind.value}_subject", language, values)
    made["From"] = Address(settings().company_name, addr_spec=sender())
    made["To"] = _address(to)
    made["Date"] = format_datetime(moment)
    made["Message-ID"] = message_id(callback.ref, kind, callback.sequence)
    made["Content-Language"] = language
    made["Auto-Submitted"] = "auto-generated"
    _write(made, callback, kind, language, values)
    if kind in WITH_EVENT:
        _enclose(made, callback, language, moment)
    return made


def _address(to: str) -> Address:
    try:
        return Address(addr_spec=to)
    except Exception as error:  # its parser raises more kinds than it names
        raise NoAddress("no address") from error


def _write(
    made: EmailMessage, callback: Callback, kind: Notice, language: str, values: dict[str, str]
) -> None:
    lines = [worded(f"{kind.value}_text", language, values)]
    if callback.reason:
        lines.append(worded("about", language, values))
    manage = worded("manage", language, values) if kind in WITH_LINK else ""
    ends = [worded("closing", language, values), worded("why", language, values)]
    whole = [worded("hello", language, values), *lines, manage and f"{manage}\n{values['link']}"]
    made.set_content("\n\n".join(filter(None, [*whole, *ends])) + "\n", cte="quoted-printable")
    page = rendered(
        "letter.html", t=texts(language), language=language, title=made["Subject"], lines=lines,
        manage=manage, ends=ends, hello=whole[0], link=values["link"],
    )  # fmt: skip
    made.add_alternative(page, subtype="html", cte="quoted-printable")


def _enclose(made: EmailMessage, callback: Callback, language: str, moment: datetime) -> None:
    """For those who read it beside the text, and as a file for those who do not."""
    event = ics.calendar(callback, language, moment)
    params = {"method": ics.method(callback)}
    made.add_alternative(event.decode(), subtype="calendar", params=params, cte="base64")
    name = f"{texts(language)['file']}.ics"
    made.add_attachment(event, maintype="text", subtype="calendar", filename=name, params=params)
