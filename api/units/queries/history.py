"""What was ever true of a unit."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Date, Select, case, cast, func, or_, select
from sqlalchemy.orm import aliased

from api.kit.permissions import Subject
from api.units.models import Unit, UnitCode, UnitEdge, UnitSuccession, UnitVersion
from api.units.queries.units import last_day, ref
from api.units.queries.visible import is_seen


def _days(valid: Any) -> tuple[Any, Any]:
    return cast(func.lower(valid), Date).label("from"), last_day(valid).label("to")


def versions(unit_id: UUID) -> Select[Any]:
    """What it was, oldest first."""
    what = (UnitVersion.name, UnitVersion.kind, UnitVersion.education_levels, UnitVersion.ownership, UnitVersion.area)
    columns: tuple[Any, ...] = (*_days(UnitVersion.valid), *what)
    return select(*columns).where(UnitVersion.unit_id == unit_id).order_by(UnitVersion.valid)


def codes(unit_id: UUID) -> Select[Any]:
    """What others knew it by, oldest first."""
    columns: tuple[Any, ...] = (UnitCode.scheme, UnitCode.value, *_days(UnitCode.valid))
    return select(*columns).where(UnitCode.unit_id == unit_id).order_by(UnitCode.scheme, UnitCode.valid)


def places(unit_id: UUID, subject: Subject, on: date) -> Select[Any]:
    """Where it stood, oldest first; only under units the caller may see."""
    columns: tuple[Any, ...] = (UnitEdge.line, ref(Unit, Unit.name).label("parent"), *_days(UnitEdge.valid))
    joined = select(*columns).join_from(UnitEdge, Unit, Unit.id == UnitEdge.parent_id)
    stood = joined.where(UnitEdge.child_id == unit_id, is_seen(subject, on)(Unit.id))
    return stood.order_by(UnitEdge.line.desc(), UnitEdge.valid)


def successions(unit_id: UUID, subject: Subject, on: date) -> Select[Any]:
    """Who it took over from and who took over from it, by day; only units the caller may see."""
    other = aliased(Unit)
    before = UnitSuccession.successor_id == unit_id
    role = case((before, "predecessor"), else_="successor").label("role")
    facts = (UnitSuccession.on, UnitSuccession.kind, UnitSuccession.legal_basis)
    columns: tuple[Any, ...] = (role, ref(other, other.name).label("unit"), *facts)
    them = case((before, UnitSuccession.predecessor_id), else_=UnitSuccession.successor_id)
    joined = select(*columns).join_from(UnitSuccession, other, other.id == them)
    ours = or_(before, UnitSuccession.predecessor_id == unit_id)
    return joined.where(ours, is_seen(subject, on)(other.id)).order_by(UnitSuccession.on, other.sort_key)
