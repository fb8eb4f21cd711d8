"""What visitors say in the benchmarks, and how long each of them waits for an answer."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from time import perf_counter

import httpx

from benchmarks.running import Running, client

# `{hello}` and `{please}` differ from visit to visit, as does the telephone `{number}`: a question
# is seldom worded twice in the same way, and no cache may pretend that it is.
VISITS: tuple[tuple[str, ...], ...] = (
    (
        "bonjour",
        "{hello}ma box clignote rouge{please}",
        "oui merci",
        "{hello}comment obtenir une copie de ma facture{please}",
        "merci beaucoup",
        "au revoir",
    ),
    (
        "je voudrais être rappelé",
        "06 39 98 {number}",
        "jeudi à 15 h 30",
        "{hello}ma connexion coupe tout le temps{please}",
        "oui",
        "merci",
    ),
    (
        "{hello}mon wifi est lent dans la chambre{please}",
        "{hello}c'est quoi le code RIO{please}",
        "êtes-vous un robot ?",
        "{hello}quels sont vos horaires d'ouverture{please}",
        "{hello}j'ai oublié le mot de passe de mon espace client{please}",
        "bonne journée",
    ),
    (
        "bonjour",
        "rappelez-moi demain à 11 h au 06 39 98 {number}, c'est pour ma facture{please}",
        "non, 65 à la fin",
        "oui c'est ça",
        "{hello}quels pays sont compris dans l'itinérance{please}",
        "au revoir",
    ),
)
HELLOS = ("", "bonjour, ", "euh ", "dites, ", "alors ", "bonsoir ", "voilà, ", "en fait ", "oui ")
PLEASES = ("", " ?", " svp", " s'il vous plaît", " !", " merci", " du coup", "...", " ??")


@dataclass(frozen=True)
class Turn:
    """One message: the seconds until its answer, and whether there was one."""

    seconds: float
    answered: bool


@dataclass(frozen=True)
class Round:
    """What some visitors, at the same time, cost one side."""

    turns: tuple[Turn, ...]
    seconds: float
    cpu: float

    @property
    def latencies(self) -> list[float]:
        return [turn.seconds * 1000 for turn in self.turns]

    @property
    def answered(self) -> float:
        return sum(turn.answered for turn in self.turns) / len(self.turns)

    @property
    def cpu_per_message(self) -> float:
        return self.cpu * 1000 / len(self.turns)

    @property
    def per_second(self) -> float:
        return len(self.turns) / self.seconds

    @property
    def per_cpu_second(self) -> float:
        return len(self.turns) / self.cpu


async def visit(side: Running, visitors: int, visits: int, first: int = 0) -> Round:
    """So many visitors at once, each coming back so many times; each waits for its answers.

    Visits are numbered from `first`: another number is another wording and another telephone.
    """
    limits = httpx.Limits(max_connections=visitors, max_keepalive_connections=visitors)
    async with client(side.url, limits=limits) as door:
        cpu, started = side.cpu(), perf_counter()
        starts = range(first, first + visitors * visits, visits)
        who = (_come(door, range(start, start + visits)) for start in starts)
        turns = [turn for each in await asyncio.gather(*who) for turn in each]
        return Round(tuple(turns), perf_counter() - started, side.cpu() - cpu)


async def _come(door: httpx.AsyncClient, numbers: Iterable[int]) -> list[Turn]:
    return [
        turn for number in numbers for turn in await converse(door, uuid.uuid4().hex, said(number))
    ]


def said(number: int) -> list[str]:
    """What the visitor of a number says: the first 324 numbers have no question in common."""
    wording, place = divmod(number, len(VISITS))
    hello = HELLOS[wording % len(HELLOS)]
    please = PLEASES[wording // len(HELLOS) % len(PLEASES)]
    digits = f"{number % 10000:04d}"
    values = {"hello": hello, "please": please, "number": f"{digits[:2]} {digits[2:]}"}
    return [text.format(**values) for text in VISITS[place]]


async def converse(door: httpx.AsyncClient, sender: str, texts: Sequence[str]) -> list[Turn]:
    """Say some texts in one conversation, one after the other."""
    return [await _say(door, sender, text) for text in texts]


async def _say(door: httpx.AsyncClient, sender: str, text: str) -> Turn:
    started = perf_counter()
    answer = await door.post("/webhooks/rest/webhook", json={"sender": sender, "message": text})
    seconds = perf_counter() - started
    return Turn(seconds, answer.is_success and any(one.get("text") for one in answer.json()))
