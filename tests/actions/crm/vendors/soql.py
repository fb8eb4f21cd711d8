"""As much of Salesforce's query language as a desk may ask, and nothing looser."""

from __future__ import annotations

import re

STRING = r"'(?:[^'\\]|\\['\\])*'"
QUERY = re.compile(
    r"SELECT (?P<fields>\w+(?:, \w+)*) FROM (?P<kind>\w+) WHERE (?P<where>.+?)"
    r"(?: ORDER BY CreatedDate)?(?: LIMIT (?P<limit>\d+))?"
)
TERM = re.compile(rf"(\w+) (?:= ({STRING})|IN \(({STRING}(?:, {STRING})*)\))")

Where = list[tuple[str, list[str]]]


def selected(soql: str) -> tuple[str, list[str], Where, int] | None:
    """Object, fields, alternatives and limit; None for what is no query."""
    read = QUERY.fullmatch(soql)
    where = read and _alternatives(read["where"])
    if not read or not where:
        return None
    return read["kind"], read["fields"].split(", "), where, int(read["limit"] or 50000)


def _alternatives(text: str) -> Where | None:
    found: Where = []
    while True:
        term = TERM.match(text)
        if term is None:
            return None
        strings = re.findall(STRING, term[2] or term[3])
        found.append((term[1], [re.sub(r"\\(.)", r"\1", one[1:-1]) for one in strings]))
        text = text[term.end() :]
        if not text:
            return found
        if not text.startswith(" OR "):
            return None
        text = text[4:]
