"""Units, who took over from whom, audiences and clusters: through the services, those that are not there yet."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import SYSTEM
from api.kit.calendar import vietnam_today
from api.kit.text import fold
from api.units.models import Unit
from api.units.rules.groups import Membership, NewAudience
from api.units.rules.newcomer import Named, NewUnit, OutsideCode, Place
from api.units.rules.spans import Span
from api.units.service import entering, groups, successions
from seed.files import reference


async def load_units(session: AsyncSession, units: Sequence[NewUnit]) -> None:
    """Enter the units that are not there yet; parents may stand anywhere in the list."""
    await entering.load(session, SYSTEM, units, vietnam_today(session.info["now"]))


async def load_successions(session: AsyncSession) -> None:
    """Say who took over from whom in the reorganisations we know of."""
    rows = reference("reorganisations")
    ids = await ids_of(session, {code for row in rows for code in (*row["predecessors"], *row["successors"])})
    for row in rows:
        on = date.fromisoformat(row["on"])
        for predecessor in row["predecessors"]:
            for successor in row["successors"]:
                await successions.succeed(
                    session, SYSTEM, ids[predecessor], ids[successor],
                    on=on, kind=row["kind"], legal_basis=row["legal_basis"],
                )  # fmt: skip


async def load_audiences(session: AsyncSession) -> None:
    """Enter the audiences the plans name."""
    await groups.load_audiences(session, SYSTEM, [_audience(row) for row in reference("audiences")])


async def ids_of(session: AsyncSession, codes: Iterable[str]) -> dict[str, UUID]:
    """The ids of units by code."""
    rows = await session.execute(select(Unit.code, Unit.id).where(Unit.code.in_(list(codes))))
    return {row.code: row.id for row in rows}


def reference_units() -> list[NewUnit]:
    """The provinces, and the departments with all the plans name."""
    return [_new_unit(row) for row in (*reference("provinces", "units"), *reference("units"))]


def _new_unit(row: dict[str, Any]) -> NewUnit:
    return NewUnit(
        code=row["code"],
        name=row["name"],
        kind=row["kind"],
        span=_span(row),
        professional=_places(row["professional"]),
        administrative=_places(row["administrative"]),
        education_levels=tuple(row["education_levels"]),
        ownership=row["ownership"],
        area=row["area"],
        earlier_names=tuple(Named(each["name"], _span(each)) for each in row["earlier_names"]),
        codes=tuple(OutsideCode(each["scheme"], each["value"], _span(each)) for each in row["codes"]),
        aliases=_spellings(row),
    )


def _audience(row: dict[str, Any]) -> NewAudience:
    return NewAudience(
        code=row["code"],
        department=row["department"],
        name=row["name"],
        rule=row["rule"],
        members=tuple(Membership(each["unit"], _span(each)) for each in row["members"] or ()),
        aliases=_spellings(row),
        note=row["note"],
    )


def _places(rows: Iterable[dict[str, Any]]) -> tuple[Place, ...]:
    return tuple(Place(row["parent"], _span(row)) for row in rows)


def _span(row: dict[str, Any]) -> Span:
    return Span.of_days(_day(row["from"]), _day(row["to"]))


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _spellings(row: dict[str, Any]) -> tuple[str, ...]:
    """The other spellings of a row; they are matched folded, so of those that fold alike the first is enough."""
    found = {fold(row["name"]): ""}
    for alias in row["aliases"]:
        found.setdefault(fold(alias), alias)
    return tuple(alias for alias in found.values() if alias)
