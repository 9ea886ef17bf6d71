"""Tables of work: what each unit owes each time, and what was said about it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, SmallInteger, text
from sqlalchemy.orm import Mapped, mapped_column

from api.kit.db import Base, Record
from api.kit.ids import uuid7
from api.plans.models import one_of
from api.plans.rules.plan import OWES, ROLES, TASK_STATUSES


class Assignment(Record):
    """What one unit owes for one task, one time (task × unit × occurrence).

    Made and withdrawn by `service.resolving`, done by the unit. `withdrawn` says that it was cancelled because the
    plan no longer asks for it; it comes back when the plan does again. `deliverables` are the unit's products that
    are under way or done: `[{"id", "done", "document"}]`, ids of the task's deliverables. `percent` follows from them.
    """

    __tablename__ = "assignments"
    __table_args__ = (
        one_of("role", ROLES),
        one_of("owes", OWES[1:]),
        one_of("status", TASK_STATUSES),
        CheckConstraint("percent BETWEEN 0 AND 100", name="percent"),
        Index("uq_assignments_task_id_unit_id_occurrence", "task_id", "unit_id", "occurrence", unique=True),
        Index("ix_assignments_unit_id", "unit_id", "status", "due_at", "id"),
        Index("ix_assignments_department_id", "department_id", "due_at", "id"),
        Index("ix_assignments_plan_id", "plan_id", "status", "due_at", "id"),
        Index("ix_assignments_plan_id_due_at", "plan_id", "due_at", "id"),
        # What a department has still to chase and to confirm, counted without a look at the rows.
        Index(
            "ix_assignments_unsettled", "department_id", "status", "due_at",
            postgresql_include=["unit_id"],
            postgresql_where=text(
                "deleted_at IS NULL AND withdrawn IS FALSE"
                " AND status IN ('not_started', 'in_progress', 'awaiting_confirmation')"
            ),
        ),
        Index(
            "ix_assignments_completed", "department_id", "completed_at",
            postgresql_where=text("completed_at IS NOT NULL"),
        ),
    )  # fmt: skip

    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plans.id"))
    task_id: Mapped[UUID] = mapped_column(ForeignKey("tasks.id"))
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))
    department_id: Mapped[UUID | None] = mapped_column(ForeignKey("units.id"))
    role: Mapped[str]
    owes: Mapped[str]
    occurrence: Mapped[str]
    due_at: Mapped[datetime | None]
    status: Mapped[str]
    withdrawn: Mapped[bool]
    percent: Mapped[int] = mapped_column(SmallInteger)
    text: Mapped[str | None]
    person: Mapped[str | None]
    supervisor: Mapped[str | None]
    deliverables: Mapped[list[dict[str, Any]]]
    completed_at: Mapped[datetime | None]


class AssignmentBatch(Base):
    """What a batch changed, some at a time: `[{"id", "version", "before": {…}}]`, each with the version it then had."""

    __tablename__ = "assignment_batches"
    __table_args__ = (Index(None, "batch_id"),)

    seq: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    batch_id: Mapped[UUID]
    rows: Mapped[list[dict[str, Any]]]


class AssignmentUpdate(Base):
    """What somebody said about an assignment, and where it stood then; `on_behalf`: entered for the unit."""

    __tablename__ = "assignment_updates"
    __table_args__ = (one_of("status", TASK_STATUSES), Index(None, "assignment_id", "at", "id"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    assignment_id: Mapped[UUID] = mapped_column(ForeignKey("assignments.id"))
    at: Mapped[datetime]
    by_id: Mapped[UUID | None]
    by_name: Mapped[str]
    on_behalf: Mapped[bool]
    status: Mapped[str]
    text: Mapped[str]
