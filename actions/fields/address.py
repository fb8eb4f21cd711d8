"""An e-mail address once it is written out: valid, or what is wrong with it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from actions.fields.words import listed

_VALID = re.compile(
    r"(?!\.)(?!.*\.\.)[a-z0-9._%+'\-]{1,64}(?<!\.)@"
    r"(?:[a-z0-9](?:[a-z0-9\-]{0,61}[a-z0-9])?\.){1,5}[a-z]{2,24}"
)
NO_ADDRESS = frozenset(
    listed(
        "est c'est mail email e-mail mel courriel adresse is it's address my mon ma voici voila"
        " oui yes non no to a"
        " par via sur by on the l' d' of send write envoyez ecrivez moi me bien so then ok ce sera"
        " serait"
        " vous nous je j' i bonjour hello hi et and ou or :"
    )
)


@dataclass(frozen=True)
class EmailReading:
    """`address` in lower case, or `problem`; both None when there is no address at all."""

    address: str | None = None
    problem: Literal["no_domain", "invalid"] | None = None


def checked(address: str) -> EmailReading:
    """The address without the spaces and the dots that a sentence adds to it."""
    tidy = address.replace(" ", "").rstrip(".-'")
    if _VALID.fullmatch(tidy) and len(tidy) <= 254:
        return EmailReading(tidy)
    return EmailReading(None, "invalid" if "." in tidy.partition("@")[2] else "no_domain")
