"""Request bodies of units, clusters and audiences as the services want them: references found, days as spans."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.kit.permissions import Subject
from api.kit.problems import invalid
from api.units import errors
from api.units.models import Unit
from api.units.models.arrays import any_id
from api.units.rules.change import STATE, Given, UnitChange
from api.units.rules.groups import Membership
from api.units.rules.newcomer import NewUnit, OutsideCode, Place
from api.units.rules.spans import Span
from api.units.rules.words import Kind, Line
from api.units.schemas.days import MemberIn
from api.units.schemas.units import CodeIn, UnitIn, UnitPatch
from api.units.scope import reached
from api.units.service.references import unit_of

_LINES = {"parent": Line.PROFESSIONAL, "administrative_parent": Line.ADMINISTRATIVE}


def new_unit(body: UnitIn, code: str, parent: Unit, administrative: Unit | None, today: date) -> NewUnit:
    """A new unit as asked for; without a first day it begins today."""
    first = body.first if "first" in body.model_fields_set else today
    return NewUnit(
        code=code,
        name=body.name,
        kind=body.kind.value,
        span=Span.of_days(first, body.last),
        professional=(Place(parent.code),),
        administrative=() if administrative is None else (Place(administrative.code),),
        education_levels=_levels(body.education_levels),
        ownership=body.ownership and body.ownership.value,
        area=body.area and body.area.value,
        codes=outside_codes(body.codes),
        aliases=tuple(body.aliases),
    )


def _levels(levels: Sequence[str]) -> tuple[str, ...]:
    """The levels in their own order, each once, so that equal ones are equal."""
    return tuple(sorted({str(level) for level in levels}))


def outside_codes(codes: Sequence[CodeIn]) -> tuple[OutsideCode, ...]:
    """Codes as the service wants them."""
    return tuple(OutsideCode(code.scheme, code.value, code.span) for code in codes)


async def changes_of(session: AsyncSession, subject: Subject, body: UnitPatch, today: date) -> UnitChange:
    """What a patch asks for. Raises Invalid for a parent that is unknown or unseen."""
    sent = body.changes()
    parents = {
        line: sent[name] and (await unit_of(session, subject, sent[name], today, f"/{name}")).id
        for name, line in _LINES.items()
        if name in sent
    }
    return UnitChange(
        on=body.effective_on or today,
        state={name: _plain(name, sent[name]) for name in STATE if name in sent},
        parents=parents,
        last=Given(body.last) if "last" in sent else None,
        codes=outside_codes(body.codes) if "codes" in sent else None,
        aliases=tuple(body.aliases) if "aliases" in sent else None,
    )


def _plain(name: str, value: Any) -> Any:
    if name == "education_levels":
        return _levels(value)
    return value if value is None else str(value)


def memberships(members: Sequence[MemberIn]) -> tuple[Membership, ...]:
    """Members as the service wants them."""
    return tuple(Membership(member.unit, member.span) for member in members)


async def department_of(
    session: AsyncSession, subject: Subject, reference: str | None, permission: str, today: date
) -> Unit:
    """The department a group is asked for: the one named, or the only one the caller holds the permission for.

    Raises Invalid when it is unknown or unseen, no department, or when there is not exactly one to choose.
    """
    if reference is not None:
        department = await unit_of(session, subject, reference, today, "/department")
        if department.kind != Kind.DEPARTMENT:
            raise invalid("/department", "unknown_unit", errors.UNKNOWN_UNIT)
        return department
    acted, _ = reached(subject, permission, today)
    ours = select(Unit).where(Unit.id == any_id(acted), Unit.kind == Kind.DEPARTMENT)
    found = (await session.scalars(ours)).all()
    if len(found) != 1:
        raise invalid("/department", "missing", errors.NO_DEPARTMENT)
    return found[0]
