"""Changing a unit from a day on, ending it, and taking back one entered by mistake."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, exists, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import Actor
from api.kit.problems import Fault, Invalid, invalid
from api.units import errors
from api.units.models import (
    AudienceMember,
    ClusterMember,
    Unit,
    UnitAlias,
    UnitCode,
    UnitEdge,
    UnitSuccession,
    UnitVersion,
)
from api.units.models.days import to_range, to_span
from api.units.rules.change import STATE, UnitChange
from api.units.rules.newcomer import school_facts_misplaced
from api.units.rules.spans import Span
from api.units.rules.timeline import changed, fitted, joined, split
from api.units.rules.words import Line
from api.units.service import closure, naming, placing
from api.units.service.entering import PARENT_FIELDS, version_row
from api.units.service.journal import note, touch


async def change(session: AsyncSession, actor: Actor, unit: Unit, asked: UnitChange, today: date) -> None:
    """Apply a change to a unit whose right to be changed was checked.

    Raises Invalid where it does not fit, HasUnitsBelow when the unit would end before those under it, and
    KindDoesNotFit when its new kind belongs elsewhere in the tree.
    """
    await closure.lock(session)
    if asked.is_dated and asked.on not in to_span(unit.valid):
        raise invalid("/effective_on", "outside_own_life", errors.OUTSIDE_LIFE)
    if asked.last is not None:
        await _end(session, unit, asked.last.value)
    kind = asked.state.get("kind", unit.kind)
    if asked.state:
        await _change_state(session, unit, asked.state, asked.on)
    for line, parent in asked.parents.items():
        await placing.move(session, unit, line, parent, kind=kind, on=asked.on)
    if kind != unit.kind:
        await placing.check_kinds(session, unit, kind, asked.on)
    if asked.codes is not None:
        await naming.replace_codes(session, unit, asked.codes)
    await _settle(session, unit, asked, today)
    touch(unit)
    await note(session, actor, "updated", unit, _told(asked))


async def _settle(session: AsyncSession, unit: Unit, asked: UnitChange, today: date) -> None:
    """Make what is derived right: the closure, today's values; then spellings, which belong to a department."""
    touched = [unit.id]
    for line in Line:
        if line in asked.parents or asked.last is not None:
            touched += await closure.below(session, line, [unit.id])
            await closure.rebuild(session, line, [unit.id])
    if "kind" in asked.state:
        touched += await closure.below(session, Line.PROFESSIONAL, [unit.id])
    await closure.bring_up_to_date(session, today, set(touched))
    await session.refresh(unit)
    if asked.aliases is not None:
        await naming.replace_aliases(session, unit, asked.aliases)


async def _change_state(session: AsyncSession, unit: Unit, state: Mapping[str, Any], on: date) -> None:
    life = to_span(unit.valid)
    fields = split(await _versions(session, unit))
    fields |= {name: changed(fields.get(name, ()), on, value, life) for name, value in state.items()}
    await _write_versions(session, unit, joined(fields, life))


async def _end(session: AsyncSession, unit: Unit, last: date | None) -> None:
    """Give the unit another last day; what lasted until the old one lasts until the new one."""
    before, after = to_span(unit.valid), Span.of_days(to_span(unit.valid).start, last)
    if not after:
        raise invalid("/to", "empty_span", errors.EMPTY_SPAN)
    await placing.check_children(session, unit, after)
    fields = {name: fitted(facts, before, after) for name, facts in split(await _versions(session, unit)).items()}
    await session.execute(update(Unit).where(Unit.id == unit.id).values(valid=to_range(after)))
    await _write_versions(session, unit, joined(fields, after))
    await placing.fit(session, unit, before, after)
    await naming.fit_codes(session, unit, before, after)


async def _versions(session: AsyncSession, unit: Unit) -> list[tuple[Span, dict[str, Any]]]:
    rows = await session.execute(select(UnitVersion.__table__).where(UnitVersion.unit_id == unit.id))
    return [(to_span(row.valid), _state(row)) for row in rows]


def _state(row: Row[Any]) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in STATE}
    return values | {"education_levels": tuple(row.education_levels)}


async def _write_versions(session: AsyncSession, unit: Unit, versions: list[tuple[Span, dict[str, Any]]]) -> None:
    misplaced = {name for _, state in versions for name in school_facts_misplaced(*_school_facts(state))}
    if misplaced:
        raise Invalid(tuple(Fault(f"/{name}", "only_schools", errors.ONLY_SCHOOLS) for name in sorted(misplaced)))
    await session.execute(delete(UnitVersion).where(UnitVersion.unit_id == unit.id))
    rows = [version_row(unit.id, unit.code, span, state) for span, state in versions]
    await session.execute(insert(UnitVersion.__table__), rows)  # type: ignore[arg-type]


def _school_facts(state: Mapping[str, Any]) -> tuple[str, Any, Any, Any]:
    return state["kind"], state["education_levels"], state["ownership"], state["area"]


async def delete_unit(session: AsyncSession, actor: Actor, unit: Unit) -> None:
    """Take back a unit entered by mistake. Raises HasUnitsBelow, or HasHistory when it took part in anything.

    Its code stays used. What others wrote about it stays readable from above, for its place in the tree stays.
    """
    await closure.lock(session)
    if await session.scalar(select(exists().where(UnitEdge.parent_id == unit.id))):
        raise errors.HasUnitsBelow
    if await session.scalar(select(or_(*_traces(unit.id)))):
        raise errors.HasHistory
    for table in (UnitAlias, UnitCode):
        await session.execute(delete(table).where(table.unit_id == unit.id))
    unit.deleted_at = session.info["now"]
    await note(session, actor, "deleted", unit, {})


def _traces(unit_id: UUID) -> list[Any]:
    return [
        exists().where(UnitSuccession.predecessor_id == unit_id),
        exists().where(UnitSuccession.successor_id == unit_id),
        exists().where(ClusterMember.unit_id == unit_id),
        exists().where(AudienceMember.unit_id == unit_id),
    ]


def _told(asked: UnitChange) -> dict[str, Any]:
    """What the audit and the feed say of a change."""
    told: dict[str, Any] = dict(asked.state) | ({"effective_on": asked.on.isoformat()} if asked.is_dated else {})
    told |= {PARENT_FIELDS[line]: None if parent is None else str(parent) for line, parent in asked.parents.items()}
    if asked.last is not None:
        told["to"] = asked.last.value and asked.last.value.isoformat()
    if asked.codes is not None:
        told["codes"] = [f"{code.scheme}:{code.value}" for code in asked.codes]
    if asked.aliases is not None:
        told["aliases"] = list(asked.aliases)
    return told
