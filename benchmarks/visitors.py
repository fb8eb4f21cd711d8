"""What visitors say in the benchmarks, and how long each of them waits for an answer."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter

import httpx

from benchmarks.running import Running, client

# `{number}`: the last four digits, so that every visitor has a telephone of their own.
VISITS: tuple[tuple[str, ...], ...] = (
    (
        "bonjour",
        "ma box clignote rouge",
        "oui merci",
        "comment obtenir une copie de ma facture ?",
        "merci beaucoup",
        "au revoir",
    ),
    (
        "je voudrais être rappelé",
        "06 39 98 {number}",
        "jeudi à 15 h 30",
        "ma connexion coupe tout le temps",
        "oui",
        "merci",
    ),
    (
        "mon wifi est lent dans la chambre",
        "c'est quoi le code RIO ?",
        "êtes-vous un robot ?",
        "quels sont vos horaires d'ouverture ?",
        "j'ai oublié le mot de passe de mon espace client",
        "bonne journée",
    ),
    (
        "bonjour",
        "rappelez-moi demain à 11 h au 06 39 98 {number}, c'est pour ma facture",
        "non, 65 à la fin",
        "oui c'est ça",
        "quels pays sont compris dans l'itinérance ?",
        "au revoir",
    ),
)


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


async def visit(side: Running, visitors: int, visits: int) -> Round:
    """So many visitors at once, each coming back so many times; each waits for its answers."""
    limits = httpx.Limits(max_connections=visitors, max_keepalive_connections=visitors)
    async with client(side.url, limits=limits) as door:
        cpu, started = side.cpu(), perf_counter()
        who = (_come(door, number, visits) for number in range(visitors))
        turns = [turn for each in await asyncio.gather(*who) for turn in each]
        return Round(tuple(turns), perf_counter() - started, side.cpu() - cpu)


async def _come(door: httpx.AsyncClient, visitor: int, visits: int) -> list[Turn]:
    turns = []
    for again in range(visits):
        number = f"{visitor % 100:02d} {again % 100:02d}"
        texts = [text.format(number=number) for text in VISITS[(visitor + again) % len(VISITS)]]
        turns += await converse(door, uuid.uuid4().hex, texts)
    return turns


async def converse(door: httpx.AsyncClient, sender: str, texts: Sequence[str]) -> list[Turn]:
    """Say some texts in one conversation, one after the other."""
    return [await _say(door, sender, text) for text in texts]


async def _say(door: httpx.AsyncClient, sender: str, text: str) -> Turn:
    started = perf_counter()
    answer = await door.post("/webhooks/rest/webhook", json={"sender": sender, "message": text})
    seconds = perf_counter() - started
    return Turn(seconds, answer.is_success and any(one.get("text") for one in answer.json()))
