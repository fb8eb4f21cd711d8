"""The body of an answer, unpacked little by little so that it never grows beyond its limit."""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterator, Iterator

import httpx

from knowledge_base.refusals import Refused

STEP = 1 << 16


async def body_of(answer: httpx.Response, most: int) -> bytes:
    """The whole body; `Refused` as soon as it is larger than `most` bytes, unpacked."""
    body = bytearray()
    async for piece in _unpacked(answer):
        body += piece
        if len(body) > most:
            megabytes = most // 1_000_000
            raise Refused(f"larger than {megabytes} MB", code="too_large", most=megabytes)
    return bytes(body)


async def _unpacked(answer: httpx.Response) -> AsyncIterator[bytes]:
    encoding = answer.headers.get("content-encoding", "").strip().lower()
    if encoding not in ("", "identity", "gzip", "x-gzip"):
        raise Refused("packed in a way that was not asked for", code="encoding")
    unpack = zlib.decompressobj(31) if "gzip" in encoding else None
    async for chunk in answer.aiter_raw():
        if unpack is None:
            yield chunk
            continue
        for piece in _steps(unpack, chunk):
            yield piece


def _steps(unpack: zlib._Decompress, chunk: bytes) -> Iterator[bytes]:
    try:
        while chunk and not unpack.eof:
            yield unpack.decompress(chunk, STEP)
            chunk = unpack.unconsumed_tail
    except zlib.error:
        raise Refused("packed in a damaged way", code="encoding") from None
