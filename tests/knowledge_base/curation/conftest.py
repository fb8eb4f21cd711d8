"""A database of its own for each test."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from bot.database import engine, migrate


@pytest.fixture
def database(tmp_path: Path) -> Engine:
    url = f"sqlite:///{tmp_path / 'guichet.db'}"
    migrate(url)
    made: Engine = engine(url)
    return made
