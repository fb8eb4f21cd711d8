"""A person's name, said in a sentence or alone when it was asked for."""

from __future__ import annotations

import re

from actions.fields.answers import yes_no
from actions.fields.people import people
from actions.fields.wordless import gibberish
from actions.fields.words import fold, listed

SENTENCE = 4  # words: below that, the rules see as much
_LEAD = re.compile(
    r"(?:je m'appell?e?s?|moi c'est|mon nom (?:complet )?(?:est|c'est)|(?:c'est )?au nom de"
    r"|nom et prenom|prenom et nom|je suis|c'est|my (?:full )?name is|my name's|i am|i'm"
    r"|this is|it's|it is|the name is|the name's|call me|name)[ :,]+(?=[^\W\d_])"
)
_TITLE = re.compile(
    r"^(?:monsieur|madame|mademoiselle|mme|mlle|m|mr|mrs|ms|miss|mister|dr|docteur|doctor)\b[ .]*"
)
_END = re.compile(
    r"[,;:!?\n()]|\.(?= |$)| (?:et|and|mon|my|numero|je|i|au|a|pour|for|the|at|on|svp|s'il"
    r"|please|merci"
    r"|thanks|ici|here|from|qui|who|j'|c'est|tel|mail|email|ne|nee)(?= |$)"
)
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*\.?")
_PARTICLES = frozenset(listed("de du des d la le les van von der den di da dos el al ben bin"))
_NOT_NAMES = frozenset(
    listed(
        "je tu il elle on nous vous ils j' bonjour bonsoir salut merci aide client cliente"
        " abonne facture box fibre internet mobile telephone numero appel rappel demain lundi"
        " mardi mercredi jeudi vendredi samedi dimanche probleme panne contrat resilier veux"
        " voudrais peux dois suis est ai as etes sont avez pas plus rien pourquoi comment"
        " quand quoi qui que quel quelle combien ou chez votre notre mon ma mes ton son sa"
        " une un en y euh conseiller humain quelqu'un personne mecontent perdu desole presse"
        " inquiet satisfait content decu d'accord ca cela ceci dans avec hello hi hey thanks"
        " help customer bill phone call back today tomorrow monday tuesday wednesday thursday"
        " friday saturday sunday problem issue contract cancel want would like need can could"
        " have has is are was the a an my your our this that what when where why how who not"
        " calling looking trying interested unhappy happy sorry lost sure fine good bad about"
        " it you he she we they someone agent human person adviser advisor please wish order"
        " matin midi soir urgent important test aucun anonyme nobody anonymous question"
        " reclamation"
    )
)


def person_name(text: str, language: str = "fr", asked: bool = True) -> str | None:
    """The name, as it is written: « Marie Dupont ». A bare one is believed only when asked for.

    In French, spaCy finds the name in a whole sentence; rules read what it does not know.
    """
    kept = re.sub(r"\s+", " ", text[:300]).strip()
    lead = _last(_LEAD, fold(kept))
    if lead is None and not asked:
        return None
    return _recognised(kept, language) or _after(kept, lead)


def _recognised(kept: str, language: str) -> str | None:
    """The person named in a sentence of some length: « au nom de ma femme, Sylvie Laroche »."""
    if language != "fr" or len(kept.split()) < SENTENCE:
        return None
    return next((name for found in people(kept) if (name := _name(found))), None)


def _after(kept: str, lead: re.Match[str] | None) -> str | None:
    rest = kept[lead.end() :] if lead else kept
    if title := _TITLE.match(fold(rest)):
        rest = rest[title.end() :]
    if end := _END.search(fold(rest)):
        rest = rest[: end.start()]
    return _name(rest.strip(" .-'’\"«»"))


def _last(pattern: re.Pattern[str], folded: str) -> re.Match[str] | None:
    """The first lead that is not inside a word."""
    for match in pattern.finditer(folded):
        if match.start() == 0 or not folded[match.start() - 1].isalnum():
            return match
    return None


def _name(said: str) -> str | None:
    words = said.split()
    if not 1 <= len(words) <= 5 or not all(_WORD.fullmatch(word) for word in words):
        return None
    folded = [fold(word) for word in words]
    if any(word in _NOT_NAMES for word in folded) or all(word in _PARTICLES for word in folded):
        return None
    if len(said) < 2 or len(said) > 60 or gibberish(said) or yes_no(said) is not None:
        return None
    return " ".join(_capitals(word, at) for at, word in enumerate(words))


def _capitals(word: str, at: int) -> str:
    """Capitals as names have them; what is already written with both cases stays."""
    if word != word.lower() and word != word.upper():
        return word
    if at and fold(word) in _PARTICLES:
        return word.lower()
    return re.sub(
        r"[^\W\d_]+", lambda part: part.group()[0].upper() + part.group()[1:].lower(), word
    )
