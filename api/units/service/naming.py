"""What units and audiences are called by others: outside codes, printed spellings, references in requests."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, func, insert, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.kit.ids import uuid7
from api.kit.problems import Fault, Invalid
from api.kit.text import fold, nfc
from api.units import errors
from api.units.models import Audience, Unit, UnitAlias, UnitCode, UnitVersion
from api.units.models.arrays import any_text
from api.units.models.days import to_range, to_span
from api.units.rules.newcomer import OutsideCode
from api.units.rules.spans import Span
from api.units.rules.timeline import Fact, fitted, merged

# A code of a department (scheme, value) and the days it is in use.
_Use = tuple[tuple[UUID | None, str, str], Span]


@dataclass(frozen=True, slots=True)
class Meant:
    """What a printed name stands for: one unit or one audience."""

    unit_id: UUID | None
    audience_id: UUID | None


async def find_by_name(session: AsyncSession, department_id: UUID | None, text: str) -> Meant | None:
    """What a name printed in a document of the department stands for, however it is cased and marked.

    A spelling of the department first, then one of those above departments, then the name of exactly one of its
    audiences or units, past names included. None when nothing fits, or when several units share the name.
    """
    folded = fold(text)
    spelt = await _by_alias(session, department_id, folded)
    if spelt is not None or department_id is None:
        return spelt
    audiences = await _audiences_named(session, department_id, folded)
    units = await _units_named(session, department_id, folded)
    found = [Meant(None, audience) for audience in audiences] + [Meant(unit, None) for unit in units]
    return found[0] if len(found) == 1 else None


async def _by_alias(session: AsyncSession, department_id: UUID | None, folded: str) -> Meant | None:
    ours = or_(UnitAlias.department_id == department_id, UnitAlias.department_id.is_(None))
    nearest = UnitAlias.department_id.nulls_last()
    columns = select(UnitAlias.unit_id, UnitAlias.audience_id)
    row = (await session.execute(columns.where(ours, UnitAlias.folded == folded).order_by(nearest))).first()
    return None if row is None else Meant(row.unit_id, row.audience_id)


async def _audiences_named(session: AsyncSession, department_id: UUID, folded: str) -> list[UUID]:
    ours = (Audience.department_id == department_id, Audience.deleted_at.is_(None))
    named = Audience.search == folded + " " + func.lower(Audience.code)
    return list(await session.scalars(select(Audience.id).where(*ours, named)))


async def _units_named(session: AsyncSession, department_id: UUID, folded: str) -> list[UUID]:
    ours = (Unit.department_id == department_id, Unit.deleted_at.is_(None))
    named = UnitVersion.search == folded + " " + func.lower(Unit.code)
    joined = select(Unit.id).join(UnitVersion, UnitVersion.unit_id == Unit.id)
    return list(await session.scalars(joined.where(*ours, named).distinct()))


async def add_aliases(session: AsyncSession, spellings: Iterable[tuple[Unit | Audience, Sequence[str], str]]) -> None:
    """Add printed spellings: of what, which, and the pointer of the list. Raises Invalid for one already taken."""
    rows = [
        (_alias_row(owner, printed), f"{pointer}/{n}")
        for owner, printed_ones, pointer in spellings
        for n, printed in enumerate(printed_ones)
    ]
    if not rows:
        return
    taken = await _taken(session, [row for row, _ in rows])
    faults = []
    for row, pointer in rows:
        key = (row["department_id"], row["folded"])
        if key in taken:
            faults.append(Fault(pointer, "alias_taken", errors.ALIAS_TAKEN))
        taken.add(key)
    if faults:
        raise Invalid(tuple(faults))
    await session.execute(insert(UnitAlias.__table__), [row for row, _ in rows])  # type: ignore[arg-type]


def _alias_row(owner: Unit | Audience, printed: str) -> dict[str, Any]:
    unit_id, audience_id = (owner.id, None) if isinstance(owner, Unit) else (None, owner.id)
    return {
        "id": uuid7(),
        "department_id": owner.department_id,
        "folded": fold(printed),
        "printed": nfc(printed),
        "unit_id": unit_id,
        "audience_id": audience_id,
    }


async def _taken(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> set[tuple[UUID | None, str]]:
    folded = UnitAlias.folded == any_text({row["folded"] for row in rows})
    found = await session.execute(select(UnitAlias.department_id, UnitAlias.folded).where(folded))
    return {(row.department_id, row.folded) for row in found}


async def replace_aliases(session: AsyncSession, owner: Unit | Audience, printed: Sequence[str]) -> None:
    """The spellings of a unit or audience are these from now on."""
    column = UnitAlias.unit_id if isinstance(owner, Unit) else UnitAlias.audience_id
    await session.execute(delete(UnitAlias).where(column == owner.id))
    await add_aliases(session, [(owner, printed, "/aliases")])


async def add_codes(session: AsyncSession, given: Iterable[tuple[Unit, Sequence[OutsideCode], str]]) -> None:
    """Add outside codes: of which unit, the codes, the pointer of the list. Raises Invalid on a clash."""
    rows = [
        (unit, _code_row(unit, code), f"{pointer}/{n}")
        for unit, codes, pointer in given
        for n, code in enumerate(codes)
    ]
    if not rows:
        return
    faults = _code_faults(rows, await _known_codes(session, [row for _, row, _ in rows]))
    if faults:
        raise Invalid(tuple(faults))
    await session.execute(insert(UnitCode.__table__), [row for _, row, _ in rows])  # type: ignore[arg-type]


def _code_row(unit: Unit, code: OutsideCode) -> dict[str, Any]:
    days = to_range(code.span.bounded(to_span(unit.valid)))
    return {"unit_id": unit.id, "scheme": code.scheme, "value": code.value, "valid": days}


async def _known_codes(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> list[_Use]:
    """Days on which these values already name some unit, and of which department."""
    columns = select(Unit.department_id, UnitCode.scheme, UnitCode.value, UnitCode.valid)
    value = UnitCode.value == any_text({row["value"] for row in rows})
    found = await session.execute(columns.join(Unit, Unit.id == UnitCode.unit_id).where(value))
    return [((row.department_id, row.scheme, row.value), to_span(row.valid)) for row in found]


def _code_faults(rows: Sequence[tuple[Unit, dict[str, Any], str]], known: list[_Use]) -> list[Fault]:
    faults, used = [], list(known)
    for unit, row, pointer in rows:
        key, span = (unit.department_id, row["scheme"], row["value"]), to_span(row["valid"])
        if not span:
            faults.append(Fault(pointer, "empty_span", errors.EMPTY_SPAN))
        elif any(key == other and span & days for other, days in used):
            faults.append(Fault(pointer, "outside_code_taken", errors.OUTSIDE_CODE_TAKEN))
        used.append((key, span))
    return faults


async def replace_codes(session: AsyncSession, unit: Unit, codes: Sequence[OutsideCode]) -> None:
    """The outside codes of a unit, past ones included, are these from now on."""
    await session.execute(delete(UnitCode).where(UnitCode.unit_id == unit.id))
    await add_codes(session, [(unit, codes, "/codes")])


async def fit_codes(session: AsyncSession, unit: Unit, before: Span, after: Span) -> None:
    """Outside codes end with the unit: cut them to its new life, and stretch those that ended with the old."""
    rows = (await session.execute(select(UnitCode.__table__).where(UnitCode.unit_id == unit.id))).all()
    await session.execute(delete(UnitCode).where(UnitCode.unit_id == unit.id))
    schemes = {row.scheme for row in rows}
    kept = [
        {"unit_id": unit.id, "scheme": scheme, "value": fact.value, "valid": to_range(fact.span)}
        for scheme in sorted(schemes)
        for fact in fitted(merged(_facts(rows, scheme)), before, after)
    ]
    if kept:
        await session.execute(insert(UnitCode.__table__), kept)  # type: ignore[arg-type]


def _facts(rows: Sequence[Row[Any]], scheme: str) -> list[Fact[str]]:
    return [Fact(to_span(row.valid), row.value) for row in rows if row.scheme == scheme]
