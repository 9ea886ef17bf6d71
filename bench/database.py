"""A PostgreSQL server of the bench's own, with the settings a deployment's has, and its databases."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg

from api.kit.postgres import ROLE, PostgresServer, embedded_server


@contextmanager
def started(scratch: Path) -> Iterator[PostgresServer]:
    """A fresh server, stopped at the end."""
    server = embedded_server(scratch / "database")
    server.start()
    try:
        yield server
    finally:
        server.stop()


def administrator(server: PostgresServer) -> str:
    """The address of the server for its superuser."""
    return server.url("postgres", "postgres")


def create(server: PostgresServer, name: str) -> str:
    """An empty database of the application's role; its address."""
    asyncio.run(_create(administrator(server), name))
    return server.url(name)


async def _create(address: str, name: str) -> None:
    connection = await asyncpg.connect(address)
    await connection.execute(f'CREATE DATABASE "{name}" OWNER {ROLE}')
    await connection.close()
