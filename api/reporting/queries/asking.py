"""Regimes and rounds as services need them, and who stands where on a day."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import selectinload
from sqlalchemy.orm.interfaces import ORMOption

from api.plans.models import Plan, ReportingRule
from api.plans.queries.parties import rows_of
from api.reporting.models import Regime, RegimeStep, Report, Round
from api.units.models import Unit, UnitEdge
from api.units.models.arrays import any_id
from api.units.queries.succession import last_of, lineage
from api.units.rules.words import Line


def whole() -> ORMOption:
    """The option that brings a regime's steps and their parties.

    A function, since making it has the mapping of every table put together: as a constant, while the process starts.
    """
    return selectinload(Regime.steps).selectinload(RegimeStep.parties)


def regimes_at_work() -> Select[Any]:
    """The regimes whose rounds open: those of plans in force, and those of no plan."""
    found = select(Regime).outerjoin(Plan, Plan.id == Regime.plan_id).where(Regime.deleted_at.is_(None))
    return found.where(or_(Regime.plan_id.is_(None), Plan.status == "issued")).order_by(Regime.id).options(whole())


def rules_without_regime(plan_id: UUID | None) -> Select[Any]:
    """The reporting rules of plans in force, or of one of these, that no regime was made of."""
    made = select(Regime.rule_id).where(Regime.rule_id.is_not(None))
    found = rows_of(ReportingRule, Plan).join(Plan, Plan.id == ReportingRule.plan_id)
    found = found.where(Plan.status == "issued", Plan.deleted_at.is_(None), ReportingRule.id.not_in(made))
    if plan_id is not None:
        found = found.where(Plan.id == plan_id)
    return found.order_by(Plan.id, ReportingRule.position).options(selectinload(ReportingRule.parties))


def periods_there(regime_ids: Iterable[UUID]) -> Select[Any]:
    """The periods regimes have a round of."""
    return rows_of(Round.regime_id, Round.period).where(Round.regime_id == any_id(regime_ids))


def open_rounds() -> Select[Any]:
    """Rounds that have not closed."""
    found = select(Round).where(Round.status == "open", Round.deleted_at.is_(None))
    return found.order_by(Round.id).options(selectinload(Round.steps))


def left_waiting(today: date) -> Select[Any]:
    """Reports that wait in rounds that closed, each with its round, for a receiver that has ended."""
    found = rows_of(Report, Round).join(Round, Round.id == Report.round_id).join(Unit, Unit.id == Report.to_id)
    waiting = (Round.status == "closed", Report.status == "sent", Report.deleted_at.is_(None))
    return found.where(*waiting, ~Unit.valid.contains(today)).order_by(Round.id, Report.id)


def ended(units: Iterable[UUID], today: date) -> Select[Any]:
    """The ids of those of some units that are no more, each with its last day."""
    life = (Unit.id == any_id(units), ~Unit.valid.contains(today))
    return rows_of(Unit.id, last_of(Unit.valid, today).label("last")).where(*life)


def parents(units: Iterable[UUID], on: date) -> Select[Any]:
    """The unit that stands above each unit on a day."""
    found = rows_of(UnitEdge.child_id, UnitEdge.parent_id)
    return found.where(
        UnitEdge.child_id == any_id(units), UnitEdge.line == Line.PROFESSIONAL, UnitEdge.valid.contains(on)
    )


def heirs(units: Iterable[UUID], on: date) -> Select[Any]:
    """Of units that ended (`origin`), each `heir` that took over by a day."""
    return lineage(select(Unit.id).where(Unit.id == any_id(units)), on)


def standing_heirs(units: Iterable[UUID], on: date) -> Select[Any]:
    """The same, of those who took over and are still there."""
    line = heirs(units, on).subquery()
    there = select(line.c.origin, line.c.heir).join(Unit, Unit.id == line.c.heir)
    return there.where(Unit.valid.contains(on))


def last_texts(regime_id: UUID, units: Iterable[UUID], before: date) -> Select[Any]:
    """What units wrote in their last report of a regime that began before a day."""
    found = rows_of(Report.unit_id, Report.sections).join(Round, Round.id == Report.round_id)
    found = found.where(
        Round.regime_id == regime_id, Round.starts_on < before, Report.unit_id == any_id(units),
        Report.sections.is_not(None), Report.deleted_at.is_(None),
    )  # fmt: skip
    return found.ext(distinct_on(Report.unit_id)).order_by(Report.unit_id, Round.starts_on.desc())
