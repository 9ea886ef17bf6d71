"""Units with their own plans under another, and those that owe one."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, false, func, literal, or_, select
from sqlalchemy.dialects.postgresql import distinct_on

from api.evidence.models import Evidence, EvidenceLink
from api.kit.permissions import Subject
from api.kit.sorting import SortKey
from api.plans.models import ChildPlanCall, Plan
from api.plans.permissions import PLAN_READ
from api.plans.queries.parties import rows_of
from api.plans.queries.plans import containing, named
from api.plans.rules.plan import bound_within
from api.plans.schemas.child_plan import ChildPlanFilters
from api.units.models import Audience, Unit, UnitClosure, UnitVersion
from api.units.queries.groups import belongs
from api.units.queries.succession import bound_by
from api.units.scope import governs

SORTS = {"name": SortKey(UnitVersion.sort_key), "code": SortKey(Unit.code)}


class Call(NamedTuple):
    """What a plan wants of units: of which audience, of those the plan binds (`within`, see `bound_within`)."""

    plan_id: UUID
    due_on: date
    audience: Audience
    within: UUID | None
    title: str


def calls() -> Select[Any]:
    """What plans want of units, as `call` reads it."""
    joined = rows_of(ChildPlanCall, Audience, Plan).join(Audience, Audience.id == ChildPlanCall.audience_id)
    return joined.join(Plan, Plan.id == ChildPlanCall.plan_id)


def call(row: Any) -> Call:
    """A row of `calls`."""
    wanted, audience, plan = row
    within = bound_within(plan.unit_id, plan.department_id)
    return Call(plan.id, wanted.due_on, audience, within, plan.title)


def calls_due(days: list[date]) -> Select[Any]:
    """What plans in force want of units by some days."""
    return calls().where(ChildPlanCall.due_on.in_(days), Plan.status == "issued", Plan.deleted_at.is_(None))


def _issued(plan_id: UUID) -> Any:
    """The first plan each unit issued under another."""
    under = (Plan.parent_plan_id == plan_id, Plan.status != "draft", Plan.deleted_at.is_(None))
    first = (Plan.unit_id, Plan.issued_on.nulls_last(), Plan.id)
    return select(Plan).ext(distinct_on(Plan.unit_id)).where(*under).order_by(*first).subquery()


def _documents(plan_id: Any) -> ColumnElement[int]:
    """How many pieces of evidence are about a plan."""
    kept = (EvidenceLink.target_id == plan_id, EvidenceLink.type == "plan", Evidence.deleted_at.is_(None))
    joined = select(func.count()).select_from(EvidenceLink).join(Evidence, Evidence.id == EvidenceLink.evidence_id)
    return joined.where(*kept).scalar_subquery()


def _living(today: date, *columns: Any) -> Select[Any]:
    lives = and_(UnitVersion.unit_id == Unit.id, UnitVersion.valid.contains(today))
    return rows_of(*columns).join_from(Unit, UnitVersion, lives).where(Unit.deleted_at.is_(None))


def _standing(child: Any, due_on: date | None, today: date) -> ColumnElement[str]:
    over = due_on is not None and due_on < today
    late = false() if due_on is None else func.coalesce(child.c.issued_on > due_on, false())
    unissued = "missing" if over else "pending"
    return case((child.c.id.is_(None), literal(unissued)), (late, literal("late")), else_=literal("on_time"))


def units(subject: Subject, today: date, plan_id: UUID, call: Call | None) -> tuple[Select[Any], ColumnElement[str]]:
    """The units the caller looks after that owe a plan under another, or have one; and where each stands."""
    child = _issued(plan_id)
    standing = _standing(child, call.due_on if call else None, today)
    columns = (
        Unit.id, Unit.code, UnitVersion.name, standing.label("status"), child.c.id.label("plan_id"),
        child.c.title, child.c.number, child.c.issued_on, child.c.signer, child.c.created_at,
        _documents(child.c.id).label("documents"),
    )  # fmt: skip
    wanted = _wanted(call, today) if call else false()
    found = _living(today, *columns).outerjoin(child, child.c.unit_id == Unit.id)
    found = found.where(or_(child.c.id.is_not(None), wanted), governs(subject, PLAN_READ, today)(Unit.id))
    return found, standing


def _wanted(call: Call, today: date) -> ColumnElement[bool]:
    """Whether a plan is wanted of `units` joined with its version of the day."""
    if call.within is None:
        return belongs(call.audience, today)
    return and_(belongs(call.audience, today), Unit.id.in_(bound_by(call.within, today)))


def narrowed(statement: Select[Any], standing: ColumnElement[str], filters: ChildPlanFilters, on: date) -> Select[Any]:
    """The list with the filters applied."""
    if filters.status is not None:
        statement = statement.where(standing == filters.status)
    if filters.q is not None:
        statement = statement.where(UnitVersion.search.like(containing(filters.q), escape="\\"))
    if filters.under is not None:
        way = (UnitClosure.line == "professional", UnitClosure.valid.contains(on))
        below = select(UnitClosure.descendant_id).join(Unit, Unit.id == UnitClosure.ancestor_id)
        statement = statement.where(Unit.id.in_(below.where(named(Unit, filters.under), *way).correlate(None)))
    return statement


def counts(statement: Select[Any]) -> Select[Any]:
    """How many units stand where."""
    found = statement.subquery()
    return rows_of(found.c.status, func.count()).group_by(found.c.status)


def missing(call: Call, today: date) -> Select[Any]:
    """The units that owe a plan under another and have issued none."""
    child = _issued(call.plan_id)
    found = _living(today, Unit.id, UnitVersion.name, Unit.department_id)
    return found.where(_wanted(call, today), Unit.id.not_in(select(child.c.unit_id)))


def shape(row: Any) -> dict[str, Any]:
    """A row of `units` as the contract's."""
    plan: Mapping[str, Any] | None = None
    if row.plan_id is not None:
        plan = {"id": row.plan_id, "code": row.number, "name": row.title}
    return {
        "unit": {"id": row.id, "code": row.code, "name": row.name},
        "status": row.status,
        "plan": plan,
        "number": row.number,
        "issued_on": row.issued_on,
        "signer": row.signer and {"on_behalf": None, **row.signer},
        "documents": row.documents,
        "recorded_at": row.created_at,
    }
