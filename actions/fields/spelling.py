"""Letters as they are said over a bad line: their names, and the words that stand for them."""

from __future__ import annotations

_NATO = (
    "alpha bravo charlie delta echo foxtrot golf hotel india juliett kilo lima mike november"
    " oscar papa quebec romeo sierra tango uniform victor whiskey xray yankee zulu"
    " alfa juliet whisky x-ray"
)
_FRENCH = (
    "anatole berthe celestin desire eugene francois gaston henri irma joseph kleber louis marcel"
    " nicolas oscar pierre quintal raoul suzanne therese ursule victor william xavier yvonne zoe"
    " daniel emile paul robert simon denis marie bernard andre jean georges isabelle thomas"
    " sophie cecile edouard frederic gerard helene karim laurent michel noemie olivier philippe"
    " quentin romain valerie yves zorro wagon"
)
_FRENCH_NAMES = {
    "B": "be bee", "C": "ce cee", "D": "de dee", "E": "eu", "F": "effe eff ef", "G": "ge",
    "H": "hache ache", "J": "ji gi", "K": "ka", "L": "elle el", "M": "emme em aime",
    "N": "enne haine", "P": "pe pee", "Q": "ku cu qu", "R": "erre er air", "S": "esse es",
    "T": "te the", "V": "ve", "X": "ixe iks", "Y": "igrec", "Z": "zede zed",
}  # fmt: skip
_ENGLISH_NAMES = {
    "A": "ay eh", "B": "bee be", "C": "see sea cee", "D": "dee", "F": "eff ef", "G": "gee",
    "H": "aitch haitch", "J": "jay", "K": "kay", "L": "ell el", "M": "em", "N": "en", "P": "pee",
    "Q": "queue cue", "R": "ar are", "S": "ess", "T": "tee tea", "U": "you", "V": "vee",
    "X": "ex", "Y": "why wye", "Z": "zed zee",
}  # fmt: skip


def _table(names: dict[str, str], words: str) -> dict[str, str]:
    said = {word: word[0].upper() for word in words.split()}
    return said | {word: sign for sign, spoken in names.items() for word in spoken.split()}


_SAID = {
    "fr": _table(_FRENCH_NAMES, f"{_NATO} {_FRENCH}"),
    "en": _table(_ENGLISH_NAMES, f"{_NATO} {_FRENCH} peter sam tom dog kate mary zebra"),
}


def letter(word: str, language: str) -> str | None:
    """The capital letter that a folded word stands for, or None."""
    return _SAID.get(language, _SAID["fr"]).get(word)
