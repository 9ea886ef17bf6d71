"""What many tests arrange alike: by the services the first time, as the rows they left from then on.

The services take some 100 ms for two provinces, their rows a tenth of it. Only an empty database is arranged so, and
only where nothing was there before; columns the database fills itself it fills again.
"""

from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Table, func, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from api.kit.db import Base, driver_connection

Made = TypeVar("Made")


class Kept(NamedTuple):
    """What arranging gave, and the rows it left, each table after those it points to."""

    made: Any
    rows: list[tuple[Table, list[tuple[Any, ...]]]]


_KEPT: dict[str, Kept] = {}


async def arranged(
    session: AsyncSession, name: str, empty: type[Base], arrange: Callable[[AsyncSession], Awaitable[Made]]
) -> Made:
    """What `arrange` gives, and what it leaves in the database; `empty` has no rows where nothing was arranged yet."""
    if await session.scalar(select(func.count()).select_from(empty)):
        return await arrange(session)
    if name not in _KEPT:
        return await _first(session, name, arrange)
    kept = _KEPT[name]
    connection = await driver_connection(session)
    for table, rows in kept.rows:
        # One COPY a table: its rows may point to each other.
        await connection.copy_records_to_table(table.name, records=rows, columns=_columns(table))
    await session.commit()
    made: Made = kept.made
    return made


async def _first(session: AsyncSession, name: str, arrange: Callable[[AsyncSession], Awaitable[Made]]) -> Made:
    ours = Base.metadata.sorted_tables
    tables = [each for each in ours if not each.info.get("test_only") and not each.info.get("filled_by_trigger")]
    before = {table: await _rows(session, table) for table in tables}
    made = await arrange(session)
    await session.flush()
    after = {table: await _rows(session, table) for table in tables}
    changed = [table for table in tables if after[table] != before[table]]
    if not any(before[table] for table in changed):
        _KEPT[name] = Kept(made, [(table, after[table]) for table in changed])
    return made


async def _rows(session: AsyncSession, table: Table) -> list[tuple[Any, ...]]:
    """The rows of a table in the order they were written."""
    documents = {column.name for column in table.columns if isinstance(column.type, JSONB)}
    names = ", ".join(f'"{name}"' + "::text" * (name in documents) for name in _columns(table))
    order = ", ".join(f'"{column.name}"' for column in table.primary_key)
    found = await (await driver_connection(session)).fetch(f'SELECT {names} FROM "{table.name}" ORDER BY {order}')
    return [tuple(row) for row in found]


def _columns(table: Table) -> list[str]:
    return [column.name for column in table.columns if column.computed is None and column.identity is None]
