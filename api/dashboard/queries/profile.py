"""What a unit's profile is made of; whoever governs the unit sees all of it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Text, and_, cast, extract, func, or_, select

from api.assignments.models import Assignment
from api.dashboard.queries.parts import unit_ref
from api.followup.models import Difficulty
from api.identity.models import Grant, User
from api.identity.queries import holding
from api.notifications.queries import WORKERS
from api.plans.models import Task
from api.plans.queries.parties import rows_of
from api.plans.rules.plan import HANDED_IN, SETTLED
from api.reporting.models import Report, Round

MOST = 10


def people(unit_id: UUID, today: date) -> Select[Any]:
    """Those who act for a unit, a row for each role; open accounts, grants in force."""
    living = (User.disabled_at.is_(None), User.deleted_at.is_(None))
    found = rows_of(User.id, User.name, User.email, Grant.role).join(Grant, Grant.user_id == User.id)
    found = found.where(Grant.unit_id == unit_id, Grant.role.in_((*WORKERS, "leader")), holding(today), *living)
    return found.order_by(User.sort_key, User.id, Grant.role)


def reports(unit_id: UUID, year: int) -> Select[Any]:
    """Those of open rounds that have not come, and those of a year that came late."""
    awaited = and_(Round.status == "open", Report.status.in_(("draft", "returned")))
    late = and_(Report.first_sent_at > Report.due_at, extract("year", Report.due_at) == year)
    found = rows_of(Report.id, Round.title, Round.period, Report.status, Report.due_at, Report.first_sent_at)
    found = found.join(Round, Round.id == Report.round_id)
    found = found.where(Report.unit_id == unit_id, Report.deleted_at.is_(None), Round.deleted_at.is_(None))
    return found.where(or_(awaited, late)).order_by(Report.due_at.desc().nulls_last(), Report.id).limit(MOST)


def late_work(unit_id: UUID, late_before: datetime) -> Select[Any]:
    """Its own work past due, the longest first, each row with how much there is."""
    columns = (
        "id", "version", "plan_id", "status", "percent", "person", "supervisor", "due_at", "occurrence",
    )  # fmt: skip
    found = rows_of(
        *(getattr(Assignment, name) for name in columns),
        Task.id.label("task_id"), Task.code.label("task_code"), Task.title.label("task"),
        func.count().over().label("all"),
    ).join(Task, Task.id == Assignment.task_id)  # fmt: skip
    there = (Assignment.unit_id == unit_id, Assignment.deleted_at.is_(None), Assignment.withdrawn.is_(False))
    open_ = Assignment.status.not_in({*SETTLED, *HANDED_IN})
    late = Assignment.due_at <= late_before
    return found.where(*there, open_, late).order_by(Assignment.due_at, Assignment.id).limit(MOST)


def difficulties(unit_id: UUID) -> Select[Any]:
    """Its open ones."""
    task = select(func.json_build_object("id", Task.id, "code", Task.code, "name", Task.title))
    found = rows_of(
        Difficulty.id, Difficulty.title, Difficulty.created_at, Difficulty.answered_at,
        cast(unit_ref(Difficulty.unit_id), Text).label("unit"),
        cast(task.where(Task.id == Difficulty.task_id).correlate(Difficulty).scalar_subquery(), Text).label("task"),
    )  # fmt: skip
    open_ = (Difficulty.unit_id == unit_id, Difficulty.status == "open", Difficulty.deleted_at.is_(None))
    return found.where(*open_).order_by(Difficulty.created_at.desc(), Difficulty.id).limit(MOST)
