"""Who is in an audience on a day, what a plan's tasks ask, and what stands already."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select

from api.assignments.models import Assignment
from api.plans.models import Deliverable, Engagement, Participation, Plan, ReportingRule, Task
from api.plans.queries.parties import rows_of
from api.plans.rules.plan import bound_within
from api.units.models import Audience, Unit, UnitClosure, UnitVersion
from api.units.models.arrays import any_id, any_text, texts
from api.units.queries.groups import belongs
from api.units.queries.succession import bound_by, heirs_of, kin_of, last_of, line_of, lineage
from api.units.rules.words import Kind, Line


class Narrowing(NamedTuple):
    """An audience and what narrows it; empty is all. `within`: those a plan of this unit binds, see `bound_by`."""

    audience_id: UUID
    education_levels: tuple[str, ...] = ()
    ownership: tuple[str, ...] = ()
    area: tuple[str, ...] = ()
    within: UUID | None = None


def members(
    audience: Audience, narrowed: Narrowing, on: date, last: date, units: Iterable[UUID] | None = None
) -> Select[Any]:
    """The units meant on a day, of all or of those given: id, kind, levels, ownership, department.

    Those in the audience, and whoever took over from one on a list or from one of a department that ended: of such a
    department the audience is as it was on its last day.
    """
    lives = and_(UnitVersion.unit_id == Unit.id, UnitVersion.valid.contains(on))
    columns = (Unit.id, UnitVersion.kind, UnitVersion.education_levels, UnitVersion.ownership, Unit.department_id)
    found = rows_of(*columns).join_from(Unit, UnitVersion, lives).where(Unit.deleted_at.is_(None))
    found = found.where(Unit.id.in_(heirs_of(_in_audience(audience, narrowed, last), on)))
    if narrowed.within is not None:
        found = found.where(Unit.id.in_(bound_by(narrowed.within, on)))
    return found if units is None else found.where(Unit.id == any_id(units))


def _in_audience(audience: Audience, narrowed: Narrowing, on: date) -> Select[Any]:
    """The ids of those in an audience on a day, on a list also of those that had ended by then."""
    then = and_(UnitVersion.unit_id == Unit.id, UnitVersion.valid.contains(last_of(Unit.valid, on)))
    found = select(Unit.id).join_from(Unit, UnitVersion, then).where(Unit.deleted_at.is_(None), belongs(audience, on))
    if narrowed.education_levels:
        found = found.where(UnitVersion.education_levels.overlap(texts(narrowed.education_levels)))
    if narrowed.ownership:
        found = found.where(UnitVersion.ownership == any_text(narrowed.ownership))
    if narrowed.area:
        found = found.where(UnitVersion.area == any_text(narrowed.area))
    return found


def holders(unit_id: UUID, on: date, within: UUID | None = None) -> Select[Any]:
    """A unit while it is there, and after it whoever took over from it, each with its department.

    `within`: of those only whom a plan of this unit binds.
    """
    here = (Unit.deleted_at.is_(None), Unit.valid.contains(on), Unit.id.in_(line_of(unit_id, on)))
    found = rows_of(Unit.id, Unit.department_id).where(*here)
    return found if within is None else found.where(Unit.id.in_(bound_by(within, on)))


def tasks_of(plan_id: UUID) -> Select[Any]:
    """The tasks of a plan that ask something."""
    return (
        select(Task)
        .where(Task.plan_id == plan_id, Task.deleted_at.is_(None), Task.status != "cancelled")
        .order_by(Task.position, Task.id)
    )


def engagements_of(plan_id: UUID) -> Select[Any]:
    """What audiences owe for a plan's tasks; what is for information asks nothing."""
    return select(Engagement).where(Engagement.plan_id == plan_id, Engagement.owes != "inform")


def participations_of(plan_id: UUID) -> Select[Any]:
    """Who is named in a plan's tasks."""
    return (
        rows_of(Participation.task_id, Participation.role, Participation.unit_id, Participation.audience_id)
        .join(Task, Task.id == Participation.task_id)
        .where(Task.plan_id == plan_id, Task.deleted_at.is_(None))
        .order_by(Participation.task_id, Participation.position)
    )


def products_of(plan_id: UUID) -> Select[Any]:
    """The deliverables of a plan's tasks."""
    return (
        rows_of(Deliverable.task_id, Deliverable.id, Deliverable.title, Deliverable.kind)
        .join(Task, Task.id == Deliverable.task_id)
        .where(Task.plan_id == plan_id, Task.deleted_at.is_(None), Deliverable.deleted_at.is_(None))
        .order_by(Deliverable.task_id, Deliverable.position)
    )


def cadences_of(plan_id: UUID) -> Select[Any]:
    """How often a plan is reported on."""
    return rows_of(ReportingRule.cadence).where(ReportingRule.plan_id == plan_id)


def standing(task_id: UUID, units: Iterable[UUID] | None = None) -> Select[Any]:
    """The assignments of a task, of all units or of those given."""
    found = rows_of(
        Assignment.id, Assignment.unit_id, Assignment.occurrence, Assignment.role, Assignment.owes,
        Assignment.due_at, Assignment.status, Assignment.withdrawn,
    ).where(Assignment.task_id == task_id)  # fmt: skip
    return found if units is None else found.where(Assignment.unit_id == any_id(units))


def passed_on(plan_id: UUID, on: date) -> Select[Any]:
    """Of the units with work of a plan, those that had ended by a day (`origin`), each beside every `heir`."""
    working = select(Assignment.unit_id).where(Assignment.plan_id == plan_id)
    return lineage(select(Unit.id).where(Unit.id.in_(working), ~Unit.valid.contains(on)), on)


def issued_plans() -> Select[Any]:
    """The plans in force."""
    return select(Plan).where(Plan.status == "issued", Plan.deleted_at.is_(None)).order_by(Plan.id)


def may_bind(units: Iterable[UUID]) -> ColumnElement[bool]:
    """Plans that may bind one of some units: a department's, and one of a unit that was ever at or above them."""
    way = (UnitClosure.line == Line.PROFESSIONAL, UnitClosure.descendant_id == any_id(units))
    above = select(UnitClosure.ancestor_id).where(*way)
    return or_(Plan.unit_id == Plan.department_id, Plan.unit_id.in_(above))


def beside(plan: Plan, department_id: UUID) -> Select[Any]:
    """The other plans in force that ask something of the schools a plan may ask; no school's own plan does.

    Those of its department, and of departments that this one took over from.
    """
    asking = select(Unit.id).where(Unit.kind == Kind.SCHOOL)
    found = issued_plans().where(Plan.department_id.in_(kin_of([department_id])), Plan.id != plan.id)
    found = found.where(Plan.unit_id.not_in(asking))
    within = bound_within(plan.unit_id, plan.department_id)
    return found if within is None else found.where(may_bind([within]))
