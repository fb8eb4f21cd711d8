"""What a sentence is about when its values drown its words: a reference, a number and a time."""

from __future__ import annotations

import re

from actions.awaited import A_FEW_WORDS, awaited
from actions.fields import case_reference, email, phone, when
from actions.tasks import TASKS
from actions.turn import Turn
from bot.clock import now

STARTS = {"D-": "case_status_form", "R-": "reschedule_form"}
CALL = re.compile(r"\b(?:r?appel|joindre|call|ring|phone me|reach me)", re.IGNORECASE)
COMMENT = re.compile(
    r"\s*(?:(?:oui|yes|alors|euh|ok|please)\W+)*(?:ajoute[rz]?|dites|pr[ée]cise[rz]?|indique[rz]?"
    r"|mett(?:ez|re)|notez|add|tell them|say|mention|note|put)\b(?=\W+\w+\W+\w+)",
    re.IGNORECASE,
)
MAIL = re.compile(
    r"\b(?:envo[iy]\w*|recev\w*|re[çc]oi\w*|confirm\w*|par|un|la|send|sent|get|receive|by|via|an?)\b"
    r"[^.?!]*?\b(?:e-?mail|mail|courriel)\b|^\W*(?:e-?mail|mail) (?:it|me)\b",
    re.IGNORECASE,
)
NO_MAIL = re.compile(
    r"\b(?:pas|plus|sans|comment|pourquoi|quand|chang\w*|modif\w*|not?|don['’]t|without|how|why"
    r"|when|update)\b",
    re.IGNORECASE,
)
CALLS = ("callback_form", "action_talk_to_human")
HOW = re.compile(r"\b(?:comment|pourquoi|quand|combien|how|why|when|can i|puis-je)\b", re.I)
ORDERS = {
    "case_form": re.compile(
        r"\b(?:ouvr(?:ez|ir)|cr[ée]ez|d[ée]posez?r?|open|create|raise|log)(?:[- ]moi| me)?"
        r" (?:un|une|a|an) (?:\w+ )?(?:dossier|ticket|r[ée]clamation|case|complaint)\b",
        re.IGNORECASE,
    ),
    "callback_form": re.compile(
        r"\b(?:rappell?ez|appell?ez)[- ]moi\b|\b(?:call|ring|phone) me (?:back )?(?:on|at|tomorrow"
        r"|today|this|next|about|please|between|after|before|(?:mon|tues|wednes|thurs|fri"
        r"|satur)day)\b",
        re.IGNORECASE,
    ),
}
TALK = "action_talk_to_human"
PERSON = re.compile(
    r"\b(?:veux|voudrais|souhaite|parler|passez|want|like|talk|speak)\b(?:\W+[\w'’-]+){0,3}?\W+"
    r"(?:conseill[eè]re?|humain|quelqu['’]un|vraie personne|advis[eo]r|human|real person"
    r"|someone)\b",
    re.IGNORECASE,
)
A_SENTENCE = 8
LIKELY = 0.15


def task_named(turn: Turn) -> str | None:
    """The action that begins what a sentence full of values asks for; None when nothing does."""
    if turn.pressed:
        return None
    found = case_reference(turn.text, turn.language) or ""
    if form := STARTS.get(found[:2]):
        return form
    if offered := _taken(turn):
        return offered
    if ordered := _ordered(turn):
        return ordered
    if phone(turn.text, turn.language).number or email(turn.text, turn.language).address:
        return _likeliest(turn) or ("callback_form" if _is_a_callback(turn) else None)
    return None


def _taken(turn: Turn) -> str | None:
    """A bare number takes the call, or the comment's words the comment, that was just offered."""
    kind, what = awaited(turn)
    if kind != "offer":
        return None
    if what == "comment_form":
        return what if COMMENT.match(turn.text) else None
    if what == "callback_mail_form":
        return what if _takes_mail(turn) else None
    words = re.findall(r"[^\W\d_]+", turn.text)
    bare = len(words) <= A_FEW_WORDS or turn.intent == "inform"
    number = phone(turn.text, turn.language).number
    return what if what in CALLS and number and bare else None


def _takes_mail(turn: Turn) -> bool:
    """«Oui, par mail à …», «envoyez-moi un mail», or the bare address."""
    if NO_MAIL.search(turn.text):
        return False
    return bool(MAIL.search(turn.text) or email(turn.text, turn.language).address)


def _ordered(turn: Turn) -> str | None:
    """What is asked for outright, beside a problem told at length: «ouvrez un dossier, …»."""
    if HOW.search(turn.text):
        return None
    order = next((form for form, words in ORDERS.items() if words.search(turn.text)), None)
    return order or (TALK if wants_a_person(turn) else None)


def wants_a_person(turn: Turn) -> bool:
    """«Je veux un conseiller», at no other moment than now."""
    if turn.pressed or CALL.search(turn.text) or not PERSON.search(turn.text):
        return False
    return when(turn.text, turn.language, now()).precision in ("none", "asap")


def _likeliest(turn: Turn) -> str | None:
    """A number at the end of a sentence makes it look like a bare value: the next best reading."""
    if turn.intent not in ("inform", "out_of_scope") or len(turn.text.split()) < A_SENTENCE:
        return None
    likely = (TASKS[name] for name, how in turn.ranking if name in TASKS and how >= LIKELY)
    return next(likely, None)


def _is_a_callback(turn: Turn) -> bool:
    if turn.intent != "inform" and not CALL.search(turn.text):
        return False
    moment = when(turn.text, turn.language, now())
    return moment.precision != "none" and not moment.past
