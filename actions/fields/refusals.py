"""The days and hours that a sentence sets aside: « jeudi ne me convient pas », "not before ten"."""

from __future__ import annotations

import re

from actions.fields.words import blank, fold, reworded

_MONTH = (
    r"(?:janv|fevr|mars|avr|mai|juin|juil|aou|sept|octo|nove|dece|jan|feb|mar|apr|may|jun|jul|aug"
    r"|sep|oct|nov|dec)[a-z]*"
)
_DAY = (
    r"(?:(?:le |ce |les |on |this |next )?(?:(?:lun|mar|mercre|jeu|vendre|same)di|dimanche"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day)s?(?: prochain)?"
    r"|apres-demain|aujourd'hui|demain|today|tomorrow|cette semaine|this week"
    r"|la semaine prochaine|next week|weekends?|le week-?end"
    rf"|(?:le |on the |the )\d{{1,2}}(?:er|st|nd|rd|th)?(?: (?:of )?{_MONTH})?(?: 20\d\d)?)"
)
_PART = (
    r"(?:(?:l[ea']|au|en|in the|dans la|dans l') ?)?"
    r"(?:matin|matinee|midi|apres-midi|soir|soiree|morning|afternoon|evening)s?"
)
_HOUR = r"(?:\d{1,2}(?: ?h(?:eures?)?(?: ?\d\d)?|:\d\d| ?[ap]m| o'clock)?|midi|noon)(?![\w:])"
_TIME = (
    rf"(?:(?:a|vers|at|around|jusqu'a|until|till) {_HOUR}"
    rf"|(?:de|entre|from|between) {_HOUR} (?:a|et|to|and|until) {_HOUR})"
)
SLOT = rf"(?:{_DAY}(?: {_PART})?(?: {_TIME})?|{_PART}(?: {_TIME})?|{_TIME})(?![\w-])"
_FREE = (
    r"(?:libres?|dispo\w*|la|joignables?|possible|rentree?|chez moi|free|available|around|home|in"
    r"|reachable|do|make|talk|speak|answer|take calls?|parler|repondre|etre r?appelee?"
    r"|me r?appeler|du tout)"
)
_ON = r"(?:(?:le|on|pour|for|avant|before|it) )?"
_SEVERAL = rf"{SLOT}(?: (?:ou|ni|or|nor|et|and) {_ON}{SLOT})*"
_NEXT = rf"(?= ?(?:$|[,.;!?]|mais|donc|alors|plutot|so\b|but\b|rather|instead|make|do\b|{SLOT}))"

_NOT_BEFORE = re.compile(
    rf"(?P<old>\b(?:pas|not|jamais|never|can't|cannot|don't call(?: me)?)(?: {_FREE})*"
    rf"(?: it)? (?:avant|before|until|till|jusqu'a)\b)"
    rf"(?= (?:que )?(?:{SLOT}|{_HOUR}|midi|noon|la |le |the |next ))"
)
_NOT_AFTER = re.compile(
    rf"(?P<old>\b(?:pas|not|jamais|never|can't|cannot)(?: {_FREE})+ (?:apres|after)\b)"
    rf"(?= (?:{SLOT}|{_HOUR}|midi|noon))"
)
_MOVED_FROM = re.compile(
    r"\b(?:decal|deplac|report|repouss|avanc|recul|chang|mov|push|bring|switch|resched|pass)\w*\b"
    rf"[^,.;]{{0,30}}? (?P<old>(?:de |d'|du |from )(?:{SLOT}|{_HOUR})) (?=(?:a|au|to|pour)\b)"
)
_UNSUITED_FR = (
    r"(?:ne |n')?(?:me |m'|nous )?(?:convient|convien\w+|va|arrange|ira) (?:pas|plus|guere)\b"
    r"|(?:(?:ne |n')?(?:est|sera) )?(?:pas|plus) (?:possible|bon|ideal|top|pratique|jouable)\b"
    r"|(?:est |sera )?(?:impossible|complique|exclu|mort)\b"
    r"|(?:(?:ne |n')?(?:suis|serai) )?(?:pas|plus) (?:libre|dispo|la\b|joignable|chez)\w*"
    rf"|(?:ne |n')?(?:peux|pourrai|pourrais) pas\b{_NEXT}"
    r"|non\b(?: pas (?:possible|libre|dispo\w*))?(?! ?\?| plutot)"
)
_UNSUITED_EN = (
    r"(?:doesn't|does not|don't|do not) (?:work|suit)\b(?: for me)?|won't (?:work|do)\b"
    r"|(?:isn't|is not|aren't|are not) (?:good|possible|convenient|great|ideal|ok)\b"
    r"|(?:is|are) (?:no good|impossible|out|bad)\b|no good\b"
    rf"|i (?:can't|cannot|can not)\b{_NEXT}"
    r"|(?:i'm|i am|i'll be) not (?:free|available|around|home|in)\b|no\b(?! ?\?| later)"
)
_BUSY = (
    r"(?:je (?:travaille|bosse|(?:suis|serai) (?:prise?|occupee?|en reunion|absente?"
    r"|au (?:travail|bureau)|en (?:deplacement|conges?|vacances)))|i work|(?:i'm|i am|i'll be)"
    r" (?:busy|working|away|at work|in a meeting))\b"
    r"(?! (?:la journee|toute|en journee|days|nights|all\b))"
)
_BUSY_UNTIL = re.compile(rf"\b{_BUSY} (?P<old>jusqu'a|until|till)\b")
_REFUSED = (
    re.compile(rf"\b{_SEVERAL},? (?:(?:ca|cela|c'|ce|il|je) ?)?(?:{_UNSUITED_FR})"),
    re.compile(rf"\b{_SEVERAL},? (?:(?:it|that|which) )?(?:{_UNSUITED_EN})"),
    re.compile(rf"(?:(?:^|[,.;!?])\s?{_SEVERAL},?|\b{_SEVERAL}) {_BUSY}"),
    re.compile(
        rf"\b{_BUSY}(?: tous les jours| every day)?(?: (?!(?:jusqu'a|until|till) {_HOUR}){SLOT})+"
    ),
    re.compile(
        rf"(?<!pourquoi )(?<!why )(?<!marche )(?<!fonctionne )(?<!capte )"
        rf"\b(?:pas|not|jamais|never|can't|cannot|can not)(?: {_FREE})*(?: it)? {_ON}{_SEVERAL}"
    ),
    re.compile(rf"\b(?:ni|neither) {_ON}{_SEVERAL}"),
    re.compile(rf"\b(?:don't|do not) (?:call|ring|phone)(?: me)?(?: back)? {_ON}{_SEVERAL}"),
    re.compile(
        r"\b(?:(?:any|every|all)(?: ?(?:day|time|thing|one))?s?(?: of the week)? (?:but|other than)"
        rf"|except(?: for)?|other than|apart from|sauf|hormis|hors|excepte|a part)"
        rf" {_ON}{_SEVERAL}"
    ),
)


def without_refused(text: str, language: str) -> str:
    """The text, its numbers in figures, without them; « pas avant 14 h » becomes « à partir de ».

    So « je travaille jusqu'à 17 h » is « après 17 h ». Its length may change; what is taken out
    leaves semicolons.
    """
    english = language == "en"
    since, until = ("from", "before") if english else ("à partir de", "avant")
    text = reworded(text, _NOT_BEFORE, lambda match: since)
    text = reworded(text, _NOT_AFTER, lambda match: until)
    text = reworded(text, _BUSY_UNTIL, lambda match: "after" if english else "après")
    text = reworded(text, _MOVED_FROM, lambda match: ";")
    for pattern in _REFUSED:
        text = blank(text, [match.span() for match in pattern.finditer(fold(text))])
    return text
