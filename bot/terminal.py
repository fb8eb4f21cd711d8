"""A conversation in the terminal, with the desk that runs on this machine."""

from __future__ import annotations

import uuid
from typing import Any

import httpx
from rich.console import Console
from rich.markdown import Markdown
from rich.prompt import Prompt

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


def talk(language: str) -> int:
    """Ask and answer until an empty line; the exit code."""
    language = "en" if language == "en" else "fr"
    url = f"http://{settings().gateway_host}:{settings().gateway_port}/webhooks/rest/webhook"
    sender = f"terminal-{uuid.uuid4()}"
    headers = {"Authorization": f"Bearer {settings().token()}"}
    console.print(f"[dim]{HINT[language]}[/dim]")
    buttons: list[dict[str, Any]] = []
    with httpx.Client(headers=headers, timeout=30.0, trust_env=False) as client:
        while text := _read():
            pressed = text.isdigit() and 0 < int(text) <= len(buttons)
            message = buttons[int(text) - 1]["payload"] if pressed else text
            body = {"sender": sender, "message": message, "metadata": {"language": language}}
            try:
                response = client.post(url, json=body)
                response.raise_for_status()
            except httpx.HTTPError:
                console.print(f"[red]{DOWN[language]}[/red]")
                return 1
            buttons = _show(response.json())
    return 0


def _read() -> str:
    try:
        return Prompt.ask("[bold]>[/bold]", console=console, default="", show_default=False).strip()
    except (EOFError, KeyboardInterrupt):
        return ""


def _show(replies: list[dict[str, Any]]) -> list[dict[str, Any]]:
    buttons: list[dict[str, Any]] = []
    for reply in replies:
        console.print(Markdown(reply.get("text") or ""))
        answer = (reply.get("custom") or {}).get("answer") or {}
        if answer.get("source"):
            console.print(f"[dim]{answer['source']} ({answer.get('updated', '')})[/dim]")
        for button in reply.get("buttons") or []:
            buttons.append(button)
            console.print(f"  [cyan]{len(buttons)}[/cyan] {button['title']}")
    return buttons
