"""Turns a written reply into what a voice should say.

Nothing that is only for the eye is left (Markdown, links, emoji, digits), and what comes out
comes out again unchanged.
"""

from __future__ import annotations

import re

from connectors.voice.speakable_contacts import contacts, short_numbers
from connectors.voice.speakable_letters import abbreviations, acronyms
from connectors.voice.speakable_markup import plain
from connectors.voice.speakable_moments import dates, times
from connectors.voice.speakable_numbers import numbers, ordinals, ranges
from connectors.voice.speakable_quantities import amounts, units
from connectors.voice.speakable_words import Words, spoken_words

LONGEST = 5000
NUMBERED = re.compile(r"\b[Nn](?:°|º|os?\.) ?(?=\d)")
CODED = re.compile(r"[*#]+\d[\d*#]*#")
JOINED = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")
ENDED = re.compile(r"(?<=\d)\.(?=[^\W\d_])")  # « 0.fr », once « zéro », must not look like a site
PAUSED = re.compile(r"\s*[()\[\]{}|]\s*|\s+[-–—]+\s+|\s*[→⇒›>—–]+\s*")
STOPS = re.compile(r"\s*[.,;:!?](?:\s*[.,;:!?])*\s*")
DROPPED = re.compile(r"[^\w\s.,;:!?'’-]|_")


def speakable(text: str, language: str) -> str:
    """What to say, in `fr` or `en` (anything else is French), sentences with their stops."""
    words = spoken_words("en" if language == "en" else "fr")
    said = plain(_codes(text[:LONGEST], words), words)
    said = contacts(abbreviations(said, words), words).replace("_", " ")
    said = NUMBERED.sub(f"{words.words['number']} ", said)
    said = times(ranges(dates(said, words), words), words)
    said = _quantities(said, words)
    return _tidy(acronyms(_signs(said, words), words))


def _codes(text: str, words: Words) -> str:
    """Before Markdown takes the stars of « *21# » away."""
    return CODED.sub(lambda found: contacts(found[0], words), text)


def _quantities(text: str, words: Words) -> str:
    text = ordinals(amounts(text, words), words)
    text = re.sub(r"(?<=\d)/(?=\d)", f" {words.words['over']} ", units(text, words))
    return numbers(JOINED.sub(" ", ENDED.sub(". ", short_numbers(text, words))), words)


def _signs(text: str, words: Words) -> str:
    """What is left of signs is said where it means something."""
    named = {"&": "and", "@": "at", "=": "equals", "+": "plus"}
    for sign, name in named.items():
        text = text.replace(sign, f" {words.words[name]} ")
    text = re.sub(
        r"\s*/\s*(?=mois|an\b|jour|heure|minute|month|year|day|hour)",
        f" {words.words['by']} ",
        text,
    )
    return text


def _tidy(text: str) -> str:
    lines = (_tidy_line(line) for line in text.splitlines())
    return "\n".join(line for line in lines if re.search(r"\w", line))


def _tidy_line(line: str) -> str:
    line = DROPPED.sub(" ", PAUSED.sub(", ", line.replace("…", ". ")))
    line = re.sub(r"(?<!\w)[-'’]+|-+(?!\w)", " ", line)
    line = STOPS.sub(_one_stop, re.sub(r"\s+", " ", line))
    line = line.lstrip(" .,;:!?").rstrip(" ,;:")
    return line if line.endswith((".", "!", "?")) else f"{line}."


def _one_stop(found: re.Match[str]) -> str:
    """The strongest of the stops that stand together; a stop inside a word stays there."""
    if len(found[0]) == 1:
        return found[0]
    strongest = min(found[0].replace(" ", ""), key="?!.:;,".index)
    return f"{strongest} "
