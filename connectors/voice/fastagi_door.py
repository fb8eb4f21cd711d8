"""What a dialplan asks us: `start` before the sound comes, `next` when our part is over."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from connectors.voice.announcements import Announcements, Onward
from connectors.voice.fastagi import Malformed, Request, RequestReader, set_variable, succeeded
from connectors.voice.inbox import Count
from connectors.voice.phrases import spoken_language

_PATIENCE = 5.0  # seconds that one request may take


@dataclass
class FastAgiDoor:
    """Serves one request a connection; give it to `asyncio.start_server`.

    `start` sets VB_UUID, the id that AudioSocket (or chan_websocket) must bring within five
    seconds; its argument may be the language. `next,<id>` sets VB_NEXT, where the caller goes
    on to; empty: hang up.
    """

    announcements: Announcements
    onward: Onward
    count: Count
    patience: float = _PATIENCE

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await asyncio.wait_for(self._serve(reader, writer), self.patience)
        except asyncio.TimeoutError:
            self.count("fastagi_slow")
        except (Malformed, OSError):
            self.count("fastagi_malformed")
        finally:
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = await _request(reader)
        if answer := self._answer(request):
            writer.write(answer)
            await writer.drain()
            if not succeeded(await reader.read(1024)):
                self.count("fastagi_not_set")

    def _answer(self, request: Request) -> bytes | None:
        if request.script == "start":
            return set_variable("VB_UUID", self._announce(request))
        if request.script == "next" and request.arguments:
            return set_variable("VB_NEXT", self.onward.next(request.arguments[0]))
        self.count("fastagi_unknown_script")
        return None

    def _announce(self, request: Request) -> str:
        named = ("channel", "uniqueid", "context", "extension")
        return self.announcements.announce(
            caller=request.known("callerid"),
            called=request.known("dnid", "extension"),
            language=_language(request),
            variables={name: request.known(name) for name in named},
        ).id


async def _request(reader: asyncio.StreamReader) -> Request:
    reading = RequestReader()
    while data := await reader.read(4096):
        if request := reading.feed(data):
            return request
    raise Malformed("the request was not finished")


def _language(request: Request) -> str:
    """As the dialplan says it, or the channel's unless that is `en`: every channel begins so."""
    if request.arguments and request.arguments[0]:
        return spoken_language(request.arguments[0])
    channel = spoken_language(request.known("language"))
    return "" if channel == "en" else channel
