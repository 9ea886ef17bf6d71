"""Dated lists of units: who is in an audience or a cluster, and when."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.kit.problems import Fault, Invalid
from api.units import errors
from api.units.models import Audience, AudienceMember, Cluster, ClusterMember, Unit, UnitClosure
from api.units.models.arrays import any_id, any_text
from api.units.models.days import to_range, to_span
from api.units.rules.groups import Membership
from api.units.rules.spans import Span, overlap

Lists = Sequence[tuple[Audience | Cluster, Sequence[Membership], str]]
Table = type[AudienceMember] | type[ClusterMember]


@dataclass(frozen=True, slots=True)
class _Row:
    """One unit in one group for some days, and where in the request it stood."""

    group: UUID
    unit: UUID
    span: Span
    pointer: str


async def write(session: AsyncSession, lists: Lists) -> None:
    """Give groups of one sort their members: of which, whom, and the pointer of the list; what was there goes.

    Members must be, or once have been, of the group's department; others are as unknown as what does not exist.
    A unit's days may not overlap, in a cluster with those in any other cluster either. Raises Invalid.
    """
    if not lists:
        return
    table, column = _table(lists[0][0])
    units = await _units(session, lists)
    await session.execute(delete(table).where(column == any_id(group.id for group, _, _ in lists)))
    rows, faults = _rows(lists, units)
    faults += await _overlaps(session, table, rows)
    if faults:
        raise Invalid(tuple(faults))
    if rows:
        values = [{column.key: row.group, "unit_id": row.unit, "valid": to_range(row.span)} for row in rows]
        await session.execute(insert(table.__table__), values)  # type: ignore[arg-type]


def _table(group: Audience | Cluster) -> tuple[Table, Any]:
    if isinstance(group, Audience):
        return AudienceMember, AudienceMember.audience_id
    return ClusterMember, ClusterMember.cluster_id


async def _units(session: AsyncSession, lists: Lists) -> dict[tuple[UUID, str], UUID]:
    """Units by department and reference (code or id), of those that are or were of a group's department."""
    departments = {group.department_id for group, _, _ in lists}
    references = {member.unit for _, members, _ in lists for member in members}
    named = or_(Unit.code == any_text(references), Unit.id == any_id(filter(None, map(_as_id, references))))
    below = (UnitClosure.line == "professional", UnitClosure.ancestor_id == any_id(departments))
    columns = select(Unit.id, Unit.code, UnitClosure.ancestor_id)
    joined = columns.join(UnitClosure, UnitClosure.descendant_id == Unit.id)
    rows = (await session.execute(joined.where(*below, named, Unit.deleted_at.is_(None)))).all()
    return {(row.ancestor_id, name): row.id for row in rows for name in (row.code, str(row.id))}


def _as_id(reference: str) -> UUID | None:
    try:
        return UUID(reference)
    except ValueError:
        return None


def _rows(lists: Lists, units: dict[tuple[UUID, str], UUID]) -> tuple[list[_Row], list[Fault]]:
    rows, faults = [], []
    for group, members, pointer in lists:
        for n, member in enumerate(members):
            unit = units.get((group.department_id, member.unit))
            if unit is None:
                faults.append(Fault(f"{pointer}/{n}/unit", "unknown_unit", errors.UNKNOWN_UNIT))
            elif not member.span:
                faults.append(Fault(f"{pointer}/{n}/to", "empty_span", errors.EMPTY_SPAN))
            else:
                rows.append(_Row(group.id, unit, member.span, f"{pointer}/{n}"))
    return rows, faults


async def _overlaps(session: AsyncSession, table: Table, rows: Sequence[_Row]) -> list[Fault]:
    """Rows of a unit that share a day: within one audience, or among all clusters."""
    by_key: dict[tuple[UUID | None, UUID], list[tuple[Span, str]]] = {}
    for row in rows:
        group = row.group if table is AudienceMember else None
        by_key.setdefault((group, row.unit), []).append((row.span, row.pointer))
    if table is ClusterMember:
        for unit, span in await _in_other_clusters(session, [row.unit for row in rows]):
            by_key[None, unit].append((span, ""))
    clashing = [members for members in by_key.values() if overlap(span for span, _ in members)]
    return [Fault(members[0][1], "overlapping", errors.OVERLAPPING) for members in clashing]


async def _in_other_clusters(session: AsyncSession, units: Sequence[UUID]) -> list[tuple[UUID, Span]]:
    """Days the units already spend in clusters that are not being written."""
    found = ClusterMember.unit_id == any_id(units)
    rows = await session.execute(select(ClusterMember.unit_id, ClusterMember.valid).where(found))
    return [(row.unit_id, to_span(row.valid)) for row in rows]
