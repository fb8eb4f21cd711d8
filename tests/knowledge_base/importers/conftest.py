"""One reading room for many tests: it is costly to set up."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from knowledge_base.importers.contained import Job, ReadingRoom
from knowledge_base.importers.gathering import Content
from knowledge_base.importers.readings import Reading

Read = Callable[[str, bytes], Reading]
Found = Callable[[str, bytes], Content]


@pytest.fixture(scope="session")
def room() -> Iterator[ReadingRoom]:
    with ReadingRoom() as made:
        yield made


@pytest.fixture
def read(room: ReadingRoom) -> Read:
    return lambda name, data: room.read(Job(name, name, lambda: data))


@pytest.fixture
def found(read: Read) -> Found:
    def taken(name: str, data: bytes) -> Content:
        content = Content()
        for piece in read(name, data).pieces:
            content.take(name, piece.line, piece.content(), "fr")
        return content

    return taken
