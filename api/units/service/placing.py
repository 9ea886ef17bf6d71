"""Where a unit stands: moving it, and whether the tree around it still holds."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.kit.problems import Invalid
from api.units import errors
from api.units.models import Unit, UnitClosure, UnitEdge
from api.units.models.arrays import any_id
from api.units.models.days import to_range, to_span
from api.units.rules import tree
from api.units.rules.spans import Span
from api.units.rules.timeline import Fact, Timeline, changed, fitted, merged
from api.units.rules.words import Line
from api.units.service.entering import PARENT_FIELDS


async def move(session: AsyncSession, unit: Unit, line: Line, parent: UUID | None, *, kind: str, on: date) -> None:
    """Let the unit, being of `kind`, stand under another from a day on. Raises Invalid when no tree would be left."""
    if parent is not None and not tree.may_stand_under(kind, (await _kinds(session, {parent}))[parent]):
        raise Invalid(tuple(errors.tree_faults(f"/{PARENT_FIELDS[line]}", ["wrong_rank"])))
    stood = await _timeline(session, unit, line)
    stands = changed(stood, on, parent, to_span(unit.valid))
    await _check(session, unit, line, stands)
    await _write(session, unit, line, stands)


async def fit(session: AsyncSession, unit: Unit, before: Span, after: Span) -> None:
    """Its places end when it does. Raises Invalid when a place would outlast the unit above."""
    for line in Line:
        stands = fitted(await _timeline(session, unit, line), before, after)
        await _check(session, unit, line, stands)
        await _write(session, unit, line, stands)


async def check_children(session: AsyncSession, unit: Unit, life: Span) -> None:
    """Raises HasUnitsBelow when another unit stands under this one outside the life given."""
    spans = await session.scalars(select(UnitEdge.valid).where(UnitEdge.parent_id == unit.id))
    if not all(to_span(span).within(life) for span in spans):
        raise errors.HasUnitsBelow


async def check_kinds(session: AsyncSession, unit: Unit, kind: str, on: date) -> None:
    """Raises KindDoesNotFit when the unit, being of `kind` from a day on, would stand above or under a wrong one."""
    ours = or_(UnitEdge.child_id == unit.id, UnitEdge.parent_id == unit.id)
    since = UnitEdge.valid.overlaps(to_range(Span(on, None)))
    pairs = (await session.execute(select(UnitEdge.child_id, UnitEdge.parent_id).where(ours, since))).all()
    kinds = await _kinds(session, {each for pair in pairs for each in pair}) | {unit.id: kind}
    if not all(tree.may_stand_under(kinds[pair.child_id], kinds[pair.parent_id]) for pair in pairs):
        raise errors.KindDoesNotFit


async def _kinds(session: AsyncSession, units: set[UUID]) -> dict[UUID, str]:
    rows = await session.execute(select(Unit.id, Unit.kind).where(Unit.id == any_id(units)))
    return {row.id: row.kind for row in rows}


async def _timeline(session: AsyncSession, unit: Unit, line: Line) -> Timeline[UUID]:
    rows = await session.execute(
        select(UnitEdge.valid, UnitEdge.parent_id).where(UnitEdge.child_id == unit.id, UnitEdge.line == line)
    )
    return merged(Fact(to_span(row.valid), row.parent_id) for row in rows)


async def _check(session: AsyncSession, unit: Unit, line: Line, stands: Timeline[UUID]) -> None:
    ours = [tree.Edge(unit.id, fact.value, fact.span) for fact in stands]
    parents = {edge.parent for edge in ours}
    edges = tree.by_child([*await _edges_above(session, line, parents, unit.id), *ours])
    lives = await _lives(session, parents) | {unit.id: to_span(unit.valid)}
    faults = [code for edge in ours for code in tree.faults(edge, lives, edges)]
    if faults:
        raise Invalid(tuple(errors.tree_faults(f"/{PARENT_FIELDS[line]}", dict.fromkeys(faults))))


async def _edges_above(session: AsyncSession, line: Line, parents: set[UUID], without: UUID) -> list[tree.Edge[UUID]]:
    """Edges of everything that ever stood above the parents, but those being replaced."""
    above = select(UnitClosure.ancestor_id).where(
        UnitClosure.descendant_id == any_id(parents), UnitClosure.line == line
    )
    found = UnitEdge.child_id.in_(above), UnitEdge.line == line, UnitEdge.child_id != without
    rows = await session.execute(select(UnitEdge.child_id, UnitEdge.parent_id, UnitEdge.valid).where(*found))
    return [tree.Edge(row.child_id, row.parent_id, to_span(row.valid)) for row in rows]


async def _lives(session: AsyncSession, units: set[UUID]) -> dict[UUID, Span]:
    rows = await session.execute(select(Unit.id, Unit.valid).where(Unit.id == any_id(units)))
    return {row.id: to_span(row.valid) for row in rows}


async def _write(session: AsyncSession, unit: Unit, line: Line, stands: Sequence[Fact[UUID]]) -> None:
    await session.execute(delete(UnitEdge).where(UnitEdge.child_id == unit.id, UnitEdge.line == line))
    rows: list[dict[str, Any]] = [
        {"child_id": unit.id, "parent_id": fact.value, "line": line.value, "valid": to_range(fact.span)}
        for fact in stands
    ]
    if rows:
        await session.execute(insert(UnitEdge.__table__), rows)  # type: ignore[arg-type]
