"""What is too much for the services: a task for every school as rows, and a department's rows again and again."""

import time
from typing import Any

import asyncpg
from sqlalchemy import Column, Uuid

from api.kit.db import Base

# Each after those it points to.
_FIGURES = ("indicators", "targets", "roll_ups")
_TABLES = (
    "units", "unit_versions", "unit_edges", "unit_closure", "audiences",
    "plans", "plan_duties", "task_groups", "tasks", "deliverables", "task_participations",
    "users", "grants", "assignments",
)  # fmt: skip
_HAND_OUT = """
INSERT INTO assignments (
    id, version, created_at, updated_at, plan_id, task_id, unit_id, department_id,
    role, owes, occurrence, due_at, status, withdrawn, percent, deliverables, completed_at
)
SELECT (lpad(to_hex($2 + row_number() OVER (ORDER BY u.id, t.id)), 12, '0') || '7' || substr(rest, 1, 3)
        || '8' || substr(rest, 4, 15))::uuid, 1, t.created_at, t.created_at, t.plan_id, t.id, u.id, u.department_id,
    'coordinate', 'yes_no', p.year::text, due, state, false,
    CASE state WHEN 'completed' THEN 100 ELSE dice % 95 END, '[]',
    CASE state WHEN 'completed' THEN due END
FROM plans p JOIN tasks t ON t.plan_id = p.id, units u,
LATERAL (SELECT abs(hashint8(hashtextextended(t.id::text || u.id, 0))::bigint) AS dice,
         md5(t.id::text || u.id) AS rest) AS thrown,
LATERAL (SELECT make_timestamptz(p.year, 1, 15, 16, 59, 59, 'UTC') + dice % 340 * interval '1 day' AS due,
    (ARRAY['not_started', 'in_progress', 'awaiting_confirmation', 'completed'])[1 + (dice / 340 % 4)::int] AS state
) AS drawn
WHERE p.id = $1 AND u.kind = 'school'
ORDER BY u.id, t.id
"""
# The first 16 bits of an identifier count time in steps of 50 days; so late none of the product's own was made.
_LATER = 0x1000
_INDEXES = """
SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'assignments' AND indexname NOT LIKE 'pk%' ORDER BY 1
"""


async def hand_out(connection: asyncpg.Connection, plan: Any) -> None:
    """Every school owes something for every task of a plan, in all states and due all through the year.

    Unit by unit, as the product hands work out, under identifiers that rise by time, as the product's do.
    """
    await connection.execute(_HAND_OUT, plan, time.time_ns() // 1_000_000)


async def repeat(connection: asyncpg.Connection, times: int) -> None:
    """Every row of a department again under other identifiers, which are made of the old ones and come after them.

    One department's rows lie behind another's, in tables and in indexes, as they do when each issues its own plan:
    shuffled like cards, a commune's work would lie on as many pages as it has rows. By the superuser: references need
    no checking, they are those of the original.
    """
    await connection.execute("SET session_replication_role = replica")
    indexes = await connection.fetch(_INDEXES)
    for name, _ in indexes:
        await connection.execute(f"DROP INDEX {name}")
    for table in _TABLES:
        await connection.execute(_again(table), times)
    for _, definition in indexes:
        await connection.execute(definition)


async def repeat_figures(connection: asyncpg.Connection, times: int) -> None:
    """What one department's figures add up to again for each other one; not the values, which nobody adds up anew."""
    await connection.execute("SET session_replication_role = replica")
    for table in _FIGURES:
        await connection.execute(_again(table), times)


def _again(table: str) -> str:
    columns = [column for column in Base.metadata.tables[table].columns if column.computed is None]
    names = ", ".join(f'"{column.name}"' for column in columns)
    values = ", ".join(_another(column) for column in columns)
    copied = f"SELECT {values} FROM {table}, generate_series(1, $1::int) AS n ORDER BY n, {table}.ctid"
    return f"INSERT INTO {table} ({names}) {copied}"


def _another(column: Column[Any]) -> str:
    """The value a column has in the n-th copy."""
    if isinstance(column.type, Uuid):
        return f"(to_hex({_LATER} + n) || substr(replace({column.name}::text, '-', ''), 5))::uuid"
    if column.name == "code" and column.unique:
        return "code || '-' || n"
    if column.name in {"username", "username_key"}:
        return f"{column.name} || n"
    return f'"{column.name}"'
