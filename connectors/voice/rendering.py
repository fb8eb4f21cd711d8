"""Makes the sound of every fixed text ahead, in a process of its own; only what is new is made.

Run by the voice process (`rendering_ahead.py`) at its start and whenever articles are published.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Iterable

from rich.progress import Progress

from bot.settings import settings
from connectors.voice.fixed_texts import Text, fixed_texts
from connectors.voice.mouth import Mouth, open_mouth
from connectors.voice.speech import VoiceFailed


async def render(mouth: Mouth, texts: Iterable[Text], shown: bool = False) -> tuple[int, int]:
    """How many texts were new, and how many could not be spoken."""
    made = failed = 0
    wanted = list(texts)
    with Progress(disable=not shown) as progress:
        task = progress.add_task("Voice", total=len(wanted))
        for text, language in wanted:
            try:
                made += await mouth.render(text, language)
            except VoiceFailed:
                failed += 1
            progress.advance(task)
    await mouth.prune()
    return made, failed


async def _main() -> int:
    mouth = await open_mouth(settings())
    try:
        _, failed = await render(mouth, fixed_texts(), sys.stderr.isatty())
        return 1 if failed else 0
    finally:
        await mouth.close()


if __name__ == "__main__":
    os.nice(10)  # calls come first
    raise SystemExit(asyncio.run(_main()))
