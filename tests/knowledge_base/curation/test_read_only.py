"""Who only reads waits for no writer, and changes nothing."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.database import read_only
from knowledge_base.curation.catalogue import Catalogue
from knowledge_base.store import articles


def test_reading_goes_on_while_a_writer_holds_the_lock(
    database: Engine, catalogue: Catalogue
) -> None:
    with database.begin() as writer:
        writer.execute(articles.delete())
        with read_only(database) as reader:
            assert reader.execute(sa.select(sa.func.count()).select_from(articles)).scalar() == 3
        assert len(catalogue.entries()) == 3
    assert catalogue.entries() == []


def test_two_readers_and_a_writer_stand_in_nobodys_way(database: Engine) -> None:
    with read_only(database) as one, read_only(database) as other:
        before = one.execute(sa.select(articles.c.id)).all()
        with database.begin() as writer:
            writer.execute(articles.delete())
        assert one.execute(sa.select(articles.c.id)).all() == before
        assert other.execute(sa.select(articles.c.id)).all() == []


def test_a_reader_cannot_write_and_leaves_the_connection_as_it_was(database: Engine) -> None:
    with pytest.raises(SQLAlchemyError), read_only(database) as reader:
        reader.execute(articles.delete())
    with database.begin() as writer:
        assert writer.execute(articles.delete()).rowcount == 3
