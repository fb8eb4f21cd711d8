"""What the callers of the voice benchmark say, with the pauses that they make."""

from __future__ import annotations

from dataclasses import dataclass

QUESTIONS = (
    ("fr", "Bonjour, ma box clignote en rouge depuis ce matin."),
    ("fr", "Ma facture est plus élevée que d’habitude, pourquoi ?"),
    ("fr", "Comment faire pour garder mon numéro en changeant d’opérateur ?"),
    ("en", "My internet connection is very slow this evening."),
    ("en", "How do I get a copy of my last invoice?"),
)


@dataclass(frozen=True)
class Step:
    """A caller's turn in a task, and the response or slot that the desk goes on with.

    The last one makes the desk write to the CRM.
    """

    text: str
    leads_to: str
    with_crm: bool = False


BOOKING = (
    Step("Je voudrais être rappelé demain à onze heures, pour ma facture.", "phone"),
    Step("zéro six, douze, trente-quatre, cinquante-six, soixante-dix-huit", "confirmed"),
    Step("Oui, c’est ça.", "utter_callback_booked", with_crm=True),
)


@dataclass(frozen=True)
class Interrupter:
    """Somebody who speaks over the desk, in a voice (and at a pitch) that is not the desk's."""

    text: str
    voice: str
    pitch: float = 1.0


LONG_ANSWER = QUESTIONS[0]
INTERRUPTERS = (
    Interrupter("Attendez, attendez, ce n’est pas ça du tout.", "fr-FR", 0.75),
    Interrupter("Non mais excusez-moi, je voulais dire autre chose.", "fr-FR", 1.5),
    Interrupter("Sorry, hold on, that is not what I meant.", "en-GB"),
)
RATES = (8_000, 16_000)

PAUSES = (0.3, 0.5, 0.7, 0.9, 1.2)


@dataclass(frozen=True)
class Broken:
    """A sentence with a pause in it. `first` is said in a turn before, so that it is asked for."""

    kind: str
    language: str
    before: str
    after: str
    first: str = ""


CALLED_BACK = {"fr": "Je voudrais être rappelé.", "en": "I would like a call back."}
BROKEN = (
    Broken("sentence", "fr", "Bonjour, j’appelle", "parce que ma box ne marche plus."),
    Broken("hesitation", "en", "Hello, I would like to, um", "change my contract."),
    Broken("number", "fr", "zéro six douze, trente-quatre", "cinquante-six, soixante-dix-huit.",
           CALLED_BACK["fr"]),
    Broken("hesitant number", "fr", "C’est le zéro six, euh",
           "douze, trente-quatre, cinquante-six, soixante-dix-huit.", CALLED_BACK["fr"]),
    Broken("number", "en", "oh six twelve, thirty-four", "fifty-six, seventy-eight.",
           CALLED_BACK["en"]),
)  # fmt: skip
LOADS = (1, 2, 4, 8, 12)
