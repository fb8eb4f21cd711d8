"""What a visitor tells of a case: the problem, the reference, a word to add."""

from __future__ import annotations

import re

from actions.fields import case_reference, without_particulars
from actions.form_fields import NOTHING, Read
from actions.readers import free_text
from actions.turn import Turn
from actions.values_alone import COMMENT

ENOUGH_TO_TELL = 5
ONLY_NAMED = re.compile(
    r"(?:(?:un|une|le|la|mon|ma|a|an|the|my|some|another|autre|petite?|short|quick)\W+)*"
    r"(?:commentaires?|comments?|mots?|words?|messages?|notes?|pr[ée]cisions?|infos?|informations?"
    r"|d[ée]tails?|chose|something|quelque chose)"
    r"(?:\W+(?:au|[àa] (?:mon|ce)|to (?:the|my|this|it)|dossier|case|ticket|svp|please))*\W*",
    re.IGNORECASE,
)
REQUEST = re.compile(
    r"\b(?:bonjour|bonsoir|salut|hello|hi|hey|good (?:morning|afternoon)|s['’]il (?:vous"
    r"|te) pla[iî]t"
    r"|svp|please|merci(?: d['’]avance)?|thank(?:s| you)|euh|um|alors|donc|je|j['’]|i|i['’]d|me"
    r"|m['’]"
    r"|to|a|an|the|for|pour|de|un[e]?|voudrais|veux|souhaite(?:rais)?|aimerais|want|would|like|need"
    r"|can|could|you|pouvez|vous|faut|vouloir|ouvr\w*|cr[ée]e[rz]?|open\w*|d[ée]pos\w*|signal\w*"
    r"|report|fair\w*|make|dossiers?|r[ée]clamations?|tickets?|plaintes?|complaints?|cases?"
    r"|demandes?)\b",
    re.IGNORECASE,
)


def read_description(turn: Turn, asked: bool) -> Read:
    """The problem; a long first sentence already tells it."""
    if turn.form and not turn.requested and not turn.pressed and _tells(turn.text):
        return Read({"case_description": turn.text.strip()[:1500]})
    return free_text("case_description")(turn, asked)


def _tells(text: str) -> bool:
    """Whether a first sentence says more than that a case is wanted, and by whom."""
    rest = REQUEST.sub(" ", without_particulars(text))
    return len(re.findall(r"[^\W\d_]+", rest)) >= ENOUGH_TO_TELL


def read_case_ref(turn: Turn, asked: bool) -> Read:
    found = case_reference(turn.text, turn.language, "D" if asked else "")
    return Read({"case_ref": found}) if found and found.startswith("D-") else NOTHING


def read_comment(turn: Turn, asked: bool) -> Read:
    """What to add; «ajoutez que…» already says it."""
    if turn.form and not turn.requested and not turn.pressed:
        said = COMMENT.match(turn.text)
        told = re.sub(r"^\W*(?:que|qu['’]|that)?\W*", "", turn.text[said.end() :]) if said else ""
        tells = told and not ONLY_NAMED.fullmatch(told)
        return Read({"comment": told[:1500]}) if tells else NOTHING
    return free_text("comment")(turn, asked)
