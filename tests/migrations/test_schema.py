"""The schema's history: up, down, up, with data in place, and no drift from the models."""

from collections.abc import Callable
from pathlib import Path

import asyncpg
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, make_url, text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from api.kit.db import sqlalchemy_url
from api.kit.migrations import head
from migrations.roles import let_in
from migrations.tables import METADATA

ROOT = Path(__file__).resolve().parents[2]


def _config(connection: Connection) -> Config:
    config = Config(ROOT / "alembic.ini")
    config.attributes["connection"] = connection
    return config


async def _run(url: str, work: Callable[[Connection], object]) -> object:
    engine = create_async_engine(sqlalchemy_url(url))
    async with engine.connect() as connection:
        outcome = await connection.run_sync(work)
        await connection.commit()
    await engine.dispose()
    return outcome


async def test_models_and_tables_agree(connection: AsyncConnection) -> None:
    def drift(sync: Connection) -> list[object]:
        context = MigrationContext.configure(sync, opts={"compare_type": True, "include_object": _ours})
        return list(compare_metadata(context, METADATA))

    assert await connection.run_sync(drift) == []


def _ours(_object: object, name: str | None, kind: str, _reflected: bool, _to: object) -> bool:
    return not (kind in {"table", "index"} and str(name).startswith(("pgqueuer", "notes")))


async def test_down_to_nothing_and_up_again(own_database_url: str) -> None:
    await _run(own_database_url, lambda connection: command.downgrade(_config(connection), "base"))
    connection = await asyncpg.connect(own_database_url)
    left = await connection.fetch(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
    )
    assert [row["relname"] for row in left] == ["alembic_version"]
    await connection.close()
    await _run(own_database_url, lambda connection: command.upgrade(_config(connection), "head"))


async def test_the_newest_revision_is_read_without_alembic(connection: AsyncConnection) -> None:
    found = await connection.scalar(text("SELECT version_num FROM alembic_version"))
    assert head(ROOT / "migrations" / "versions") == found


async def test_whoever_migrates_makes_the_role_the_application_acts_as(admin_url: str) -> None:
    role = make_url("postgresql://lotrinh_trial:it's-a-secret@unused/unused")
    try:
        await _run(admin_url, lambda connection: let_in(connection, make_url(admin_url), role))
        await _run(admin_url, lambda connection: let_in(connection, make_url(admin_url), role))
        connection = await asyncpg.connect(admin_url, user="lotrinh_trial", password="it's-a-secret")
        await connection.close()
    finally:
        await _run(admin_url, lambda connection: connection.execute(text("DROP ROLE IF EXISTS lotrinh_trial")))


async def test_a_migration_gives_up_rather_than_queue_traffic(own_database_url: str) -> None:
    holder = await asyncpg.connect(own_database_url)
    transaction = holder.transaction()
    await transaction.start()
    await holder.execute("LOCK TABLE audit_entries IN ACCESS SHARE MODE")
    with pytest.raises(Exception, match="lock timeout"):
        await _run(own_database_url, lambda connection: command.downgrade(_config(connection), "base"))
    await transaction.rollback()
    await holder.close()
