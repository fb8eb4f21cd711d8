"""Speaks: a written reply becomes speakable, then sentences, then sound."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

from bot.settings import Settings
from connectors.voice.kept_sounds import KeptSounds, folder
from connectors.voice.mouth_process import Lost, MouthProcess
from connectors.voice.mouth_texts import trouble
from connectors.voice.sentences import sentences
from connectors.voice.speakable import speakable
from connectors.voice.speech import RATE, VoiceFailed
from connectors.voice.voices import LANGUAGES, Voice, voice_for

BETWEEN = bytes(RATE * 2 * 250 // 1000)  # a breath after each sentence: 250 ms


class Mouth:
    """The synthesiser of the house. Make it inside a running loop; end it with `close`."""

    def __init__(
        self,
        voices: Callable[[str], Voice],
        sounds: KeptSounds,
        spoken: Callable[[str, str], str] = speakable,
    ) -> None:
        self._voices = {language: voices(language) for language in LANGUAGES}
        self._sounds = sounds
        self._spoken = spoken
        self._process = MouthProcess()
        self._trouble: dict[str, bytes] = {}

    async def start(self) -> None:
        """Be ready before the first call, and hold what is said when nothing else can be."""
        await self._process.start()
        for language in LANGUAGES:
            pieces = [piece async for piece in self.speak(trouble(language), language)]
            self._trouble[language] = b"".join(pieces)

    async def close(self) -> None:
        """End the process that speaks."""
        await self._process.close()

    def fallback(self, language: str) -> bytes:
        """What to say where `speak` fails; held in memory, so it cannot fail too."""
        return self._trouble.get(self._voice(language).language, b"")

    async def speak(self, text: str, language: str) -> AsyncIterator[bytes]:
        """The sound of a text, one piece a sentence; raises `VoiceFailed`."""
        voice = self._voice(language)
        for sentence in sentences(self._spoken(text, voice.language)):
            if sound := await self._said(sentence, voice):
                yield sound + BETWEEN

    async def render(self, text: str, language: str) -> bool:
        """Make the sound of a fixed text ahead, and keep it; whether some of it was new."""
        voice, new = self._voice(language), False
        for sentence in sentences(self._spoken(text, voice.language)):
            new |= await self._rendered(sentence, voice)
        return new

    async def prune(self) -> int:
        """Drop kept sounds that nothing wanted for longest, if there are too many."""
        return await asyncio.to_thread(self._sounds.prune)

    async def _rendered(self, sentence: str, voice: Voice) -> bool:
        if await asyncio.to_thread(self._sounds.has, sentence, voice):
            return False
        said = self._sounds.remembered(sentence, voice)
        sound = said if said is not None else await self._made(sentence, voice)
        await asyncio.to_thread(self._sounds.keep, sentence, voice, sound)
        return True

    async def _said(self, sentence: str, voice: Voice) -> bytes:
        """As made before, if it was."""
        sound = self._sounds.remembered(sentence, voice)
        if sound is None:
            sound = await asyncio.to_thread(self._sounds.kept, sentence, voice)
        if sound is None:
            sound = await self._made(sentence, voice)
            self._sounds.remember(sentence, voice, sound)
        return sound

    async def _made(self, sentence: str, voice: Voice) -> bytes:
        """By that voice: once more if its process was lost, by the packaged one if it fails."""
        try:
            return await self._process.pcm(sentence, voice)
        except VoiceFailed as error:
            if voice.engine == "pico" and not isinstance(error, Lost):
                raise
            return await self._process.pcm(sentence, Voice(voice.language))

    def _voice(self, language: str) -> Voice:
        return self._voices.get(language, self._voices[LANGUAGES[0]])


async def open_mouth(chosen: Settings) -> Mouth:
    """A mouth that is ready to speak."""
    mouth = Mouth(lambda language: voice_for(language, chosen), KeptSounds(folder(chosen)))
    await mouth.start()
    return mouth
