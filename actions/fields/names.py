"""A person's name, said in a sentence or alone when it was asked for."""

from __future__ import annotations

import re

from actions.fields.answers import only_answers, yes_no
from actions.fields.name_words import ALSO_NAMES, NOT_NAMES
from actions.fields.people import people
from actions.fields.spelled_names import with_letters_joined
from actions.fields.wordless import gibberish
from actions.fields.words import fold, listed

SENTENCE = 4  # words: below that, the rules see as much
_SURE = (
    r"je m'appell?e?s?|moi c'est|(?:pre)?nom (?:complet |de famille )?(?:est|c'est)"
    r"|(?:c'est )?au nom de|nom et prenom|prenom et nom"
    r"|my (?:full |last |first )?name is|my name's|the name is|the name's"
)
_LEAD = re.compile(
    rf"(?:{_SURE}|(?:c'est )?de la part d[eu]|on behalf of|appell?e[zs]?[ -]moi|m'appeler"
    rf"|call me|ici|je suis|c'est|i am|i'm|this is|it's|it is|name)[ :,]+(?=[^\W\d_])"
)
_SURE_LEAD = re.compile(rf"(?:{_SURE})[ :,]+(?=[^\W\d_])")
_TITLE = re.compile(
    r"^(?:monsieur|madame|mademoiselle|mme|mlle|m|mr|mrs|ms|miss|mister|dr|docteur|doctor)\b[ .]*"
)
_END = re.compile(
    r"[,;:!?\n()]|(?<!\b[a-z])\.(?= |$)| (?:et|and|mon|my|numero|je|i|au|a|pour|for|the|at|on|svp"
    r"|s'il|please|merci"
    r"|thanks|ici|here|speaking|calling|from|qui|who|j'|c'est|tel|mail|email|ne|nee)(?= |$)"
)
_WORD = re.compile(r"[^\W\d_]+(?:\.?['’-][^\W\d_]+)*\.?")
_PARTICLES = frozenset(listed("de du des d la le les van von der den di da dos el al ben bin"))


def person_name(text: str, language: str = "fr", asked: bool = True) -> str | None:
    """The name, as it is written: « Marie Dupont ».

    Unasked, only « je m'appelle… » tells one: « c'est bon » does not.

    In French, spaCy finds the name in a whole sentence; rules read what it does not know.
    """
    kept = with_letters_joined(re.sub(r"\s+", " ", text[:300]).strip())
    lead = _last(_LEAD if asked else _SURE_LEAD, fold(kept))
    if lead is None and not asked:
        return None
    return _recognised(kept, language) or _after(kept, lead)


def _recognised(kept: str, language: str) -> str | None:
    """The person named in a sentence of some length: « au nom de ma femme, Sylvie Laroche »."""
    if language != "fr" or len(kept.split()) < SENTENCE:
        return None
    return next((name for found in people(kept) if (name := _name(_untitled(found)))), None)


def _after(kept: str, lead: re.Match[str] | None) -> str | None:
    rest = _untitled(kept[lead.end() :] if lead else kept)
    if end := _END.search(fold(rest)):
        rest = rest[: end.start()]
    sure = lead is not None and _SURE_LEAD.match(fold(kept), lead.start()) is not None
    return _name(rest.strip(" .-'’\"«»"), sure)


def _untitled(text: str) -> str:
    title = _TITLE.match(fold(text))
    return text[title.end() :] if title else text


def _last(pattern: re.Pattern[str], folded: str) -> re.Match[str] | None:
    """The first lead that is not inside a word."""
    for match in pattern.finditer(folded):
        if match.start() == 0 or not folded[match.start() - 1].isalnum():
            return match
    return None


def _name(said: str, sure: bool = False) -> str | None:
    words = said.split()
    if not 1 <= len(words) <= 5 or not all(_WORD.fullmatch(word) for word in words):
        return None
    if not _may_be_names(words, sure) or all(fold(word) in _PARTICLES for word in words):
        return None
    if len(said) < 2 or len(said) > 60 or gibberish(said) or _answers(said, words):
        return None
    return " ".join(_capitals(word, at) for at, word in enumerate(words))


def _may_be_names(words: list[str], sure: bool) -> bool:
    """Whether no word forbids it; « bon » does, but in « Claire Bon »."""
    folded = [fold(word) for word in words]
    doubtful = [word for word in folded if word in NOT_NAMES]
    if not doubtful:
        return True
    if len(doubtful) == len(words) or not set(doubtful) <= ALSO_NAMES:
        return False
    if sure or _written_as_names(words) or folded[0] == "bill":
        return True
    titled = " ".join(words).title()
    return len(words) == 2 and folded[-1] in doubtful and people(titled) == [titled]


def _written_as_names(words: list[str]) -> bool:
    """« Claire Bon », each with its capital; a text all in capitals tells nothing."""
    return len(words) > 1 and all(
        word[0].isupper() and not word[1:].isupper() for word in words if word not in _PARTICLES
    )


def _answers(said: str, words: list[str]) -> bool:
    if _written_as_names(words):
        return only_answers(said)
    return yes_no(said) is not None


def _capitals(word: str, at: int) -> str:
    """Capitals as names have them; what is already written with both cases stays."""
    if word != word.lower() and word != word.upper():
        return word
    if at and fold(word) in _PARTICLES:
        return word.lower()
    return re.sub(
        r"[^\W\d_]+", lambda part: part.group()[0].upper() + part.group()[1:].lower(), word
    )
