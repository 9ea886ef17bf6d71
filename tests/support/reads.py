"""Hot reads inside a test's transaction."""

import asyncio
from collections.abc import Sequence
from typing import Any

import asyncpg
from sqlalchemy.ext.asyncio import AsyncConnection


class ConnectionReads:
    """Stands in for the pool of hot reads: one connection, so that they see what the test wrote."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def fetch(self, sql: str, values: Sequence[Any]) -> list[asyncpg.Record]:
        """The rows."""
        raw = (await self._connection.get_raw_connection()).driver_connection
        rows: list[asyncpg.Record] = await raw.fetch(sql, *values)  # type: ignore[union-attr]
        await asyncio.sleep(0)  # the driver tells its query loggers in the loop's next turn
        return rows

    async def close(self) -> None:
        """The connection is the test's."""
