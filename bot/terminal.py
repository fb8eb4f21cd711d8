"""A conversation in the terminal, with the desk that runs on this machine."""

from __future__ import annotations

import time
import uuid
from typing import Any

import httpx
from rich.console import Console
from rich.markdown import Markdown

from bot.settings import settings

console = Console()
DOWN = {
    "fr": "Le guichet ne répond pas. Lancez-le avec « make run », puis réessayez.",
    "en": "The desk does not answer. Start it with “make run”, then try again.",
}
HINT = {
    "fr": "Écrivez votre question ; un chiffre choisit un bouton ; une ligne vide pour partir.",
    "en": "Type your question; a digit presses a button; an empty line leaves.",
}
PATH, PATIENCE = "/webhooks/rest/webhook", 60.0
Bubbles = list[dict[str, Any]]


def talk(language: str) -> int:
    """Ask and answer until an empty line; the exit code."""
    language = "en" if language == "en" else "fr"
    url = settings().gateway_url
    asked = {"sender": f"terminal-{uuid.uuid4()}", "metadata": {"language": language}}
    headers = {"Authorization": f"Bearer {settings().token()}"}
    console.print(f"[dim]{HINT[language]}[/dim]")
    buttons: Bubbles = []
    with httpx.Client(base_url=url, headers=headers, timeout=30.0, trust_env=False) as client:
        while text := _read():
            pressed = text.isdecimal() and 0 < int(text) <= len(buttons)
            message = buttons[int(text) - 1]["payload"] if pressed else text
            try:
                buttons = _show(_answered(client, {**asked, "message": message}))
            except (httpx.HTTPError, ValueError):
                console.print(f"[red]{DOWN[language]}[/red]")
                return 1
    return 0


def _answered(client: httpx.Client, body: dict[str, Any]) -> Bubbles:
    """The answer, or the refusal in words; one that was promised is waited for."""
    body, end = {**body, "message_id": uuid.uuid4().hex}, time.monotonic() + PATIENCE
    while True:
        said = client.post(PATH, json=body).json()
        if not isinstance(said, list):
            return [{"text": str(said["detail"])}]
        if not _is_promise(said) or time.monotonic() > end:
            return said
        time.sleep(0.5)


def _is_promise(said: Bubbles) -> bool:
    return any("pending" in (bubble.get("custom") or {}) for bubble in said)


def _read() -> str:
    try:
        return console.input("[bold]>[/bold] ").strip()
    except (EOFError, KeyboardInterrupt):
        return ""


def _show(replies: Bubbles) -> Bubbles:
    buttons: Bubbles = []
    for reply in replies:
        console.print(Markdown(reply.get("text") or ""))
        answer = (reply.get("custom") or {}).get("answer") or {}
        if answer.get("source"):
            console.print(f"[dim]{answer['source']} ({answer.get('updated', '')})[/dim]")
        for button in reply.get("buttons") or []:
            buttons.append(button)
            console.print(f"  [cyan]{len(buttons)}[/cyan] {button['title']}", highlight=False)
    return buttons
