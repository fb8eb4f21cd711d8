"""Words that say when, so that « pour la semaine prochaine » is not taken for a reason."""

from __future__ import annotations

import re

from actions.fields.words import fold

_TIME_WORD = (
    r"(?:\d{1,2}(?:er|st|nd|rd|th)?(?: ?h(?:eures?)?(?: ?\d\d)?| ?[ap]m"
    r"|[:/.]\d\d(?:[:/.]\d{2,4})?)?|20\d\d"
    r"|(?:lun|mar|mercre|jeu|vendre|same)dis?|dimanches?"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)days?"
    r"|janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre"
    r"|january|february|march|april|may|june|july|august|september|october|november|december"
    r"|premier|heures?|hours?|o'clock|midi|minuit|noon|midday|demie?|half|quart|quarter|past"
    r"|demain|apres-demain|apres-midi|aujourd'hui|tomorrow|today|tonight|lendemain|matins?"
    r"|matinee|soirs?|soiree|aprem|mornings?|afternoons?|evenings?|journee|jours?|days?"
    r"|semaines?|weeks?|week-?ends?|mois|months?|prochaine?|next|suivante?|debut|milieu|fin|end"
    r"|premiere|possible|plus tot|plus vite|rapidement|soon|asap"
    r"|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze"
    r"|seize|dix-sept|dix-huit|dix-neuf|vingt|trente)"
)
_SMALL_WORD = (
    r"(?:les?|la|l'|des?|du|d'|a|au|en|vers|pour|entre|avant|apres|dans|ce|cette|cet|moins|et|ou"
    r"|the|this|of|on|in|at|around|about|for|before|after|between|and|or|to|s'il vous plait|svp"
    r"|merci|please|thanks)"
)
_TIMES = re.compile(
    rf"\W*(?:{_SMALL_WORD}\b\W*)*{_TIME_WORD}\b(?:\W*(?:{_SMALL_WORD}|{_TIME_WORD})\b)*\W*"
)
_WHY = re.compile(r"(?:au sujet|concernant|a propos|ma|mon|mes|my)\b")


def opens_with_a_time(text: str) -> bool:
    """« La semaine prochaine », « le 3 décembre, ma box est en panne »: when, not why."""
    folded = fold(text)
    times = _TIMES.match(folded)
    if times is None:
        return False
    sentence_ends = times.group().rstrip(" ").endswith((",", ".", ";", "!", "?"))
    after = folded[times.end() :]
    return not after or sentence_ends or _WHY.match(after) is not None
