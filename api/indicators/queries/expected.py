"""What a unit is asked for: the indicators that may concern it, who asks for them, and of whom."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, Uuid, and_, any_, cast, func, literal, or_, select, union_all

from api.evidence.models import Evidence, EvidenceLink
from api.indicators.models import Indicator, Target
from api.indicators.permissions import VALUE_READ
from api.indicators.queries.evidenced import INDICATOR
from api.indicators.queries.indicators import visible
from api.indicators.rules import Source
from api.kit.permissions import Subject
from api.plans.models import Plan
from api.plans.queries.parties import rows_of
from api.plans.queries.plans import named
from api.units.models import Audience, Unit, UnitClosure, UnitVersion
from api.units.models.arrays import any_id
from api.units.queries.groups import belongs
from api.units.scope import governs


class Asks(NamedTuple):
    """A target of a plan in force: it asks an audience, or everybody, under a unit, in some years."""

    indicator_id: UUID
    under: UUID
    audience_id: UUID | None
    first_year: int
    last_year: int
    plan_id: UUID
    plan_title: str


def unit_asked(subject: Subject, reference: str | None, own: Collection[UUID], today: date) -> Select[Unit]:
    """The unit whose questions are wanted, if the caller reads its values; by default one of the caller's own."""
    meant = named(Unit, reference) if reference is not None else Unit.id == any_id(own)
    read = governs(subject, VALUE_READ, today)(Unit.id)
    return select(Unit).where(meant, read, Unit.deleted_at.is_(None)).order_by(Unit.id).limit(2)


def units_below(subject: Subject, reference: str, today: date) -> Select[Unit]:
    """A unit and those below it today, if the caller reads their values; the unit itself first, then by name."""
    meant = select(Unit.id).where(named(Unit, reference)).scalar_subquery()
    way = (UnitClosure.line == "professional", UnitClosure.ancestor_id == meant, UnitClosure.valid.contains(today))
    read = governs(subject, VALUE_READ, today)(Unit.id)
    found = select(Unit).join(UnitClosure, UnitClosure.descendant_id == Unit.id).where(*way, read)
    return found.where(Unit.deleted_at.is_(None)).order_by(Unit.id != meant, Unit.sort_key, Unit.id)


def above(unit_id: UUID, on: date) -> Select[Any]:
    """The unit and those that stand above it on a day."""
    way = (UnitClosure.line == "professional", UnitClosure.descendant_id == unit_id, UnitClosure.valid.contains(on))
    return select(UnitClosure.ancestor_id).where(*way)


def candidates(subject: Subject, unit: Unit, kinds: Collection[str] | None, today: date) -> Select[Any]:
    """The indicators asked of the likes of a unit, by name, of some rhythms or of all; not the derived ones."""
    own = or_(Indicator.department_id.is_(None), Indicator.department_id == unit.department_id)
    fits = (literal(unit.kind) == any_(Indicator.measured_on), Indicator.source != Source.DERIVED, own)
    found = select(Indicator).where(*fits, visible(subject, today))
    found = found if kinds is None else found.where(Indicator.frequency.in_(kinds))
    return found.order_by(Indicator.sort_key, Indicator.id)


def asking(indicators: Iterable[UUID], unit: Unit, line: Collection[UUID]) -> Select[Any]:
    """The targets of plans in force on indicators, of the unit's department and of whoever stands above the unit."""
    last = func.greatest(Plan.year, Target.year)
    columns = (Target.indicator_id, Plan.unit_id, Target.audience_id, Plan.year, last, Plan.id, Plan.title)
    standing = (Target.deleted_at.is_(None), Plan.deleted_at.is_(None), Plan.status != "draft")
    near = or_(Plan.department_id == unit.department_id, Plan.unit_id == any_id(line))
    joined = rows_of(*columns).join_from(Target, Plan, Plan.id == Target.plan_id)
    return joined.where(Target.indicator_id == any_id(indicators), near, *standing).order_by(Plan.year, Plan.id)


def audiences_of(unit_id: UUID, audiences: Iterable[Audience], on: date) -> Select[Any]:
    """Those audiences a unit is among on a day."""
    lives = and_(UnitVersion.unit_id == Unit.id, UnitVersion.valid.contains(on))
    there = (Unit.id == unit_id, Unit.deleted_at.is_(None), Unit.valid.contains(on))
    among = select(Unit.id).join(UnitVersion, lives).where(*there)
    parts = [
        among.with_only_columns(cast(literal(each.id, Uuid()), Uuid()).label("id")).where(belongs(each, on))
        for each in audiences
    ]
    return select(union_all(*parts).subquery().c.id)


def shown(unit_id: UUID, indicators: Iterable[UUID], first: datetime) -> Select[Any]:
    """What a unit showed for indicators since a moment, the last versions only."""
    columns = (
        EvidenceLink.target_id,
        Evidence.id,
        Evidence.title,
        Evidence.filename,
        Evidence.verdict,
        Evidence.created_at,
    )
    joined = rows_of(*columns).join(Evidence, Evidence.id == EvidenceLink.evidence_id)
    there = (Evidence.deleted_at.is_(None), Evidence.replaced_by_id.is_(None), Evidence.created_at >= first)
    linked = (EvidenceLink.type == INDICATOR, EvidenceLink.target_id == any_id(indicators))
    return joined.where(Evidence.unit_id == unit_id, *linked, *there).order_by(Evidence.created_at, Evidence.id)
