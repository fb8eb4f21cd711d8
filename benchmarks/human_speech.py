"""How much of people's recorded speech is understood, over a telephone's narrow band.

    python -m benchmarks.human_speech [--json] [--prompts N] [--sounds FOLDER]

The prompts that two people recorded for Asterisk (CC BY-SA 3.0), in Canadian French and in
American English, at 8 kHz, with the texts that they read: Debian's packages
asterisk-core-sounds-fr, -fr-wav, -en and -en-wav. They are read from where those packages put
them, and never shipped. The peer is faster-whisper as it comes, with the same weights.
"""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Annotated, Any

import typer

from benchmarks.human_prompts import Prompt, prompts
from benchmarks.human_whisper import as_it_comes
from benchmarks.measure import Spread, ratio
from benchmarks.pictures import drawn
from bot.settings import settings
from connectors.voice.hearing import open_ears
from connectors.voice.sound_files import read_sound
from connectors.voice.transcribing import heard_in
from connectors.voice.word_errors import errors_and_words

PARTS = 4  # of the prompts, whose figures make the spread


def main(
    many: Annotated[int, typer.Option("--prompts", help="of each language; 0: all")] = 80,
    sounds: Annotated[Path, typer.Option(help="the root that the packages lie under")] = Path("/"),
    as_json: Annotated[bool, typer.Option("--json", help="for programs")] = False,
) -> None:
    """Word error rates in both languages."""
    found = asyncio.run(measure({one: prompts(sounds, one, many) for one in ("fr", "en")}))
    path = settings().data_dir / "reports" / "human_speech.png"
    picture(found, path)
    print(json.dumps(found | {"picture": str(path)}, indent=2) if as_json else table(found))


async def measure(asked: dict[str, list[Prompt]]) -> dict[str, Any]:
    """Each prompt is heard by both, one after the other."""
    ears, peer = await open_ears(workers=1), as_it_comes()
    try:
        found = {}
        for language, some in asked.items():
            ours, theirs = [], []
            for prompt in some:
                pcm = read_sound(prompt.sound)
                text, _ = await heard_in(ears, pcm, language)
                ours.append(errors_and_words(prompt.text, text, language))
                theirs.append(errors_and_words(prompt.text, peer(pcm, language), language))
            found[language] = _figures(ours, theirs)
        return found
    finally:
        await ears.close()


def _figures(ours: list[tuple[int, int]], theirs: list[tuple[int, int]]) -> dict[str, Any]:
    """Errors over words of all prompts; the ratio is that of parts that take turns."""
    parts = [(_rate(ours[n::PARTS]), _rate(theirs[n::PARTS])) for n in range(PARTS)]
    shares = ratio([a for a, _ in parts], [max(b, 1e-9) for _, b in parts])
    return {
        "prompts": len(ours),
        "words": sum(words for _, words in ours),
        "word_error_rate": _rate(ours),
        "peer_word_error_rate": _rate(theirs),
        "ratio": vars(shares),
    }


def _rate(counted: list[tuple[int, int]]) -> float:
    return sum(errors for errors, _ in counted) / max(1, sum(words for _, words in counted))


def table(found: dict[str, Any]) -> str:
    rows = [f"{'':4}{'prompts':>9}{'words':>7}{'wrong':>8}{'as it comes':>13}  ratio"]
    for language, one in found.items():
        rows.append(
            f"{language:4}{one['prompts']:>9}{one['words']:>7}{one['word_error_rate']:>8.1%}"
            f"{one['peer_word_error_rate']:>13.1%}  {Spread(**one['ratio']).shown(2)}"
        )
    return "\n".join(rows)


def picture(found: dict[str, Any], path: Path) -> None:
    with drawn(path, size=(5, 3.6)) as (axis,):
        for place, (name, label) in enumerate(
            (("word_error_rate", "ours"), ("peer_word_error_rate", "as it comes"))
        ):
            rates = [100 * one[name] for one in found.values()]
            axis.bar([x + 0.4 * place for x in range(len(rates))], rates, 0.38, label=label)
        axis.set_xticks([x + 0.2 for x in range(len(found))])
        axis.set_xticklabels(list(found))
        axis.set_ylabel("words in a hundred heard wrong")
        axis.set_title("recorded human speech at 8 kHz")
        axis.legend()


if __name__ == "__main__":
    typer.run(main)
