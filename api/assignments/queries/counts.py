"""How much work stands where: a row for each unit, each unit with all below it, or each task; or one for all."""

from datetime import date, datetime
from typing import Any, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator
from sqlalchemy import ColumnElement, Select, and_, case, func
from sqlalchemy.orm import aliased

from api.assignments.models import Assignment
from api.assignments.queries.assignments import AssignmentFilters, moment, narrowed, overdue, parameters
from api.assignments.queries.scope import visible
from api.assignments.rules.progress import DUE_SOON
from api.assignments.schemas.assignment import Conditions
from api.kit.calendar import vietnam_today
from api.kit.permissions import Subject
from api.kit.schemas import Text
from api.plans.models import Task
from api.plans.queries.parties import rows_of
from api.plans.rules.plan import HANDED_IN, SETTLED
from api.units.models import Unit, UnitClosure

MOST = 200
STATUSES = ("not_started", "in_progress", "awaiting_confirmation", "completed", "cancelled")
By = Literal["unit", "child", "task"]


class CountsQuery(Conditions):
    """Which work is counted: the filters of the list, and what it is counted by."""

    by: By | None = Field(
        default=None,
        description="`unit` that owes, `child`: units right below `under` with all below them, `task`; none: one row.",
    )
    q: Text | None = Field(default=None, max_length=200, description="Words to find, with or without accents.")

    @model_validator(mode="after")
    def _children_of_somebody(self) -> Self:
        if self.by == "child" and self.under is None:
            raise ValueError("by=child needs under")
        return self

    def filters(self) -> AssignmentFilters:
        """The same filters, as the list takes them."""
        return AssignmentFilters.model_validate(self.model_dump(exclude={"by"}, exclude_none=True))


def counts(subject: Subject, query: CountsQuery, under: UUID | None, now: datetime) -> Select[Any]:
    """Rows with the counts, and `id`, `code`, `name` of what is counted; `under` is the unit of the filter."""
    given = parameters(query.filters())
    keys, joined = _counted_by(query.by, under, vietnam_today(now))
    late = _many(overdue()).label("overdue")
    soon = and_(Assignment.status.not_in(HANDED_IN), Assignment.due_at > now, Assignment.due_at <= now + DUE_SOON)
    standing = [_many(Assignment.status == status).label(status) for status in STATUSES]
    found = narrowed(
        rows_of(*keys, *standing, late, _many(soon).label("due_soon"))
        .select_from(joined)
        .where(Assignment.deleted_at.is_(None), visible(subject, vietnam_today(now))),
        given,
    )
    if keys:
        found = found.group_by(*keys).order_by(late.desc(), _many(_open()).desc(), keys[2], keys[0])
    return found.limit(MOST + 1).params(moment(now) | given)


def _counted_by(by: By | None, under: UUID | None, today: date) -> tuple[tuple[Any, ...], Any]:
    """The key of a row, and the tables it is counted from."""
    joined = Assignment.__table__.join(Task, Task.id == Assignment.task_id).join(Unit, Unit.id == Assignment.unit_id)
    if by == "task":
        return (Task.id, Task.code, Task.title.label("name")), joined
    if by == "unit":
        return (Unit.id, Unit.code, Unit.name), joined
    if by is None:
        return (), joined
    child, up, down = aliased(Unit), aliased(UnitClosure), aliased(UnitClosure)
    held = [and_(way.line == "professional", way.valid.contains(today)) for way in (up, down)]
    joined = joined.join(down, and_(down.descendant_id == Assignment.unit_id, held[1]))
    joined = joined.join(
        up, and_(up.descendant_id == down.ancestor_id, up.ancestor_id == under, up.depth == 1, held[0])
    )
    return (child.id, child.code, child.name), joined.join(child, child.id == up.descendant_id)


def _open() -> ColumnElement[bool]:
    return Assignment.status.not_in(SETTLED)


def _many(which: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(case((which, Assignment.id)))
