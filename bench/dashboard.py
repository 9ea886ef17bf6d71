"""The leader's page over HTTP against what its figures cost in SQL alone: 22 indicators, twelve months, who has told.

The province's values of a year (22 × 12 × 1,500 schools) and of the year before stand in the table, and the worker
counted them. Both are asked by sixteen at once; the SQL by a driver that does nothing with what it gets.
"""

import asyncio
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg

from api.kit.ids import uuid7
from bench import copies, data, figures, load, product
from bench.data import Filled
from bench.load import CONNECTIONS, Target
from bench.measures import ROUNDS, SECONDS, Result
from bench.processes import Running

INDICATORS = 22
_INDICATOR = """
INSERT INTO indicators (
    id, version, created_at, updated_at, department_id, code, name, sort_key, search, unit_of_measure, kind,
    numerator_label, denominator_label, direction, frequency, time_behaviour, measured_on, source, provenance
)
SELECT $1, 1, now(), now(), u.id, $2::text, $2, $2, $2, '%', 'ratio', 'đã làm', 'tất cả', 'up', 'month', 'point',
       ARRAY['school'], 'reported', 'ours'
FROM units u WHERE u.code = $3
"""
_TARGET = """
INSERT INTO targets (
    id, version, created_at, updated_at, plan_id, unit_id, department_id, indicator_id, position, printed_name,
    sort_key, search, year, comparator, value, text
)
SELECT $1, 1, now(), now(), p.id, p.unit_id, p.department_id, $2, $3, 'Chỉ tiêu', '', '', p.year, 'ge', 90, '≥90%'
FROM plans p WHERE p.id = $4
"""
_VALUES = """
INSERT INTO indicator_values (
    unit_id, period, indicator_id, version, answer, numerator, denominator, state, source, warnings, updated_at,
    by_kind, by_name, on_behalf, department_id, ends_on
)
SELECT u.id, to_char(month, 'YYYY-MM'), i.id, 1, 'given', 50 + dice % 50, 100, 'sent', 'reported', '{}', now(),
       'system', 'bench', FALSE, u.department_id, (month + interval '1 month' - interval '1 day')::date
FROM units u, unnest($1::uuid[]) AS i(id), plans p,
     generate_series(make_date(p.year - 1, 1, 1), make_date(p.year, 12, 1), interval '1 month') AS month,
     LATERAL (SELECT abs(hashint8(hashtextextended(u.id::text || i.id || month, 0))::bigint) AS dice) AS thrown
WHERE p.id = $2 AND u.kind = 'school' AND u.department_id = p.department_id
"""
# One entry for each commune and month: all below it is counted.
_QUEUE = """
INSERT INTO roll_up_queue (unit_id, period, ends_on, indicator_ids, at)
SELECT DISTINCT u.id, v.period, v.ends_on, $1::uuid[], now()
FROM units u, (SELECT DISTINCT period, ends_on FROM indicator_values WHERE indicator_id = ANY ($1)) v
WHERE u.kind = 'commune' ORDER BY 2, 1
"""
# What the figures were yesterday morning: a tenth of the page's moved since.
_KEPT_DAY = """
WITH kept AS (
    INSERT INTO kept_days (day, at) VALUES (current_date - 7, now() - interval '7 days') ON CONFLICT DO NOTHING
)
INSERT INTO roll_up_days
SELECT unit_id, indicator_id, period, current_date - 7, sum(numerator) - (random() < 0.1)::int, sum(denominator),
       sum(total), sum(units_expected), sum(units_reported), sum(units_received), sum(units_yes),
       sum(units_not_applicable)
FROM roll_ups GROUP BY 1, 2, 3
"""
# The worker withdraws work that no engagement asks for, which is all the bench hands out; here it is again.
_WORK = """
UPDATE assignments SET withdrawn = FALSE, status = drawn.status
FROM (SELECT id, (ARRAY['not_started', 'in_progress', 'awaiting_confirmation', 'completed'])[
    1 + (abs(hashint8(hashtextextended(id::text, 0))::bigint) % 4)::int] AS status FROM assignments) AS drawn
WHERE drawn.id = assignments.id AND withdrawn
"""
_TREND = """
SELECT r.indicator_id, r.period, sum(r.numerator) / nullif(sum(r.denominator), 0) AS ratio, t.value,
       sum(r.numerator) / nullif(sum(r.denominator), 0) / t.value AS attainment,
       sum(r.units_reported) AS reported, sum(r.units_expected) AS expected
FROM roll_ups r LEFT JOIN targets t ON t.indicator_id = r.indicator_id AND t.plan_id = $2
WHERE r.unit_id = $1 AND r.period = ANY ($3) GROUP BY 1, 2, 4 ORDER BY 1, 2
"""
# What all communes' figures of the year are made of, as `GET /roll-ups?by=child` answers them.
_CHILDREN = """
SELECT r.unit_id, r.indicator_id, r.period, sum(r.numerator) AS numerator, sum(r.denominator) AS denominator,
       sum(r.total) AS total, sum(r.units_expected) AS expected, sum(r.units_reported) AS reported,
       sum(r.units_received) AS received, sum(r.units_yes) AS yes, sum(r.units_not_applicable) AS not_applicable
FROM roll_ups r JOIN unit_edges e ON e.child_id = r.unit_id AND e.line = 'professional'
WHERE e.parent_id = $1 AND r.period = ANY ($2) GROUP BY 1, 2, 3
"""
_COMPLETENESS = """
SELECT r.unit_id, sum(r.units_reported) AS reported, sum(r.units_expected) AS expected
FROM roll_ups r JOIN unit_edges e ON e.child_id = r.unit_id AND e.line = 'professional'
WHERE e.parent_id = $1 AND r.period = $2 GROUP BY 1 ORDER BY 1
"""


def page(ours: Running, filled: Filled, administrator: str, scratch: Path) -> Iterator[Result]:
    """The page, its SQL, the page beside it."""
    with product.working(filled.url, scratch):
        figures.caught_up(administrator)  # or each unit that came would have all its values counted
        asked = asyncio.run(fill_figures(administrator, filled.plan))
        figures.settled(administrator, seconds=300)
    asyncio.run(_tidy(administrator, filled.departments - 1))
    target = Target("dashboard", f"{ours.base}/api/v1/dashboard?period={asked.year}", product.sign_in(ours))
    rates: dict[str, list[float]] = {"page": [], "sql": []}
    for turn in range(ROUNDS + 1):
        page_rate, sql_rate = load.drive(target, seconds=SECONDS).rate, asyncio.run(_sql(filled.url, asked))
        if turn:
            rates["page"].append(page_rate)
            rates["sql"].append(sql_rate)
    mine, other = load.median(rates["page"]), load.median(rates["sql"])
    departments = "" if filled.departments == 1 else f", {filled.departments} departments"
    yield Result(f"the leader's page{departments}", f"{mine:,.0f}/s", f"{other:,.0f}/s (its SQL)", other / mine, 3.0)
    yield _children(ours, filled.url, asked, departments)


def _children(ours: Running, url: str, asked: "_Asked", departments: str) -> Result:
    """The year of every commune in every target, in one answer, against its SQL; one asks."""
    headers = product.sign_in(ours)
    mine, other = [], []
    for _ in range(2 * ROUNDS + 1):
        began = time.perf_counter()
        product.fetch(ours, f"/roll-ups?by=child&period={asked.year}", headers)
        mine.append(time.perf_counter() - began)
        other.append(asyncio.run(_once(url, _CHILDREN, asked.unit, asked.months)))
    took, sql = load.median(mine[1:]), load.median(other[1:])
    what = f"roll-ups of a year by commune{departments}"
    return Result(what, f"{took:.2f} s", f"{sql:.2f} s (its SQL)", took / sql, 3.0)


async def _once(url: str, sql: str, *given: Any) -> float:
    """Seconds a statement takes on a connection that knows it."""
    connection = await asyncpg.connect(url, server_settings={"jit": "off"})
    await connection.fetch(sql, *given)
    began = time.perf_counter()
    await connection.fetch(sql, *given)
    took = time.perf_counter() - began
    await connection.close()
    return took


class _Asked:
    """What the SQL is told."""

    def __init__(self, unit: UUID, plan: UUID, year: int) -> None:
        self.unit, self.plan, self.year = unit, plan, year
        self.months = [f"{year}-{month:02}" for month in range(1, 13)]


async def fill_figures(administrator: str, plan: UUID) -> _Asked:
    """22 indicators with their targets and two years of values, waiting to be counted."""
    connection = await asyncpg.connect(administrator)
    try:
        ids = [uuid7() for _ in range(INDICATORS)]
        for place, id_ in enumerate(ids, 1):
            await connection.execute(_INDICATOR, id_, f"m{place}", data.DEPARTMENT)
            await connection.execute(_TARGET, uuid7(), id_, place, plan)
        await connection.execute("UPDATE plans SET target_count = $2 WHERE id = $1", plan, INDICATORS)
        await connection.execute(_VALUES, ids, plan)
        await connection.execute("ANALYZE indicator_values")
        await connection.execute(_QUEUE, ids)
        row = await connection.fetchrow("SELECT unit_id, year FROM plans WHERE id = $1", plan)
        return _Asked(row["unit_id"], plan, row["year"])
    finally:
        await connection.close()


async def _tidy(administrator: str, other_departments: int) -> None:
    connection = await asyncpg.connect(administrator)
    await connection.execute(_WORK)
    if other_departments:
        await copies.repeat_figures(connection, other_departments)
    await connection.execute(_KEPT_DAY)
    await connection.execute("VACUUM ANALYZE")
    await connection.execute("CHECKPOINT")
    await connection.close()


async def _sql(url: str, asked: _Asked) -> float:
    """How often a second the figures are had from the database alone."""
    connections = [await asyncpg.connect(url, server_settings={"jit": "off"}) for _ in range(CONNECTIONS)]
    end = time.perf_counter() + SECONDS
    done = await asyncio.gather(*(_ask(connection, asked, end) for connection in connections))
    for connection in connections:
        await connection.close()
    return sum(done) / SECONDS


async def _ask(connection: asyncpg.Connection, asked: _Asked, end: float) -> int:
    done = 0
    statements: Sequence[tuple[str, tuple[Any, ...]]] = (
        (_TREND, (asked.unit, asked.plan, asked.months)),
        (_COMPLETENESS, (asked.unit, asked.months[-2])),
    )
    while time.perf_counter() < end:
        for sql, given in statements:
            await connection.fetch(sql, *given)
        done += 1
    return done
