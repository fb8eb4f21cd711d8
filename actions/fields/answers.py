"""Yes or no, in all the ways that people say it."""

from __future__ import annotations

import re
from typing import NamedTuple

from actions.fields.answer_limits import asks, denied_after, denied_before, excepts
from actions.fields.answer_phrases import Answer, alone, pattern, phrases
from actions.fields.words import listed, other, tidy

_TURNS = re.compile(r"\b(?:mais|enfin|finalement|en fait|but|actually)\b")
_AND = re.compile(
    r"\b(?:et|and)\b(?! (?:merci|thank|bonne|have a|vite|rapidement|a bientot|bye|au revoir))"
)
_MANNERS = re.compile(
    r"\b(?:merci(?: beaucoup| bien)?|svp|s'il vous plait|s'il te plait|please|thank you|thanks"
    r"|monsieur|madame|euh|um|alors|bon|bien)\b"
)
_FIRM = frozenset(listed("oui non yes no ouais yep yeah nope nan yup nah"))
_NO_FIRST = re.compile(r"\W*(?:non|no|nan|nope)\W+(?=[a-z])")
_STRETCHED = re.compile(r"([a-z])\1{2,}")
_SHORT = 12
_A_QUESTION = 3  # words


def yes_no(text: str, language: str = "fr") -> bool | None:
    """True for a yes, False for a no, None for neither, for both, and for no words at all."""
    said = _STRETCHED.sub(r"\1", tidy(text[:300]))
    if (said.endswith("?") and len(said.rstrip("? ").split()) >= _A_QUESTION) or asks(said):
        return None
    for tongue in (language, other(language)):
        if found := _answers(said, tongue):
            return _settled(said, tongue, found)
    return None


def answers_both(text: str, language: str = "fr") -> bool:
    """Whether a plain « no » is followed at once by a yes: « non, c'est bon », "no that's fine"."""
    rest = tidy(text[:300])
    while opening := _NO_FIRST.match(rest):
        rest = rest[opening.end() :]
        starts = (_said(rest, tongue)[:1] for tongue in (language, other(language)))
        if any(one.start == 0 and one.answer == "yes" for found in starts for one in found):
            return True
    return False


def denies(text: str, language: str = "fr") -> bool:
    """Whether a yes is said and undone in the same breath: « ça marche toujours pas »."""
    said = tidy(text[:300])
    return any(one.answer is None for one in _said(said, language)) and not asks(said)


def only_answers(text: str, language: str = "fr") -> bool:
    """Whether a text holds nothing but a yes or a no and manners: « oui parfait merci »."""
    said = tidy(text[:300])
    if yes_no(said, language) is None:
        return False
    rest = _MANNERS.sub(" ", pattern(language).sub(" ", said))
    return not any(map(str.isalnum, rest)) or rest.strip(" .,!") in alone(language)


def _answers(said: str, language: str) -> list[tuple[str, Answer]]:
    """The phrases that answer, in order; in a long sentence only what it begins with."""
    for bare in (_stripped(said), _stripped(_MANNERS.sub(" ", said))):
        if bare in alone(language):
            return [(bare, alone(language)[bare])]
    found = _said(said, language)
    if len(said.split()) > _SHORT:
        found = [one for one in found if one.start < 3 and _is_firm(one.words)]
    return [(one.words, one.answer) for one in found if one.answer and one.answer != "passing"]


def _stripped(said: str) -> str:
    return re.sub(r"^\W+|\W+$", "", said)


class _Phrase(NamedTuple):
    """`answer` is None for a yes that what follows undoes."""

    words: str
    start: int
    answer: Answer | None


def _said(said: str, language: str) -> list[_Phrase]:
    found, last = [], 0
    for match in pattern(language).finditer(said):
        answer = _meant(said, language, match, said[last : match.start()])
        found.append(_Phrase(match.group(), match.start(), answer))
        last = match.end()
    return found


def _meant(said: str, language: str, match: re.Match[str], between: str) -> Answer | None:
    known = phrases(language)
    words = match.group()
    if known[words] != "yes":
        return known[words]
    if denied_before(between):
        return "no"
    following = pattern(language).match(said, match.end() + 1)
    if following and known[following.group()] == "yes":
        return "yes"
    return None if denied_after(said, match.end(), words in _FIRM) else "yes"


def _is_firm(words: str) -> bool:
    """« oui », and « non merci » as well."""
    return words.split()[0] in _FIRM


def _settled(said: str, language: str, found: list[tuple[str, Answer]]) -> bool | None:
    """One meaning; else the last one after « mais », or the plain « oui » or « non »."""
    answers = {answer for _, answer in found}
    if "unsure" in answers:
        return None
    if answers == {"yes"} and excepts(said):
        return None
    if len(answers) == 1:
        return None if _with_a_condition(said, language, answers) else answers == {"yes"}
    for part in reversed(_TURNS.split(said)[1:]):
        turned = {answer for _, answer in _answers(part, language)}
        if len(turned) == 1:
            return turned == {"yes"}
    firm = {answer for words, answer in found if _is_firm(words)}
    return firm == {"yes"} if len(firm) == 1 else None


def _with_a_condition(said: str, language: str, answers: set[Answer]) -> bool:
    """« D'accord, mais pas demain », « ok et c'est payant »: a yes to something else."""
    *_, last = _TURNS.split(said)
    first, *then = _AND.split(said, maxsplit=1)
    if last == said and first.strip(" ,") in phrases(language):
        last = then[0] if then else said
    return (
        answers == {"yes"}
        and last != said
        and len(last.split()) > 1
        and not _answers(last, language)
    )
