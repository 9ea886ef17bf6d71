"""What a report is compiled from: the reports below it, what they say, the plan it is about and that plan's tasks."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Text, TextClause, Uuid, and_, bindparam, cast, func, select, text
from sqlalchemy.dialects.postgresql import ARRAY

from api.assignments.models import Assignment
from api.plans.models import Participation, Plan, Task, TaskGroup
from api.plans.queries.parties import items, rows_of
from api.plans.rules.plan import HANDED_IN
from api.reporting.models import ReportCompilation
from api.reporting.queries.gathering import in_span
from api.units.models import Unit, UnitClosure
from api.units.models.arrays import any_id

_SECOND = timedelta(seconds=1)
# All reports of a round on their way to some (`root`): those for its unit, and those for the units of these. `came`:
# sent, or received before; `covered`: somebody between said it already. Who receives nothing itself (`own_id`) compiles
# nothing.
BELOW: TextClause = text(
    """
    WITH RECURSIVE below AS (
        SELECT g.root, r.id, r.unit_id, r.under_id, r.status, r.due_at, r.first_sent_at, c.came, FALSE AS covered
        FROM unnest(:roots, :units, :owns) AS g(root, unit_id, own_id)
        JOIN reports r ON r.to_id = g.unit_id AND r.round_id = :round AND r.id <> g.root AND r.deleted_at IS NULL
            AND EXISTS (SELECT FROM reports o WHERE o.to_id = g.own_id AND o.round_id = :round AND o.deleted_at IS NULL)
        CROSS JOIN LATERAL (SELECT r.status = 'sent' OR EXISTS (
            SELECT FROM report_editions e WHERE e.report_id = r.id) AS came) c
        UNION
        SELECT b.root, r.id, r.unit_id, r.under_id, r.status, r.due_at, r.first_sent_at, c.came, b.covered OR b.came
        FROM below b
        JOIN reports r ON r.to_id = b.unit_id AND r.round_id = :round AND r.id <> b.root AND r.deleted_at IS NULL
        CROSS JOIN LATERAL (SELECT r.status = 'sent' OR EXISTS (
            SELECT FROM report_editions e WHERE e.report_id = r.id) AS came) c
    )
    SELECT b.*, u.code, u.name, u.kind, a.code AS under_code, a.name AS under_name, a.kind AS under_kind
    FROM below b JOIN units u ON u.id = b.unit_id LEFT JOIN units a ON a.id = b.under_id
    ORDER BY b.root, a.sort_key, a.id, u.sort_key, u.id
    """
).bindparams(
    *(bindparam(name, type_=ARRAY(Uuid())) for name in ("roots", "units", "owns")), bindparam("round", type_=Uuid())
)
# What reports that came say: as sent, or as received last. Difficulties of what was sent are read where they are.
SAID: TextClause = text(
    """
    SELECT r.id, CASE WHEN r.status = 'sent' THEN r.sections ELSE e.content -> 'sections' END AS sections,
           CASE WHEN r.status = 'sent' THEN NULL ELSE e.content -> 'difficulties' END AS difficulties
    FROM reports r
    LEFT JOIN LATERAL (
        SELECT content FROM report_editions e WHERE e.report_id = r.id ORDER BY e.edition DESC LIMIT 1
    ) e ON r.status <> 'sent'
    WHERE r.id = ANY (:reports)
    """
).bindparams(bindparam("reports", type_=ARRAY(Uuid())))


def compilers(reports: Iterable[UUID]) -> Select[Any]:
    """What is known of units that may compile: kind and department."""
    return rows_of(Unit.id, Unit.kind, Unit.name, Unit.code, Unit.department_id).where(Unit.id == any_id(reports))


def plans(plan_id: UUID | None, department_id: UUID | None) -> Select[Any]:
    """The plan a report is about, or the plans in force of a department, each with its unit's name."""
    columns = (
        Plan.id, Plan.title, Plan.year, Plan.number, Plan.issued_on, Plan.legal_bases, Plan.target_groups, Unit.name
    )  # fmt: skip
    found = rows_of(*columns).join(Unit, Unit.id == Plan.unit_id).where(Plan.deleted_at.is_(None))
    if plan_id is not None:
        return found.where(Plan.id == plan_id)
    in_force = (Plan.status == "issued", Plan.unit_id == department_id, Plan.source.is_(None))
    return found.where(*in_force).order_by(Plan.year.desc(), Plan.id)


def groups(plans: Iterable[UUID]) -> Select[Any]:
    """The headings of plans' tasks."""
    found = rows_of(TaskGroup.plan_id, TaskGroup.code, TaskGroup.title)
    found = found.where(TaskGroup.plan_id == any_id(plans), TaskGroup.deleted_at.is_(None))
    return found.order_by(TaskGroup.plan_id, TaskGroup.position, TaskGroup.id)


def tasks(plans: Iterable[UUID]) -> Select[Any]:
    """The tasks of plans in printed order, with who leads them."""
    party = Participation.__table__.alias().c
    led = (party.task_id == Task.id, party.role == "lead")

    def leading(column: Any) -> Any:
        return cast(select(items(column, party.position)).where(*led).correlate(Task).scalar_subquery(), Text)

    columns = (
        Task.id, Task.code, Task.number, Task.title, Task.status, Task.percent, Task.due_on,
        TaskGroup.code.label("group"), Task.schedule["text"].as_string().label("deadline"),
        leading(party.printed_name).label("leads"), leading(party.unit_id).label("led_by"),
    )  # fmt: skip
    found = rows_of(*columns).outerjoin(TaskGroup, TaskGroup.id == Task.group_id)
    found = found.where(Task.plan_id == any_id(plans), Task.deleted_at.is_(None))
    return found.order_by(Task.plan_id, Task.position, Task.id)


def work(areas: Sequence[UUID], plan_id: UUID | None, first: date, last: date, now: datetime) -> Select[Any]:
    """How much work of the units at and below some stands where, task by task; and how much of it is overdue."""
    late = and_(Assignment.due_at <= now - _SECOND, Assignment.status.not_in(HANDED_IN))
    area = UnitClosure.ancestor_id.label("area")
    found = rows_of(
        area, Assignment.task_id, Assignment.status, func.count().label("count"),
        func.count().filter(late).label("overdue"),
    ).join(UnitClosure, UnitClosure.descendant_id == Assignment.unit_id).where(
        UnitClosure.line == "professional", UnitClosure.ancestor_id == any_id(areas), UnitClosure.valid.contains(last),
        in_span(first, last),
    )  # fmt: skip
    if plan_id is not None:
        found = found.where(Assignment.plan_id == plan_id)
    return found.group_by(area, Assignment.task_id, Assignment.status)


def kept_of(reports: Iterable[UUID]) -> Select[Any]:
    """The editions of reports something was kept of when they were sent."""
    found = rows_of(ReportCompilation.report_id, ReportCompilation.edition)
    return found.where(ReportCompilation.report_id == any_id(reports))
