"""Alembic's environment: one connection, timeouts that never queue traffic behind a lock, drift comparison."""

import asyncio
import os
from typing import Any

from alembic import context
from sqlalchemy import Connection, make_url, pool, text
from sqlalchemy.ext.asyncio import create_async_engine

from api.kit.db import sqlalchemy_url
from migrations.roles import let_in
from migrations.tables import METADATA

# A migration that cannot get its lock at once gives up rather than hold up everybody behind it.
LOCK_TIMEOUT = "3s"
STATEMENT_TIMEOUT = "15min"


def _ours(_object: Any, name: str | None, kind: str, _reflected: bool, _compare_to: Any) -> bool:
    """Leave the queue library's own tables out of the comparison."""
    return not (kind in {"table", "index"} and name is not None and name.startswith("pgqueuer"))


def _run(connection: Connection) -> None:
    connection.execute(text(f"SET lock_timeout = '{LOCK_TIMEOUT}'"))
    connection.execute(text(f"SET statement_timeout = '{STATEMENT_TIMEOUT}'"))
    connection.commit()
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        include_object=_ours,
        compare_type=True,
        compare_server_default=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


async def _connect(url: str, application_url: str) -> None:
    engine = create_async_engine(sqlalchemy_url(url), poolclass=pool.NullPool)
    async with engine.connect() as connection:
        await connection.run_sync(_run)
        await connection.run_sync(let_in, make_url(url), make_url(application_url))
    await engine.dispose()


def main() -> None:
    """Run on the connection handed in by a caller, or as the owner of the database, who then lets the other role in."""
    given = context.config.attributes.get("connection")
    if given is not None:
        _run(given)
    else:
        url = os.environ["LOTRINH_DATABASE_URL"]
        asyncio.run(_connect(os.environ.get("LOTRINH_DATABASE_OWNER_URL", url), url))


main()
