"""Hot reads: statements compiled once, on connections of their own, straight from the driver.

A session costs more than such a read itself, and a transaction two round trips; these need neither. The server plans
each of the few statements once for any values (a generic plan), for planning one anew takes longer than running it.
"""

import asyncio
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
        self._idle: list[asyncpg.Connection] = []
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
            await self._idle.pop().close()

    async def _fetch(self, sql: str, values: Sequence[Any]) -> list[asyncpg.Record]:
        connection = await self._take()
        try:
            rows: list[asyncpg.Record] = await connection.fetch(sql, *values)
        except BaseException:
            connection.terminate()
            raise
        self._idle.append(connection)
        return rows

    async def _take(self) -> asyncpg.Connection:
        while self._idle:
            connection = self._idle.pop()
            if not connection.is_closed():
                return connection
        return await asyncpg.connect(
            self._url,
            timeout=_CONNECT_SECONDS,
            server_settings=_SETTINGS,
            max_cacheable_statement_size=0,  # the longest are those that take longest to plan
        )
