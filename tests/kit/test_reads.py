"""Hot reads: connections of their own, which cannot write and are given up when a statement fails on them."""

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest
import pytest_asyncio
from sqlalchemy import Integer, bindparam, column, func, literal, select

from api.kit import reads
from api.kit.problems import Unavailable
from api.kit.reads import CONNECTIONS, PooledReads, Query

NUMBERS = func.generate_series(1, 3).table_valued(column("n", Integer), name="numbers").render_derived()
ABOVE = Query(lambda: select(NUMBERS.c.n).where(NUMBERS.c.n > bindparam("floor", type_=Integer())))


@pytest_asyncio.fixture
async def pool(database_url: str) -> AsyncIterator[PooledReads]:
    pool = PooledReads(database_url)
    yield pool
    await pool.close()


async def _setting(pool: PooledReads, name: str) -> str:
    (row,) = await pool.fetch("SELECT current_setting($1)", [name])
    return str(row[0])


async def test_values_are_given_by_name(pool: PooledReads) -> None:
    assert [row["n"] for row in await ABOVE.fetch(pool, floor=1)] == [2, 3]


async def test_nothing_can_be_written(pool: PooledReads) -> None:
    with pytest.raises(asyncpg.ReadOnlySQLTransactionError):
        await pool.fetch("CREATE TABLE never (id int)", [])


async def test_a_statement_is_planned_once_for_any_values(pool: PooledReads) -> None:
    assert await _setting(pool, "plan_cache_mode") == "force_generic_plan"


async def test_connections_are_used_again_and_are_few(pool: PooledReads) -> None:
    async def one() -> int:
        (row,) = await pool.fetch("SELECT pg_backend_pid(), pg_sleep(0.01)", [])
        return int(row[0])

    used = set(await asyncio.gather(*(one() for _ in range(5 * CONNECTIONS))))
    assert len(used) <= CONNECTIONS
    assert await one() in used


async def test_a_failed_statement_takes_its_connection_with_it(pool: PooledReads) -> None:
    (before,) = await pool.fetch("SELECT pg_backend_pid()", [])
    with pytest.raises(asyncpg.DivisionByZeroError):
        await pool.fetch("SELECT 1 / 0", [])
    (after,) = await pool.fetch("SELECT pg_backend_pid()", [])
    assert before != after


async def test_a_cancelled_read_does_not_disturb_the_next(pool: PooledReads) -> None:
    slow = asyncio.create_task(pool.fetch("SELECT pg_sleep(10)", []))
    while not await pool.fetch("SELECT 1 FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep(10)%'", []):
        await asyncio.sleep(0)
    slow.cancel()
    with pytest.raises(asyncio.CancelledError):
        await slow
    assert [row["n"] for row in await ABOVE.fetch(pool, floor=2)] == [3]


async def test_a_connection_the_server_closed_is_replaced(pool: PooledReads, admin_url: str) -> None:
    (row,) = await pool.fetch("SELECT pg_backend_pid()", [])
    administrator = await asyncpg.connect(admin_url)
    await administrator.execute("SELECT pg_terminate_backend($1, 5000)", row[0])
    await administrator.close()
    await asyncio.sleep(0)
    assert await _setting(pool, "TimeZone") == "UTC"


async def test_a_server_that_is_not_there_is_a_problem_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reads, "_CONNECT_SECONDS", 1)
    gone = PooledReads("postgresql://nobody@127.0.0.1:9/nothing")
    with pytest.raises(Unavailable):
        await gone.fetch("SELECT 1", [])


def test_constants_stand_in_the_statement_and_named_values_do_not() -> None:
    query = Query(lambda: select(NUMBERS.c.n).where(NUMBERS.c.n > 1, NUMBERS.c.n < bindparam("top", type_=Integer())))
    assert ".n > 1 " in query.sql
    assert query.sql.count("$") == 1


def test_a_constant_cannot_end_its_quotes() -> None:
    assert "'it''s'" in Query(lambda: select(literal("it's"))).sql


async def test_a_changed_schema_is_read_as_it_is_now(own_database_url: str) -> None:
    pool = PooledReads(own_database_url.replace("+asyncpg", ""))
    owner = await asyncpg.connect(own_database_url.replace("+asyncpg", ""))
    await owner.execute("CREATE TABLE changing AS SELECT 1 AS a")
    try:
        assert [tuple(row) for row in await pool.fetch("SELECT * FROM changing", [])] == [(1,)]
        await owner.execute("ALTER TABLE changing ADD COLUMN b text DEFAULT 'new'")
        assert [tuple(row) for row in await pool.fetch("SELECT * FROM changing", [])] == [(1, "new")]
    finally:
        await owner.close()
        await pool.close()


async def test_a_connection_keeps_so_many_statements(pool: PooledReads, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reads, "_STATEMENTS", 2)
    for number in range(5):
        await pool.fetch(f"SELECT {number}", [])
    (kept,) = await pool.fetch("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE 'SELECT _'", [])
    assert kept[0] <= 2
