"""Sentences of customers with personal things planted in them, drawn from a file of templates.

A planted thing is written `⟦kind:words⟧` in the text; everything is drawn from a fixed seed.
"""

from __future__ import annotations

import csv
import random
import re
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from tests.privacy.identifiers import (
    CARDS,
    IBANS,
    NIRS,
    PHONES,
    said,
    said_card,
    said_iban,
    said_nir,
    said_phone,
)

HERE = Path(__file__).parent
EACH = 12  # sentences for each template
FIGURES = {"iban": IBANS, "card": CARDS, "nir": NIRS}
SAID = {"phone": said_phone, "iban": said_iban, "card": said_card, "nir": said_nir}
HOLE = re.compile(r"\{(\w+)\}")
Row = tuple[str, str, str]


class Sentences:
    """Draws values for the holes of one language's templates."""

    def __init__(self, plan: dict[str, Any], language: str, spoken: bool, seed: str) -> None:
        self._plan, self._language, self._spoken = plan, language, spoken
        self._draw = random.Random(f"{seed}/{language}/{spoken}")

    def filled(self, template: str) -> str:
        first, last = (
            self._one(self._plan["names"][self._language][part]) for part in ("first", "last")
        )
        self._name = {"first": first, "last": last, "name": f"{first} {last}"}
        self._name["upper"] = self._name["name"].upper()
        return HOLE.sub(lambda hole: self._value(hole.group(1)), template)

    def _value(self, hole: str) -> str:
        if hole in self._plan["fillers"]:
            return str(self._one(self._plan["fillers"][hole]))
        if hole in self._name:
            name = self._name[hole]
            return f"⟦name:{name.lower() if self._spoken else name}⟧"
        return f"⟦{hole}:{self._said(hole) if self._spoken else self._written(hole)}⟧"

    def _written(self, kind: str) -> str:
        layouts = self._plan["layouts"]
        if kind == "phone":
            return PHONES[self._one(layouts["phone"][self._language])](self._draw)
        if kind in FIGURES:
            return str(FIGURES[kind][self._one(layouts[kind])](self._draw))
        if kind == "address":
            return self._address(self._one(layouts["address"][self._language]))
        return self._email()

    def _said(self, kind: str) -> str:
        if kind in SAID:
            return SAID[kind](self._draw, self._language)
        if kind == "email":
            return self._said_email()
        street = self._one(self._plan["streets"][self._language])
        number = said([str(self._draw.randint(1, 99))], self._language)
        if self._language == "en":
            return f"{number} {street} street".lower()
        code, town = self._one(self._plan["towns"]["fr"])
        return f"{number} rue {street} {said([str(code)], 'fr')} {town}".lower()

    def _email(self) -> str:
        local = [plain(self._name[part]) for part in ("first", "last")]
        joint = self._one([".", "_", "-", ""])
        tail = self._one(["", "", str(self._draw.randint(1, 99))])
        return f"{joint.join(local)}{tail}@{self._one(self._plan['domains'])}"

    def _said_email(self) -> str:
        local = [plain(self._name[part]) for part in ("first", "last")]
        dot, at, dash = (
            ("point", "arobase", "tiret") if self._language == "fr" else ("dot", "at", "dash")
        )
        joint = self._one([dot, dash])
        if self._draw.random() < 0.3:
            local = [" ".join(local[0][:1]), local[1]]
        domain = self._one(self._plan["domains"]).replace(".", f" {dot} ").replace("-", f" {dash} ")
        return f"{local[0]} {joint} {local[1]} {at} {domain}"

    def _address(self, layout: str) -> str:
        street = self._one(self._plan["streets"][self._language])
        place = self._one(self._plan["towns"][self._language])
        code, town = place if self._language == "fr" else (place[1], place[0])
        return layout.format(
            n=self._draw.randint(1, 199), street=street, street_fr=f"rue {street}",
            code=code, town=town, postcode=code,
        )  # fmt: skip

    def _one(self, choices: Any) -> Any:
        return self._draw.choice(choices)


def plain(name: str) -> str:
    apart = unicodedata.normalize("NFD", name.lower())
    return re.sub(r"[^a-z]", "", apart)


def sentences(plan: str, each: int = EACH) -> Iterator[Row]:
    """Text with its marks, language, and whether it was typed, spoken or holds nothing."""
    read = yaml.safe_load((HERE / f"{plan}.yml").read_text(encoding="utf-8"))
    for language in ("fr", "en"):
        for form in ("typed", "spoken"):
            drawn = Sentences(read, language, form == "spoken", plan)
            for templates in read[form][language].values():
                rows = [drawn.filled(one) for one in templates for _ in range(each)]
                yield from ((text, language, form) for text in rows)
        drawn = Sentences(read, language, False, f"{plan}/harmless")
        harmless = [drawn.filled(one) for one in read["harmless"][language] for _ in range(each)]
        yield from ((text, language, "harmless") for text in harmless)


def write(plan: str, path: Path) -> int:
    rows = list(dict.fromkeys(sentences(plan)))
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("text", "language", "form"), *rows])
    return len(rows)


if __name__ == "__main__":
    print(write(sys.argv[1], Path(sys.argv[2])))
