"""Words that a name follows, in French and in English, and what such a name looks like there."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from bot.name_words import Word

_START = r"(?<![\w'’])"
_TITLE = (
    r"(?:m|mr|mrs|ms|miss|mme|mlle|dr|monsieur|madame|mademoiselle|docteur|doctor|maitre|mister"
    r"|missus)"
)
_TITLED = rf"(?: {_TITLE}\b\.?)?"
_IS = r"(?: est| c['’]est| is|['’]s| ?:| -)"
# What is followed by a name whatever it looks like.
_SURE = re.compile(
    rf"{_START}(?:(?:je m['’]?|s['’]|t['’])app?ell?es?|moi c['’]est|je soussignee?,?"
    rf"|(?:pre)?nom(?: et prenom| de famille| du titulaire| complet)?{_IS}"
    rf"|au nom (?:de|d['’]){_TITLED}"
    rf"|titulaire(?: (?:du contrat|de la ligne))?{_IS}|(?:holder|owner){_IS}"
    rf"|(?:(?:first|last|full|given|family|sur)[ -]?)?name{_IS}|(?:is|was|am) (?:called|named)"
    rf"|(?:in the name|on behalf) of{_TITLED}|under the name(?: of)?"
    rf"|(?:je suis|i am|i['’]m) {_TITLE}|{_TITLE}(?=\.? ))[.,]?[ \n]+"
)
# The same, where the name has its capital.
_CLOSING = re.compile(
    rf"{_START}(?:cordialement|bien a vous|sinceres salutations|sincerely|faithfully|regards|cheers"
    r"|merci|thanks|thank you|signed?|name|(?:pre)?nom|attn|i)[,.:]*[ \n]+"
)
# The same, where lists know the name.
_FIELD = re.compile(
    rf"{_START}(?:(?:pre)?nom(?: de famille)?|(?:first |last |sur|given )?name|attention (?:de|of)"
    r"|(?:dossier|objet|re|compte joint|joint account|famille)(?: ?:)?|under"
    r"|(?:client|cliente|abonnee?|compte|contrat|account|customer|file|case|contract) ?:),?[ \n]+"
    r"|(?<=\w) / "
)
# The same, whatever else the name means: « prénom Rose », "surname Day".
_BOTH = re.compile(rf"{_START}(?:prenom|nom de famille|surname|(?:first|last|family) name)[ \n]+")
# The same before words that go on about somebody: "it was … who", "the … family".
_ONE = r"(?=[^\W\d_][\w'’\-]*(?: [^\W\d_][\w'’\-]*)?"
_ABOUT = re.compile(
    rf"{_START}(?:(?:it was|c['’]est|c['’]etait|it['’]s) {_ONE} (?:who|qui|et non|and not|not)\b)"
    rf"|(?:c['’]est|it['’]s) {_ONE}[.!]?$)|the {_ONE} family\b))"
)
# The same, where a first name follows: relatives, colleagues, whom one spoke to.
_KIN = re.compile(
    rf"{_START}(?:(?:ma|mon|votre|notre|sa|son|une?|my|our|your|his|her) (?:petite?-)?"
    r"(?:fille|fils|femme|mari|mere|maman|pere|papa|soeur|frere"
    r"|belle-(?:mere|fille|soeur)|beau-(?:pere|fils|frere)"
    r"|grand-?(?:mere|pere)|mamie|papi|mamy|papy|tante|oncle|cousine?|voisine?|compagn(?:on|e)"
    r"|conjointe?|amie?|copine?|copain|epou(?:x|se)|collegue|conseill(?:er|ere)|technicien(?:ne)?"
    r"|daughter|son|wife|husband|mother|mum|mom|father|dad|sister|brother|nan|nana|gran|granny"
    r"|grand(?:mother|father|ma|dad|daughter|son)|aunt|auntie|uncle|cousin|neighbour|partner|friend"
    r"|colleague|advis[eo]r|engineer|technician|landlord|landlady|flatmate)"
    r"|(?:spoke|speak|speaking|talk|talked|spoken) (?:to|with)|parler? (?:a|avec)|j['’]ai eu"
    r"|(?:call|ring) me|m['’]appeler|appelez-moi|take|retirez|enlevez)[, ]+"
)
_HELLO = re.compile(
    rf"{_START}(?:bonjour|bonsoir|salut|hello|hi|hiya|hey|good (?:morning|afternoon|evening))[, ]+"
)
_NO_NAME = frozenset(("will", "may", "drew", "just", "rob", "pat", "clear", "sans", "royal"))
# What often is: then a name has at least two words that look like one.
_LIKELY = re.compile(
    rf"{_START}(?:je suis|c['’]est|ici|pour|avec|chez|de|a|par|this is|it['’]s|i am|i['’]m|i"
    r"|for|with|from|to|of|by|conseill\w+|technicien\w*|collegue|colleague|advis[eo]r|engineer|agent"
    r"|bonjour|bonsoir|hello|hi)[:,]?[ \n]+"
)


@dataclass(frozen=True)
class Lead:
    """Words before a name of `least` words or more; `takes` says which word may begin it."""

    pattern: re.Pattern[str]
    least: int = 1
    takes: Callable[[Word], bool] = lambda _word: True


LEADS = (
    Lead(_SURE),
    Lead(_CLOSING, takes=lambda word: word.is_capital),
    Lead(_FIELD, takes=lambda word: word.is_known and word.may_be_one and not word.is_part),
    Lead(_BOTH, takes=lambda word: (word.is_known or word.may_be_one) and not word.is_part),
    Lead(_ABOUT, takes=lambda word: word.may_be_one and (word.is_capital or word.is_given)),
    Lead(_KIN, takes=lambda word: word.is_given and word.plain not in _NO_NAME),
    Lead(_HELLO, takes=lambda word: word.is_given and word.may_be_one),
)
LIKELY = Lead(_LIKELY, 2, lambda word: word.is_capital or word.is_given)
