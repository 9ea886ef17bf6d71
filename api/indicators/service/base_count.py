"""Base counts are taken in, as the sector database exports them; and looked up for whoever has a denominator."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Date, DateTime, Integer, Row, Text, Uuid, bindparam, func, select, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import TypeEngine

from api.audit.service import Actor, record
from api.indicators.permissions import BASE_COUNT_WRITE
from api.indicators.queries import base_counts as queries
from api.indicators.queries.base_counts import Asked
from api.indicators.rules.base_count import count_fault
from api.indicators.schemas.base_count import BaseCountRow
from api.kit import bulk
from api.kit.calendar import Period, vietnam_today
from api.kit.ids import uuid7
from api.kit.permissions import Subject
from api.kit.problems import Fault, Message, Stale
from api.units.models import Unit
from api.units.models.days import to_span
from api.units.queries.references import the_only_ones, units_named, written_alike
from api.units.scope import administers

_UNKNOWN_UNIT = Message("Không có đơn vị này trong phạm vi của bạn.", "There is no such unit in your reach.")
_NOT_YET = Message("Ngày này chưa đến.", "This day has not come.")
_NOT_THERE = Message("Đơn vị không hoạt động vào ngày này.", "The unit does not exist on this day.")
_AGAIN = Message("Số liệu nền này đã có ở một dòng trên.", "A row above means the same count.")
Faults = tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """How many there were, and when."""

    count: int
    on: date


class Key(NamedTuple):
    """What makes a count the one it is."""

    unit_id: UUID
    kind: str
    counted_on: date


@dataclass(frozen=True, slots=True)
class _Entry:
    key: Key
    department_id: UUID | None
    version: int
    count: int
    source: str


def base_of(unit_id: UUID, kind: str | None, period: Period) -> Asked | None:
    """The base count a denominator is for a unit in a period, where it is one: the last taken by the period's end."""
    return None if kind is None else Asked(unit_id, kind, period.end)


async def counted(session: AsyncSession, asked: Iterable[Asked]) -> dict[Asked, Counted]:
    """The last counts taken by some days, of those there are; asks the database only where something is wanted."""
    wanted = set(asked)
    if not wanted:
        return {}
    rows = await session.execute(queries.known_by(sorted(wanted)))
    return {Asked(row.unit_id, row.kind, row.by): Counted(row.how_many, row.counted_on) for row in rows}


class BaseCounts:
    """One request's counts; units are looked up once in all its chunks."""

    def __init__(self, session: AsyncSession, actor: Actor, subject: Subject) -> None:
        self._session, self._actor, self._subject = session, actor, subject
        self._today = vietnam_today(session.info["now"])
        self._units: dict[str, Unit | None] = {}
        self._met: set[Key] = set()

    async def load(self, rows: Sequence[BaseCountRow]) -> list[bulk.Outcome]:
        """Write rows of different counts; what became of each. What is so already leaves no trace."""
        await self._look_up(rows)
        placed = [self._place(row) for row in rows]
        there = await self._standing([each for each in placed if isinstance(each, Key)])
        decided = [
            self._decide(row, each, there.get(each)) if isinstance(each, Key) else each
            for row, each in zip(rows, placed, strict=True)
        ]
        await self._store([each for each in decided if isinstance(each, _Entry)])
        return [_outcome(each) if isinstance(each, _Entry) else each for each in decided]

    async def _look_up(self, rows: Sequence[BaseCountRow]) -> None:
        new = {row.unit for row in rows} - self._units.keys()
        if new:
            reached = administers(self._subject, BASE_COUNT_WRITE, self._today)
            found = the_only_ones(await self._session.execute(units_named(new, self._today, reached)))
            self._units |= {reference: found.get(written_alike(reference)) for reference in new}

    def _place(self, row: BaseCountRow) -> Key | Faults:
        unit, wrong = self._units[row.unit], count_fault(row.count)
        if unit is None:
            return bulk.refused("/unit", "unknown_unit", _UNKNOWN_UNIT)
        if wrong is not None:
            return (wrong,)
        if row.on > self._today:
            return bulk.refused("/on", "not_yet", _NOT_YET)
        life = to_span(unit.valid)
        if (life.start is not None and row.on < life.start) or (life.end is not None and row.on >= life.end):
            return bulk.refused("/on", "unit_not_there", _NOT_THERE)
        key = Key(unit.id, row.kind.value, row.on)
        if key in self._met:
            return bulk.refused("", "repeated_row", _AGAIN)
        self._met.add(key)
        return key

    async def _standing(self, keys: Sequence[Key]) -> Mapping[Key, Row[Any]]:
        """What stands of these units on these days. Of two who send a department's counts one waits for the other."""
        if not keys:
            return {}
        departments = {str(unit.department_id) for unit in self._units.values() if unit is not None}
        for department in sorted(departments):
            lock = func.hashtextextended(f"base counts:{department}", 0)
            await self._session.execute(select(func.pg_advisory_xact_lock(lock)))
        statement = queries.standing({key.unit_id for key in keys}, {key.counted_on for key in keys})
        rows = await self._session.execute(statement)
        return {Key(row.unit_id, row.kind, row.counted_on): row for row in rows}

    def _decide(self, row: BaseCountRow, key: Key, there: Row[Any] | None) -> _Entry | bulk.Outcome:
        if row.version is not None and row.version != (there.version if there else 0):
            return bulk.refused("/version", Stale.code, Stale.detail)
        count, source = int(row.count), row.source or self._subject.name
        if there is not None and (there.how_many, there.source) == (count, source):
            return "unchanged"
        unit = self._units[row.unit]
        department_id = unit.department_id if unit else None
        return _Entry(key, department_id, 1 if there is None else there.version + 1, count, source)

    async def _store(self, entries: Sequence[_Entry]) -> None:
        if not entries:
            return
        told = {
            **{name: [getattr(entry.key, name) for entry in entries] for name in Key._fields},
            **{name: [getattr(entry, name) for entry in entries] for name in _ENTRY},
            "id": [uuid7() for _ in entries],
        }
        by = {"at": self._session.info["now"], "by_name": self._subject.name}
        await self._session.execute(_WRITE, told | by)
        counts = Counter("created" if entry.version == 1 else "updated" for entry in entries)
        record(
            self._session, self._actor, "base_count.load",
            entity="base_count", entity_id=None,
            changes={**counts, "units": len({entry.key.unit_id for entry in entries})},
        )  # fmt: skip


_ENTRY = ("department_id", "version", "count", "source")
_GIVEN: Mapping[str, TypeEngine[Any]] = {
    "unit_id": Uuid(), "kind": Text(), "counted_on": Date(),
    "department_id": Uuid(), "version": Integer(), "count": Integer(), "source": Text(), "id": Uuid(),
}  # fmt: skip
# The count before is kept, marked; an event says each.
_WRITE = text(
    f"""
    WITH given AS (
        SELECT * FROM unnest({", ".join(f":{name}" for name in _GIVEN)}) AS g({", ".join(_GIVEN)})
    ), replaced AS (
        UPDATE base_counts b SET replaced = TRUE FROM given g
        WHERE (b.unit_id, b.kind, b.counted_on) = (g.unit_id, g.kind, g.counted_on) AND NOT b.replaced
    ), told AS (
        INSERT INTO outbox (id, type, entity, entity_id, unit_id, department_id, version, at, data)
        SELECT g.id, CASE g.version WHEN 1 THEN 'base_count.created' ELSE 'base_count.updated' END, 'base_count',
               g.kind || '.' || g.unit_id || '.' || g.counted_on, g.unit_id, g.department_id, g.version, :at,
               jsonb_build_object('kind', g.kind, 'on', g.counted_on, 'count', g.count, 'source', g.source)
        FROM given g
    )
    INSERT INTO base_counts
        (unit_id, kind, counted_on, version, department_id, count, source, replaced, updated_at, by_name)
    SELECT unit_id, kind, counted_on, version, department_id, count, source, FALSE, :at, :by_name FROM given
    """  # noqa: S608 - the names are those above
).bindparams(
    *(bindparam(name, type_=ARRAY(kind)) for name, kind in _GIVEN.items()),
    bindparam("at", type_=DateTime(timezone=True)),
    bindparam("by_name", type_=Text()),
)


def _outcome(entry: _Entry) -> bulk.Outcome:
    return "created" if entry.version == 1 else "updated"
