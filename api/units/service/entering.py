"""Entering units: one from a form, or a province of them from the seed, by the same checks and the same statements."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import Actor
from api.kit.ids import uuid7
from api.kit.problems import Fault, Invalid
from api.kit.text import fold, sort_key
from api.units import errors
from api.units.models import Unit, UnitEdge, UnitVersion
from api.units.models.arrays import any_id, any_text
from api.units.models.days import to_range, to_span
from api.units.rules import tree
from api.units.rules.newcomer import NewUnit, codes_overlap, school_facts_misplaced
from api.units.rules.spans import Span
from api.units.rules.timeline import Fact, joined, merged
from api.units.rules.words import Line
from api.units.service import closure, naming
from api.units.service.journal import note_all

Where = Callable[[int], str]
# From here on the tables' statistics would be so wrong that the next statement takes minutes instead of milliseconds.
_MANY = 50
PARENT_FIELDS = {Line.PROFESSIONAL: "parent", Line.ADMINISTRATIVE: "administrative_parent"}


async def load(session: AsyncSession, actor: Actor, newcomers: Sequence[NewUnit], today: date) -> int:
    """Enter those whose code is not there yet, leave the others as they are; how many were entered.

    Parents may stand anywhere in the list or be there already. Raises Invalid with a pointer `/<row>/<field>`.
    """
    known = await _by_code(session, [newcomer.code for newcomer in newcomers])
    fresh = [newcomer for newcomer in newcomers if newcomer.code not in known]
    if fresh:
        await enter(session, actor, fresh, today)
    return len(fresh)


async def enter(
    session: AsyncSession, actor: Actor, newcomers: Sequence[NewUnit], today: date, where: Where = "/{}".format
) -> list[UUID]:
    """Enter new units; their ids, in order. Raises Invalid; `where` gives the pointer of the n-th one."""
    await closure.lock(session)
    parents = await _by_code(session, [place.parent for newcomer in newcomers for _, place in newcomer.places()])
    ids = {newcomer.code: uuid7() for newcomer in newcomers}
    faults = [*await _taken(session, newcomers, where), *_faults(newcomers, parents, ids, where)]
    if faults:
        raise Invalid(tuple(faults))
    await _insert(session, newcomers, {code: unit.id for code, unit in parents.items()} | ids)
    for line in Line:
        await closure.rebuild(session, line, ids.values())
    if len(newcomers) > _MANY:
        await closure.refresh_statistics(session)
    await closure.bring_up_to_date(session, today, ids.values())
    await _finish(session, actor, newcomers, ids, where)
    return list(ids.values())


async def _by_code(session: AsyncSession, codes: Sequence[str]) -> dict[str, Unit]:
    rows = await session.scalars(select(Unit).where(Unit.code == any_text(codes)))
    return {unit.code: unit for unit in rows}


async def _taken(session: AsyncSession, newcomers: Sequence[NewUnit], where: Where) -> list[Fault]:
    """Codes that are there already, in the database or earlier in the list."""
    known: set[str] = set(await _by_code(session, [newcomer.code for newcomer in newcomers]))
    faults = []
    for n, newcomer in enumerate(newcomers):
        if newcomer.code in known:
            faults.append(Fault(f"{where(n)}/code", "code_taken", errors.CODE_TAKEN))
        known.add(newcomer.code)
    return faults


def _faults(newcomers: Sequence[NewUnit], parents: dict[str, Unit], ids: dict[str, UUID], where: Where) -> list[Fault]:
    """What is wrong with the units themselves and with their places."""
    lives = {code: to_span(unit.valid) for code, unit in parents.items()}
    lives |= {newcomer.code: newcomer.span for newcomer in newcomers}
    kinds = {code: unit.kind for code, unit in parents.items() if unit.deleted_at is None}
    kinds |= {newcomer.code: newcomer.kind for newcomer in newcomers if newcomer.code in ids}
    edges = {line: tree.by_child(_edges(newcomers, line)) for line in Line}
    faults: list[Fault] = []
    for n, newcomer in enumerate(newcomers):
        faults += _own_faults(newcomer, where(n))
        faults += _place_faults(newcomer, lives, kinds, edges, where(n))
    return faults


def _own_faults(newcomer: NewUnit, at: str) -> list[Fault]:
    misplaced = school_facts_misplaced(newcomer.kind, newcomer.education_levels, newcomer.ownership, newcomer.area)
    faults = [Fault(f"{at}/{name}", "only_schools", errors.ONLY_SCHOOLS) for name in misplaced]
    if not newcomer.span:
        faults.append(Fault(f"{at}/to", "empty_span", errors.EMPTY_SPAN))
    if codes_overlap(newcomer.codes):
        faults.append(Fault(f"{at}/codes", "overlapping", errors.OVERLAPPING))
    return faults


def _place_faults(
    newcomer: NewUnit,
    lives: dict[str, Span],
    kinds: dict[str, str],
    edges: dict[Line, dict[str, list[tree.Edge[str]]]],
    at: str,
) -> list[Fault]:
    faults = []
    for line, place in newcomer.places():
        pointer = f"{at}/{PARENT_FIELDS[line]}"
        if place.parent not in kinds:
            faults.append(Fault(pointer, "unknown_unit", errors.UNKNOWN_UNIT))
        elif not tree.may_stand_under(newcomer.kind, kinds[place.parent]):
            faults.append(Fault(pointer, "wrong_rank", errors.TREE_FAULTS["wrong_rank"]))
        else:
            edge = tree.Edge(newcomer.code, place.parent, place.span.bounded(newcomer.span))
            faults += errors.tree_faults(pointer, tree.faults(edge, lives, edges[line]))
    return faults


def _edges(newcomers: Sequence[NewUnit], line: Line) -> list[tree.Edge[str]]:
    return [
        tree.Edge(newcomer.code, place.parent, place.span.bounded(newcomer.span))
        for newcomer in newcomers
        for on, place in newcomer.places()
        if on == line
    ]


async def _insert(session: AsyncSession, newcomers: Sequence[NewUnit], ids: dict[str, UUID]) -> None:
    now = session.info["now"]
    stamps = {"version": 1, "created_at": now, "updated_at": now}
    units = [_unit_row(newcomer, ids[newcomer.code]) | stamps for newcomer in newcomers]
    await _insert_all(session, Unit, units)
    await _insert_all(session, UnitVersion, [row for each in newcomers for row in _version_rows(each, ids[each.code])])
    await _insert_all(session, UnitEdge, [row for each in newcomers for row in _edge_rows(each, ids)])


async def _insert_all(session: AsyncSession, table: type[Any], rows: list[dict[str, Any]]) -> None:
    if rows:
        await session.execute(insert(table.__table__), rows)


def _unit_row(newcomer: NewUnit, unit_id: UUID) -> dict[str, Any]:
    return {
        "id": unit_id,
        "code": newcomer.code,
        "name": newcomer.name,
        "sort_key": sort_key(newcomer.name),
        "kind": newcomer.kind,
        "sample": newcomer.sample,
        "valid": to_range(newcomer.span),
    }


def version_row(unit_id: UUID, code: str, span: Span, state: dict[str, Any]) -> dict[str, Any]:
    """A row of `unit_versions`: the state, and what it is sorted and found by."""
    name = state["name"]
    derived = {"sort_key": sort_key(name), "search": f"{fold(name)} {code.lower()}"}
    levels = {"education_levels": list(state["education_levels"])}
    return {"unit_id": unit_id, "valid": to_range(span)} | state | levels | derived


def _version_rows(newcomer: NewUnit, unit_id: UUID) -> list[dict[str, Any]]:
    names = merged(Fact(named.span, named.name) for named in newcomer.names())
    constant = {
        "kind": newcomer.kind,
        "education_levels": newcomer.education_levels,
        "ownership": newcomer.ownership,
        "area": newcomer.area,
    }
    return [
        version_row(unit_id, newcomer.code, span, state | constant)
        for span, state in joined({"name": names}, newcomer.span)
    ]


def _edge_rows(newcomer: NewUnit, ids: dict[str, UUID]) -> list[dict[str, Any]]:
    return [
        {
            "child_id": ids[newcomer.code],
            "parent_id": ids[place.parent],
            "line": line.value,
            "valid": to_range(place.span.bounded(newcomer.span)),
        }
        for line, place in newcomer.places()
    ]


async def _finish(
    session: AsyncSession, actor: Actor, newcomers: Sequence[NewUnit], ids: dict[str, UUID], where: Where
) -> None:
    """Codes and spellings, which need the department just computed; then say what was done."""
    units = {unit.id: unit for unit in await session.scalars(select(Unit).where(Unit.id == any_id(ids.values())))}
    await naming.add_codes(
        session,
        [(units[ids[each.code]], each.codes, f"{where(n)}/codes") for n, each in enumerate(newcomers)],
    )
    await naming.add_aliases(
        session,
        [(units[ids[each.code]], each.aliases, f"{where(n)}/aliases") for n, each in enumerate(newcomers)],
    )
    written = [(units[ids[newcomer.code]], _told(newcomer)) for newcomer in newcomers]
    await note_all(session, actor, "created", written)


def _told(newcomer: NewUnit) -> dict[str, Any]:
    """What the audit and the feed say of a new unit."""
    return {
        "code": newcomer.code,
        "name": newcomer.name,
        "kind": newcomer.kind,
        "parent": newcomer.professional[-1].parent if newcomer.professional else None,
        "education_levels": list(newcomer.education_levels),
        "ownership": newcomer.ownership,
        "area": newcomer.area,
        "from": newcomer.span.start and newcomer.span.start.isoformat(),
        "to": newcomer.span.last and newcomer.span.last.isoformat(),
    }
