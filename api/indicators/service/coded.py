"""Figures with the codes others know units and indicators by, of units on the last day each is about."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.indicators.queries.codes import own_codes
from api.kit.permissions import Subject
from api.units.models import UnitCode
from api.units.models.arrays import any_id


async def with_codes(session: AsyncSession, subject: Subject, rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows, each with its unit's codes in force on its `cutoff`, and the calling system's of its indicator."""
    own = {row.indicator_id: row.value for row in await session.execute(own_codes(subject))}
    units: dict[date, set[UUID]] = defaultdict(set)
    for row in rows:
        units[row["cutoff"]].add(row["unit"]["id"])
    codes = {day: await _codes(session, of, day) for day, of in units.items()}
    return [
        row
        | {
            "unit_codes": codes[row["cutoff"]].get(row["unit"]["id"], []),
            "indicator_code": own.get(row["indicator"]["id"]),
        }
        for row in rows
    ]


async def _codes(session: AsyncSession, units: set[UUID], day: date) -> dict[UUID, list[dict[str, str]]]:
    columns: tuple[Any, ...] = (UnitCode.unit_id, UnitCode.scheme, UnitCode.value)
    found = select(*columns).where(UnitCode.unit_id == any_id(units), UnitCode.valid.contains(day))
    codes: dict[UUID, list[dict[str, str]]] = defaultdict(list)
    for row in await session.execute(found.order_by(UnitCode.scheme)):
        codes[row.unit_id].append({"scheme": row.scheme, "value": row.value})
    return codes
