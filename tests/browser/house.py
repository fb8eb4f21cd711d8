"""A gateway that can be stopped and started again, and a dialogue with something to show."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from datetime import time as hour
from typing import Any

import uvicorn
from fastapi import APIRouter, FastAPI

from bot.clock import PARIS
from bot.conversation import Button, Message, Reply
from bot.settings import settings
from connectors.gateway import create_app, server

ARTICLE = """Un voyant rouge signale un défaut. Regardez d’abord **lequel** est rouge.

- **Fibre rouge** : la box ne reçoit plus de signal de la prise murale.
- **Internet rouge** : la ligne arrive, mais la connexion échoue.

Ensuite, dans l’ordre :

1. Vérifiez s’il y a un [incident dans votre secteur](https://www.ormea.example/etat-reseau).
2. Débranchez l’alimentation de la box pendant 30 secondes.
3. Rebranchez et attendez *5 minutes*."""

ANSWER = {
    "article": "box-red-light",
    "title": "Le voyant de ma box est rouge",
    "source": "https://www.ormea.example/aide/box-red-light",
    "updated": "2026-09-14",
    "version": "1",
    "confidence": 0.93,
}
RATE = tuple(
    Button(title, f'/give_feedback{{"rating": "{way}"}}')
    for title, way in (("Oui", "up"), ("Non", "down"))
)
TRAP = """<img src=x onerror="window.trapped=1"> <script>window.trapped=2</script>
[lien](javascript:window.trapped=3) [data](data:text/html,<script>window.trapped=4</script>)
**<svg onload=window.trapped=5>** [<img src=x onerror=window.trapped=6>](https://www.ormea.example)
[vb](vbscript:x) [rel](//evil.example) https://www.ormea.example/"onmouseover="window.trapped=7"""


@dataclass
class Host:
    """A dialogue that answers a few words at length, and repeats the rest."""

    heard: list[Message] = field(default_factory=list)
    seconds: float = 0.0

    async def answer(self, message: Message) -> list[Reply]:
        self.heard.append(message)
        await asyncio.sleep(self.seconds)
        if message.metadata.get("payload"):
            return [Reply(f"Reçu : {message.metadata['payload']}")]
        for word, replies in REPLIES.items():
            if word in message.text.lower():
                return replies
        return [Reply(f"{len(self.heard)} · {message.text}")]

    async def ready(self) -> bool:
        return True


REPLIES: dict[str, list[Reply]] = {
    "rouge": [
        Reply(ARTICLE, (), {"answer": ANSWER}),
        Reply("Cela répond-il à votre question ?", RATE, {"kind": "rating"}),
    ],
    "facture": [
        Reply(
            "Je ne suis pas certain de bien comprendre. Est-ce l’un de ces sujets ?",
            (
                Button("Comprendre ma facture", '/ask_question{"article": "bill-understand"}'),
                Button("Ma facture a augmenté", '/ask_question{"article": "bill-higher"}'),
                Button("Espace client", "https://www.ormea.example/espace-client"),
            ),
        )
    ],
    "confirme": [
        Reply("Vous confirmez ?", (Button("Oui", "/affirm#aaaaaaaaaaaa"), Button("Non", "/deny#aaaaaaaaaaaa")))
    ],
    "rappel": [Reply("Bien sûr. Quand pouvons-nous vous appeler ?", (), {"form": "callback"})],
    "piège": [
        Reply(
            TRAP,
            (
                Button("<img src=x onerror=window.trapped=8>", "/affirm"),
                Button("lien", "javascript:window.trapped=9"),
            ),
            {"answer": {**ANSWER, "title": "<b onclick=1>x</b>", "source": "javascript:alert(1)"}},
        )
    ],
}


class Agenda:
    """Free times of a CRM: half hours of the next three weeks."""

    async def free_slots(
        self, after: datetime, limit: int, queue: str, language: str
    ) -> Sequence[datetime]:
        days = [after.astimezone(PARIS).date() + timedelta(days=n) for n in range(1, 21)]
        starts = [
            datetime.combine(day, hour(9 + half // 2, 30 * (half % 2)), PARIS)
            for day in days
            for half in range(12)
        ]
        return starts[:limit]


class Served:
    """An application on a port of this machine, in a thread of its own."""

    def __init__(self, app: FastAPI, port: int) -> None:
        self._serving = uvicorn.Server(server(app, port=port))
        self._thread = threading.Thread(target=self._serving.run)
        self._thread.start()
        while not self._serving.started:
            assert self._thread.is_alive()
            time.sleep(0.01)
        self.port = int(self._serving.servers[0].sockets[0].getsockname()[1])

    def close(self) -> None:
        self._serving.should_exit = True
        self._thread.join(timeout=10)


def telephone(doors: Sequence[APIRouter]) -> FastAPI:
    """A voice process that takes calls by these doors."""
    app = FastAPI()
    app.add_api_route("/readyz", lambda: {})
    for door in doors:
        app.include_router(door)
    return app


class House:
    """The gateway of the tests, at one address through all its restarts.

    With `doors`, a telephone stands behind it, on the port that the settings name.
    """

    def __init__(self) -> None:
        self.host, self.port = Host(), 0
        self.doors: list[APIRouter] | None = None
        self._served: list[Served] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def open(self, **parts: Any) -> None:
        if self.doors is not None:
            self._served.append(Served(telephone(self.doors), settings().voice_port))
        gateway = Served(create_app(self.host, **{"crm": Agenda(), **parts}), self.port)
        self._served.append(gateway)
        self.port = gateway.port

    def close(self) -> None:
        while self._served:
            self._served.pop().close()
