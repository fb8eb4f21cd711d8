"""Postal addresses in France and in Britain, typed or as a recogniser writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.spoken_numbers import number_in_words

_WAY = (
    r"rue|avenue|av\.?|boulevard|bd\.?|bld|chemin|all[ée]es?|impasse|quai|r[ée]sidence|lotissement"
    r"|faubourg|sentier|ruelle|esplanade|hameau|mont[ée]e|chauss[ée]e"
)
_WAY_OR_WORD = r"place|pl\.|cours|route|square|passage|villa|voie|promenade"
_OF = r"(?:(?:de la|de l['’]|des|du|de|d['’]|aux|la|le|les|l['’]) ?)?"
_STOP = (
    r"(?:et|ou|à|a|pour|mais|car|je|j['’]\w+|c['’]\w+|mon|ma|mes|il|elle|on|nous|est|ne|n['’]\w+"
    r"|depuis|avec|qui|que|svp|merci|s['’]il|chez|sans|dans|par|en|au|aux|là|déjà|bien|pas|plus|donc"
    r"|alors|cordialement|please|thanks|and|my|is|but|for|since|i|the|it|we|to|on|with|has|no|not"
    r"|so|that)\b"
)
_NAME = r"[^\W_][\w'’.\-]{0,30}"
_CAPITAL = r"(?=[A-ZÀ-Ý])"
_SAID = rf"(?i:{number_in_words(6)})"
_NUMBER = (
    rf"(?:(?<![\w+.,])\d{{1,4}}(?: ?(?i:bis|ter|quater|[a-d])\b)?|(?<!\w){_SAID}(?: (?:bis|ter))?)"
)
_INSIDE = (
    r"(?:(?i:(?:appartement|app?t?\.?|b[âa]timent|b[âa]t\.?|escalier|r[ée]sidence|étage)"
    r" [\w'’]{1,20},? ){0,2})?"
)
_MORE = rf"(?: (?:(?=[A-ZÀ-Ý\d])|(?:de la|de|du|des|la|le|les|et) (?!{_STOP})|(?!{_STOP})){_NAME})"
_CAPITALS = rf"(?:(?: (?=[A-ZÀ-Ý\d])| (?:de|du|des|la|le|et) {_CAPITAL}){_NAME})"
_TOWN_NAME = rf"(?: (?!(?i:{_STOP}))[^\W\d_][\w'’\-]{{0,30}})"
_CODE = rf"(?:\d{{2}} ?\d{{3}}|{_SAID})"
_TOWN = (
    rf"(?:(?:,? | ?[–-] ?|\n)(?:à )?{_CODE}{_TOWN_NAME}{{1,4}}(?: \d{{1,2}}e?\b)?"
    r"|[ ,]{1,3}\d{5}|[ ,]{0,2}\(\d{5}\)"
    r"|,? à (?:La |Le |Les |L['’])?[A-ZÀ-Ý][\w'’\-]{1,30}(?: [A-ZÀ-Ý][\w'’\-]{1,30}){0,2}"
    r"(?: ?\(\d{5}\))?)"
)
_STREET = (
    rf"(?:(?i:{_WAY}) {_OF}{_NAME}"
    rf"|(?i:{_WAY_OR_WORD}) {_OF}(?:{_CAPITAL}{_NAME}|{_NAME}(?={_MORE}{{0,4}}{_TOWN})))"
)
_WITHIN = (
    r"(?:,? (?i:b[âa]timent|b[âa]t\.?|appartement|app?t?\.?|escalier|[ée]tage|porte|hall|entr[ée]e"
    r"|r[ée]sidence) [\w'’\-]{1,20}(?: [A-ZÀ-Ý][\w'’\-]{1,20}){0,2}){0,3}"
)
_FRENCH = re.compile(
    rf"{_INSIDE}{_NUMBER},? {_STREET}"
    rf"(?:{_MORE}{{0,5}}?{_WITHIN}{_TOWN}|(?:{_CAPITALS}{{1,5}}|{_MORE}{{0,3}}){_WITHIN})"
)
_HAMLET = re.compile(
    rf"(?<!\w)(?i:lieu[- ]?dit|hameau) {_OF}{_CAPITAL}{_NAME}{_CAPITALS}{{0,3}}(?:{_TOWN})?"
)
_POSTCODE = r"[A-Za-z]{1,2}\d[A-Za-z\d]? ?\d[A-Za-z]{2}\b"
_ROAD = r"street|road|rd|avenue|ave|lane|drive|crescent|terrace|gardens|mews|grove"
_ROAD_OR_WORD = r"st|ln|close|court|way|hill|square|row|park|walk|place"
_ROAD_NAME = r"Close|Court|Way|Hill|Square|Row|Park|Walk|Place"
_NO_ROAD = r"(?:days?|years?|weeks?|hours?|pounds?|months?)\b"
_TOWN_WORD = rf"(?!{_STOP})[a-z][a-z\-]{{1,20}}"
_ENGLISH = re.compile(
    rf"(?:(?:flat|apartment|apt|unit) \w{{1,6}},? )?"
    rf"(?:(?<![\w+.])\d{{1,4}}[a-d]?|(?<!\w){_SAID}),? "
    rf"(?:(?!{_STOP}|{_NO_ROAD})[a-z][\w'’\-]{{1,20}} ){{1,3}}?"
    rf"(?:(?:{_ROAD})\b\.?|(?-i:{_ROAD_NAME})\b"
    rf"|(?:{_ROAD_OR_WORD})\b\.?(?=,? [a-z ,\-]{{0,40}}{_POSTCODE}))"
    rf"(?:,? (?:in )?{_TOWN_WORD}(?: {_TOWN_WORD}){{0,2}},? {_POSTCODE}|,? {_POSTCODE})?",
    re.IGNORECASE,
)
_TOWN_AFTER = re.compile(r",? (?:in )?[A-Z][A-Za-z\-]{2,25}(?: [A-Z][a-z\-]{2,20})?\b")
_ALONE = re.compile(
    r"(?<![\w\-])(?:[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}"
    rf"|(?:0[1-9]|[1-9]\d)\d{{3}} {_CAPITAL}[^\W\d_][\w'’\-]{{2,30}}"
    rf"(?:[ \-]{_CAPITAL}[^\W\d_][\w'’\-]{{1,30}}){{0,2}})(?![\w\-])"
)


def address_spans(text: str) -> Iterator[tuple[int, int]]:
    """A number and a street with the town that follows, or a postcode with its town."""
    for match in _FRENCH.finditer(text):
        yield match.span()
    for match in _HAMLET.finditer(text):
        yield match.span()
    for match in _ENGLISH.finditer(text):
        town = _TOWN_AFTER.match(text, match.end())
        yield match.start(), town.end() if town else match.end()
    for match in _ALONE.finditer(text):
        yield match.span()
