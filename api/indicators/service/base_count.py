"""Base counts are taken in, as the sector database exports them; and looked up for whoever has a denominator."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row, bindparam, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import Actor, record
from api.indicators.models import BaseCount, Indicator
from api.indicators.permissions import BASE_COUNT_WRITE
from api.indicators.queries import base_counts as queries
from api.indicators.queries.base_counts import Asked
from api.indicators.rules.base_count import count_fault
from api.indicators.schemas.base_count import BaseCountRow
from api.kit import bulk
from api.kit.calendar import Period, vietnam_today
from api.kit.events import OutboxEvent
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


def base_of(unit_id: UUID, indicator: Indicator, period: Period) -> Asked | None:
    """The base count an indicator's denominator is for a unit in a period: the last taken by the period's end."""
    return None if indicator.base_count is None else Asked(unit_id, indicator.base_count, period.end)


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
        earlier = [entry.key for entry in entries if entry.version > 1]
        if earlier:
            await self._session.execute(_REPLACED, [{f"at_{name}": value for name, value in key._asdict().items()}
                                                    for key in earlier])  # fmt: skip
        now = self._session.info["now"]
        rows = [
            {**entry.key._asdict(), "department_id": entry.department_id, "version": entry.version,
             "count": entry.count, "source": entry.source, "replaced": False, "updated_at": now,
             "by_name": self._subject.name}
            for entry in entries
        ]  # fmt: skip
        await self._session.execute(insert(BaseCount.__table__), rows)  # type: ignore[arg-type]
        await self._session.execute(insert(OutboxEvent.__table__), [_event(entry, now) for entry in entries])  # type: ignore[arg-type]
        counts = Counter("created" if entry.version == 1 else "updated" for entry in entries)
        record(
            self._session, self._actor, "base_count.load",
            entity="base_count", entity_id=None,
            changes={**counts, "units": len({entry.key.unit_id for entry in entries})},
        )  # fmt: skip


_TABLE = BaseCount.__table__
_REPLACED = (
    update(_TABLE)  # type: ignore[arg-type]
    .where(*(_TABLE.c[name] == bindparam(f"at_{name}") for name in Key._fields), ~_TABLE.c.replaced)
    .values(replaced=True)
)


def _outcome(entry: _Entry) -> bulk.Outcome:
    return "created" if entry.version == 1 else "updated"


def _event(entry: _Entry, now: Any) -> dict[str, Any]:
    unit_id, kind, on = entry.key
    return {
        "type": "base_count.created" if entry.version == 1 else "base_count.updated",
        "entity": "base_count", "entity_id": f"{kind}.{unit_id}.{on}", "unit_id": unit_id,
        "department_id": entry.department_id, "version": entry.version, "at": now,
        "data": {"kind": kind, "on": on.isoformat(), "count": entry.count, "source": entry.source},
    }  # fmt: skip
