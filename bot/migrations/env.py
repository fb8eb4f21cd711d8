"""Runs the migration history on the house's one engine, one process at a time."""

from alembic import context
from sqlalchemy import text

from bot.database import engine, metadata

made = context.config.attributes.get("engine") or engine()
with made.connect() as connection:
    if made.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(71838)"))
    context.configure(connection=connection, target_metadata=metadata, transactional_ddl=True)
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
