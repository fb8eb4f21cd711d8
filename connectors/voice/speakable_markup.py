"""Takes away what is for the eye: Markdown, emoji, quotes, lists, odd spaces."""

from __future__ import annotations

import re
import unicodedata

from connectors.voice.speakable_words import Words

QUOTES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "−": "-", "‑": "-", "‐": "-"})
IMAGE = re.compile(r"!\[([^\]\n]*)\]\([^)\n]*\)")
LINK = re.compile(r"\[([^\]\n]+)\]\((?:[^()\n]|\([^()\n]*\))*\)")
LINK_BY_NAME = re.compile(r"\[([^\]\n]+)\](?:\[[^\]\n]*\])?")
TAG = re.compile(r"</?[a-zA-Z][^<>\n]*>|<!--.*?-->", re.S)
AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^<>\s]+)>")
FENCE = re.compile(r"^\s*(?:```|~~~).*$", re.M)
RULE = re.compile(r"^\s*(?:[-*_=]\s*){3,}$|^\s*\|?[\s:|-]*-{3,}[\s:|-]*$", re.M)
HEADING = re.compile(r"^\s*#{1,6}\s+(.*?)\s*#*$", re.M)
QUOTED = re.compile(r"^\s*(?:>\s*)+", re.M)
ITEM = re.compile(r"^\s*(?:[-*+•‣▪–—]|(\d{1,2})[.)])\s+(.*)$")
EMPHASIS = re.compile(r"\*{1,3}|~~|(?<!\w)_{1,3}|_{1,3}(?!\w)|'{2,}|`+")


def plain(text: str, words: Words) -> str:
    """The words of a text, one sentence or more a line."""
    text = _unmarked(_normal(text))
    lines = (_line(line, words) for line in text.splitlines())
    return "\n".join(line for line in lines if line.strip(" .,;:"))


def _normal(text: str) -> str:
    """One kind of space, apostrophe and digit; nothing that cannot be seen."""
    text = unicodedata.normalize("NFKC", text.replace("…", " … ")).translate(QUOTES)
    return "".join(_normal_character(one) for one in text)


def _normal_character(one: str) -> str:
    if one.isdigit():
        return str(unicodedata.digit(one, "")) if one not in "0123456789" else one
    kind = unicodedata.category(one)
    if one in "\n\t" or kind == "Zs":
        return "\n" if one == "\n" else " "
    if kind in ("Zl", "Zp"):
        return "\n"
    return " " if kind[0] == "C" and one != "\r" else "" if one == "\r" else one


def _unmarked(text: str) -> str:
    text = AUTOLINK.sub(r"\1", FENCE.sub("", text))
    text = TAG.sub(" ", text)
    text = LINK_BY_NAME.sub(r"\1", LINK.sub(r"\1", IMAGE.sub(r"\1", text)))
    return QUOTED.sub("", RULE.sub("", text))


def _line(line: str, words: Words) -> str:
    """A heading, a list's item or a row of a table becomes a sentence."""
    heading, item = HEADING.match(line), ITEM.match(line)
    if heading:
        line = heading[1]
    elif item:
        line = f"{item[1]}, {item[2]}" if item[1] else item[2]
    elif line.strip().startswith("|"):
        line = ", ".join(cell.strip() for cell in line.split("|") if cell.strip())
    return _stopped(EMPHASIS.sub("", line).strip())


def _stopped(line: str) -> str:
    """Every line ends as a sentence does; an item's semicolon is a stop."""
    bare = line.rstrip(" ;,")
    return bare if not bare or bare.endswith((".", "!", "?", ":", "…")) else f"{bare}."
