"""Hot reads: statements compiled once, on connections of their own, straight from the driver.

A session costs more than such a read itself, and a transaction two round trips; these need neither. The server plans
each of the few statements once for any values (a generic plan), for planning one anew takes longer than running it.
"""

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, Protocol

import asyncpg
import structlog
from sqlalchemy import BindParameter, ColumnElement, Select, literal_column
from sqlalchemy.dialects import postgresql
from sqlalchemy.sql.visitors import replacement_traverse

from api.kit.problems import Unavailable

CONNECTIONS = 8
"""More would only wait for a processor."""

_STATEMENTS = 200

_CONNECT_SECONDS = 10
_SETTINGS = {
    "application_name": "lotrinh reads",
    "timezone": "UTC",
    "jit": "off",
    "plan_cache_mode": "force_generic_plan",
    "default_transaction_read_only": "on",
    "statement_timeout": "10s",
}
_ASYNCPG = postgresql.asyncpg.dialect()  # type: ignore[no-untyped-call]
_OUTDATED = (asyncpg.InvalidCachedStatementError, asyncpg.OutdatedSchemaCacheError)
_UNREACHABLE = (asyncpg.PostgresConnectionError, asyncpg.CannotConnectNowError, asyncpg.InterfaceError, OSError)
_log = structlog.get_logger(__name__)


class Reads(Protocol):
    """Runs a statement and gives its rows."""

    async def fetch(self, sql: str, values: Sequence[Any]) -> list[asyncpg.Record]:
        """The rows. Raises Unavailable when the server is not there."""
        ...

    async def close(self) -> None:
        """Close what was opened for them."""
        ...


class Query:
    """A `Select` compiled once for the driver; its values are given by the names of its bind parameters.

    What is the same at every run stands in the statement itself, where the planner sees it. It is compiled when it is
    first wanted: a twelfth of the API's start would go to statements that wait for their first caller.
    """

    def __init__(self, build: Callable[[], Select[Any]]) -> None:
        self._build = build

    @property
    def sql(self) -> str:
        """The statement as the driver takes it."""
        return self._compiled[0]

    async def fetch(self, reads: Reads, **parameters: Any) -> list[asyncpg.Record]:
        """The rows. Always a `fetch`: asking for one row would switch parallel plans off."""
        sql, names = self._compiled
        return await reads.fetch(sql, [parameters[name] for name in names])

    @cached_property
    def _compiled(self) -> tuple[str, Sequence[str]]:
        statement: Any = replacement_traverse(self._build(), {}, _constant)
        compiled = statement.compile(dialect=_ASYNCPG, compile_kwargs={"render_postcompile": True})
        return str(compiled), compiled.positiontup or ()


def _constant(element: Any, **_: Any) -> ColumnElement[Any] | None:
    """What to write in place of a constant; a named parameter, which has no value yet, stays one."""
    if not isinstance(element, BindParameter) or element.required:
        return None
    written = element.compile(dialect=_ASYNCPG, compile_kwargs={"literal_binds": True})
    return literal_column(str(written), element.type)


class PooledReads:
    """At most `CONNECTIONS` connections that cannot write; none is opened before it is needed.

    The driver's own pool costs more than most of these reads: it must clean up after whoever had a connection before.
    Here every use is one statement that leaves nothing behind, and a connection on which it failed is given up.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._idle: list[_Open] = []
        self._places = asyncio.Semaphore(CONNECTIONS)

    async def fetch(self, sql: str, values: Sequence[Any]) -> list[asyncpg.Record]:
        """The rows. Raises Unavailable when the server is not there."""
        async with self._places:
            try:
                return await self._fetch(sql, values)
            except _UNREACHABLE as error:
                _log.error("database_unavailable", error=type(error).__name__)
                raise Unavailable(headers={"Retry-After": "5"}) from error

    async def close(self) -> None:
        """Close every connection."""
        while self._idle:
            await self._idle.pop().connection.close()

    async def _fetch(self, sql: str, values: Sequence[Any]) -> list[asyncpg.Record]:
        held = await self._take()
        try:
            rows = await held.fetch(sql, values)
        except BaseException:
            held.connection.terminate()
            raise
        self._idle.append(held)
        return rows

    async def _take(self) -> "_Open":
        while self._idle:
            held = self._idle.pop()
            if not held.connection.is_closed():
                return held
        return _Open(await asyncpg.connect(self._url, timeout=_CONNECT_SECONDS, server_settings=_SETTINGS))


class _Open:
    """A connection and what was prepared on it: each use goes by fewer steps than through the driver's own cache."""

    def __init__(self, connection: asyncpg.Connection) -> None:
        self.connection = connection
        self._prepared: dict[str, Any] = {}

    async def fetch(self, sql: str, values: Sequence[Any]) -> list[asyncpg.Record]:
        """The rows; after a change of the schema, those of the statement prepared anew."""
        statement = self._prepared.get(sql)
        if statement is not None:
            with contextlib.suppress(*_OUTDATED):
                return await _rows(statement, values)
        statement = await self.connection.prepare(sql)
        self._keep(sql, statement)
        return await _rows(statement, values)

    def _keep(self, sql: str, statement: Any) -> None:
        """The driver has the server forget the one that is let go."""
        self._prepared.pop(sql, None)
        if len(self._prepared) >= _STATEMENTS:
            del self._prepared[next(iter(self._prepared))]
        self._prepared[sql] = statement


async def _rows(statement: Any, values: Sequence[Any]) -> list[asyncpg.Record]:
    rows: list[asyncpg.Record] = await statement.fetch(*values)
    return rows
