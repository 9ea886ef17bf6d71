"""The outbox: what happened, written in the transaction in which it happened; and the feed it becomes.

A writer inserts into `outbox`, a load one row for all its events. One sequencer at a time gives the rows that have
become visible the next positions of `feed`. Positions therefore follow commits: neither a sequence (drawn before the
commit, so a slow transaction's number is skipped over by a reader) nor a transaction id (ordered by start) could
promise that.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import BigInteger, Identity, Index, func, insert, select, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from api.kit.db import Base
from api.kit.ids import uuid7


class OutboxEvent(Base):
    """An event that has no place in the feed yet; deleted when it gets one.

    One row may stand for `count` events of a load, which `many` tells of (see `Many`); each gets a place of its own.
    """

    __tablename__ = "outbox"

    seq: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    id: Mapped[UUID] = mapped_column(default=uuid7)
    type: Mapped[str]
    entity: Mapped[str]
    entity_id: Mapped[str]
    unit_id: Mapped[UUID | None]
    department_id: Mapped[UUID | None]
    version: Mapped[int]
    at: Mapped[datetime]
    data: Mapped[dict[str, Any]] = mapped_column(JSONB)
    count: Mapped[int] = mapped_column(default=1, server_default=text("1"))
    many: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))


class FeedEvent(Base):
    """An event at its place: `position` has no gaps and follows the order of commits."""

    __tablename__ = "feed"
    __table_args__ = (Index(None, "entity", "entity_id"),)

    position: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    id: Mapped[UUID] = mapped_column(unique=True)
    type: Mapped[str]
    entity: Mapped[str]
    entity_id: Mapped[str]
    unit_id: Mapped[UUID | None]
    department_id: Mapped[UUID | None]
    version: Mapped[int]
    at: Mapped[datetime]
    data: Mapped[dict[str, Any]] = mapped_column(JSONB)


class FeedState(Base):
    """The last position given, kept apart so that old events may be deleted without a number being used again."""

    __tablename__ = "feed_state"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last_position: Mapped[int] = mapped_column(BigInteger)


class FeedMark(Base):
    """Where the feed last spoke of a department: who saw it there has missed nothing of that since.

    What is of no department (a national indicator) is marked under `NOBODYS`.
    """

    __tablename__ = "feed_marks"

    department_id: Mapped[UUID] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(BigInteger)


NOBODYS = UUID(int=0)


def emit(
    session: AsyncSession,
    type_: str,
    *,
    entity: str,
    entity_id: UUID | str,
    version: int,
    unit_id: UUID | None = None,
    department_id: UUID | None = None,
    data: dict[str, Any] | None = None,
) -> None:
    """Write an event, such as `plan.updated`, in the session's transaction."""
    session.add(
        OutboxEvent(
            type=type_,
            entity=entity,
            entity_id=str(entity_id),
            unit_id=unit_id,
            department_id=department_id,
            version=version,
            at=session.info["now"],
            data=data or {},
        )
    )


class Kind(NamedTuple):
    """What events of a load share: what stands before and behind the unit in their entity's id, whose, what is said."""

    before: str
    behind: str
    department_id: UUID | None
    data: dict[str, Any]


class Happened(NamedTuple):
    """One of many events of one type."""

    entity_id: UUID | str
    version: int
    unit_id: UUID | None
    department_id: UUID | None
    data: dict[str, Any]


async def emit_all(session: AsyncSession, type_: str, entity: str, happened: Iterable[Happened]) -> None:
    """Write thousands of events in this order, past what the session keeps of each object: a fifth of the time."""
    await session.flush()
    common = {"type": type_, "entity": entity, "at": session.info["now"]}
    rows = [{**common, **each._asdict(), "entity_id": str(each.entity_id)} for each in happened]
    if rows:
        await session.execute(insert(OutboxEvent), rows)


class Many:
    """Events of a load on their way into one row of the outbox: what many share is written once.

    An entity's id is the unit's with something before and behind it; the first version of it was created, later ones
    are updates. A load of a thousand takes a tenth of what a thousand rows would, and the sequencer opens it.
    """

    def __init__(self) -> None:
        self._kinds: list[Kind] = []

    def add(self, kind: Kind) -> int:
        """The number of what some events share."""
        self._kinds.append(kind)
        return len(self._kinds)

    def emit(
        self, session: AsyncSession, entity: str, units: Sequence[str], kinds: Sequence[int], versions: Sequence[int]
    ) -> None:
        """Write one event for each unit, kind and version, in this order."""
        if len(units) == 1:
            kind = self._kinds[kinds[0] - 1]
            what = "created" if versions[0] == 1 else "updated"
            emit(
                session, f"{entity}.{what}", entity=entity, entity_id=f"{kind.before}{units[0]}{kind.behind}",
                version=versions[0], unit_id=UUID(units[0]), department_id=kind.department_id, data=kind.data,
            )  # fmt: skip
            return
        numbers = {unit: n for n, unit in enumerate(dict.fromkeys(units), 1)}
        many = {
            "kinds": [kind._asdict() for kind in self._kinds],
            "units": ",".join(numbers),
            "unit_of": ",".join(map(str, map(numbers.__getitem__, units))),
            "kind_of": ",".join(map(str, kinds)),
            "versions": ",".join(map(str, versions)),
        }
        session.add(
            OutboxEvent(
                type=f"{entity}.updated", entity=entity, entity_id="", version=0, at=session.info["now"],
                data={}, count=len(units), many=many,
            )
        )  # fmt: skip


# One number for the sequencer's lock, unlike any other lock of ours.
_LOCK = 0x10_7217_F33D
_SEQUENCE = text(
    """
    WITH taken AS (
        DELETE FROM outbox WHERE seq IN (
            SELECT seq FROM (
                SELECT seq, sum(count) OVER (ORDER BY seq) - count AS before
                FROM (SELECT seq, count FROM outbox ORDER BY seq LIMIT 10000) AS waiting
            ) AS counted WHERE before < 10000
        ) RETURNING *
    ), loads AS MATERIALIZED (
        SELECT seq, translate(id::text, '-', '') AS id, type, entity, at,
               ARRAY(SELECT jsonb_array_elements(many -> 'kinds')) AS kinds,
               string_to_array(many ->> 'units', ',')::uuid[] AS units,
               string_to_array(many ->> 'unit_of', ',')::integer[] AS unit_of,
               string_to_array(many ->> 'kind_of', ',')::integer[] AS kind_of,
               string_to_array(many ->> 'versions', ',')::integer[] AS versions
        FROM taken WHERE many IS NOT NULL
    ), told AS (
        SELECT seq, 0 AS nth, id, type, entity, entity_id, unit_id, department_id, version, at, data
        FROM taken WHERE many IS NULL
        UNION ALL
        SELECT l.seq, each.nth,
               (substr(l.id, 1, 12) || '7' || substr(translate(gen_random_uuid()::text, '-', ''), 14))::uuid,
               CASE each.version WHEN 1 THEN l.entity || '.created' ELSE l.type END, l.entity,
               concat(l.kinds[each.kind] ->> 'before', l.units[each.unit], l.kinds[each.kind] ->> 'behind'),
               l.units[each.unit], (l.kinds[each.kind] ->> 'department_id')::uuid, each.version, l.at,
               l.kinds[each.kind] -> 'data'
        FROM loads l
        CROSS JOIN LATERAL unnest(l.unit_of, l.kind_of, l.versions) WITH ORDINALITY AS each(unit, kind, version, nth)
    ), placed AS (
        INSERT INTO feed (position, id, type, entity, entity_id, unit_id, department_id, version, at, data)
        SELECT last_position + row_number() OVER (ORDER BY seq, nth), told.id, type, entity, entity_id,
               unit_id, department_id, version, at, data
        FROM told, feed_state WHERE feed_state.id = 1
        RETURNING position, department_id
    ), marked AS (
        INSERT INTO feed_marks (department_id, position)
        SELECT coalesce(department_id, '00000000-0000-0000-0000-000000000000'), max(position) FROM placed GROUP BY 1
        ON CONFLICT (department_id) DO UPDATE SET position = excluded.position
    )
    UPDATE feed_state SET last_position = (SELECT max(position) FROM placed)
    WHERE id = 1 AND EXISTS (SELECT 1 FROM placed)
    RETURNING last_position
    """
)


_LOOK = text("SELECT last_position, EXISTS (SELECT FROM outbox) FROM feed_state WHERE id = 1")


async def look(session: AsyncSession) -> tuple[int, bool]:
    """The last position given, and whether events wait for theirs. Takes no lock and writes nothing."""
    position, waiting = (await session.execute(_LOOK)).one()
    return position, waiting


async def sequence(session: AsyncSession) -> bool:
    """Give newly visible events their positions; true when there were any. Run by the worker within 100 ms.

    The lock is taken by a statement of its own, so that the next one's snapshot is younger than whatever the
    sequencer before it committed. It ends with the transaction: a killed sequencer leaves nothing behind.
    """
    if not await session.scalar(select(func.pg_try_advisory_xact_lock(_LOCK))):
        return False
    return (await session.execute(_SEQUENCE)).first() is not None
