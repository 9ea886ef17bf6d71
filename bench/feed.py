"""The change feed: events a second, in pages of 200 by sixteen at once and as one stream; how far it is behind.

The feed holds 100,000 changes of values of a department's schools; who reads sees them all, after asking of each.
"""

import asyncio
import json
import statistics
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import asyncpg

from bench import load, product
from bench.data import Filled
from bench.load import Target
from bench.measures import ROUNDS, SECONDS, Result
from bench.processes import Running

EVENTS, PAGE, LAGS = 100_000, 200, 20
_EVENTS = """
WITH schools AS (
    SELECT id, department_id, row_number() OVER (ORDER BY id) - 1 AS n, count(*) OVER () AS all
    FROM units WHERE kind = 'school'
), made AS (
    INSERT INTO feed (position, id, type, entity, entity_id, unit_id, department_id, version, at, data)
    SELECT s.last_position + g, gen_random_uuid(), 'indicator_value.updated', 'indicator_value', u.id || '.' || g, u.id,
           u.department_id, 2, now(), jsonb_build_object('indicator', 'm1', 'period', '2026-03', 'state', 'sent')
    FROM feed_state s, generate_series(1, $1::int) AS g JOIN schools u ON u.n = g % u.all
    RETURNING position
)
UPDATE feed_state SET last_position = (SELECT max(position) FROM made) RETURNING last_position
"""
_ONE = """
INSERT INTO outbox (id, type, entity, entity_id, unit_id, department_id, version, at, data)
SELECT gen_random_uuid(), 'indicator_value.updated', 'indicator_value', 'lag', id, department_id, 3, now(), '{}'
FROM units WHERE kind = 'school' ORDER BY id LIMIT 1
"""


def feed(ours: Running, filled: Filled, scratch: Path) -> Iterator[Result]:
    """Pages, a stream, and the lag."""
    last = asyncio.run(_fill(filled.url))
    headers = product.sign_in(ours)
    path = f"/api/v1/changes?after={last - EVENTS // 2}&limit={PAGE}"
    target = Target("changes", ours.base + path, headers)
    rates = [load.drive(target, seconds=SECONDS).rate for _ in range(ROUNDS + 1)][1:]
    yield _of_events("changes read in pages of 200", load.median(rates) * PAGE)
    yield _of_events("the same as one stream", _streamed(ours, headers, last))
    with product.working(filled.url, scratch):
        lag = _lag(ours, headers, filled.url)
    yield Result("from a commit to who waits", f"{lag:.2f} s", "", lag, 1.0, unit="s")


def _of_events(what: str, rate: float) -> Result:
    return Result(what, f"{rate:,.0f}/s", "", rate, 50_000, at_least=True, unit="events/s")


async def _fill(url: str) -> int:
    connection = await asyncpg.connect(url)
    try:
        last = await connection.fetchval(_EVENTS, EVENTS)
        await connection.execute("ANALYZE feed")
        return int(last)
    finally:
        await connection.close()


def _streamed(ours: Running, headers: dict[str, str], last: int) -> float:
    url = f"{ours.base}/api/v1/changes/stream?after={last - EVENTS}"
    end, tail, began = b"id: %d\n" % last, b"", time.perf_counter()
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=60) as answer:
        while end not in tail:
            tail = tail[-len(end) :] + answer.read1(1 << 20)
    return EVENTS / (time.perf_counter() - began)


def _lag(ours: Running, headers: dict[str, str], url: str) -> float:
    """Half of the lags are shorter; each begins before its change is written."""
    return statistics.median([_one_lag(ours, headers, url) for _ in range(LAGS)])


def _one_lag(ours: Running, headers: dict[str, str], url: str) -> float:
    after = json.loads(product.fetch(ours, "/changes?limit=1&types=none.at_all", headers))["next_position"]
    while (further := _next(ours, headers, after)) != after:
        after = further
    began = time.perf_counter()
    asyncio.run(_write(url))
    product.fetch(ours, f"/changes?after={after}&wait=20", headers)
    return time.perf_counter() - began


def _next(ours: Running, headers: dict[str, str], after: int) -> int:
    found: int = json.loads(product.fetch(ours, f"/changes?after={after}&types=none.at_all", headers))["next_position"]
    return found


async def _write(url: str) -> None:
    connection = await asyncpg.connect(url)
    await connection.execute(_ONE)
    await connection.close()
