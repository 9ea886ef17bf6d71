"""Tables of plans, their groups, tasks and deliverables, and who takes part."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, Computed, ForeignKey, Index, Integer, LargeBinary, Text, Uuid, text
from sqlalchemy.dialects.postgresql import JSON
from sqlalchemy.orm import Mapped, mapped_column, relationship

from api.kit.db import Base, Record
from api.kit.ids import uuid7
from api.plans.rules.plan import (
    CADENCES,
    DELIVERABLE_KINDS,
    DELIVERABLE_STATUSES,
    IMPORT_STATUSES,
    OWES,
    PLAN_STATUSES,
    ROLES,
    STEPS,
    TASK_STATUSES,
)
from api.units.models.columns import Days, never_twice


def one_of(column: str, values: tuple[str, ...]) -> CheckConstraint:
    """A column that holds one of a few words."""
    return CheckConstraint(f"{column} IN ({', '.join(repr(value) for value in values)})", name=column)


class Plan(Record):
    """A unit's plan. Legal bases and the signature are printed matter and stand in it as printed.

    With a `source` it is none, but what a document from outside all plans (công văn, thông báo kết luận) asks for.

    `names_version` rises when a unit it shows is called otherwise, which changes its answer but not the plan. What
    amendments and closing change holds since `since` (null: since it took effect); before, see `PlanVersion`.
    """

    __tablename__ = "plans"
    __table_args__ = (
        one_of("status", PLAN_STATUSES),
        CheckConstraint("status = 'draft' OR effective_on IS NOT NULL", name="effective"),
        Index(None, "unit_id", "status"),
        Index(None, "department_id"),
        Index(None, "parent_plan_id"),
        Index("ix_plans_search", "search", postgresql_using="gin", postgresql_ops={"search": "gin_trgm_ops"}),
    )

    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))
    department_id: Mapped[UUID | None] = mapped_column(ForeignKey("units.id"))
    parent_plan_id: Mapped[UUID | None] = mapped_column(ForeignKey("plans.id"))
    year: Mapped[int]
    horizon_years: Mapped[list[int]] = mapped_column(ARRAY(Integer))
    title: Mapped[str]
    sort_key: Mapped[str] = mapped_column(Text(collation="C"))
    search: Mapped[str]
    number: Mapped[str | None]
    issued_on: Mapped[date | None]
    effective_on: Mapped[date | None]
    status: Mapped[str]
    signer: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    legal_bases: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    recipients: Mapped[list[str]] = mapped_column(ARRAY(Text))
    target_groups: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    source: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    task_count: Mapped[int] = mapped_column(default=0)
    target_count: Mapped[int] = mapped_column(default=0)
    names_version: Mapped[int] = mapped_column(default=0)
    since: Mapped[date | None]
    sample: Mapped[bool] = mapped_column(default=False)

    duties: Mapped[list["Duty"]] = relationship(
        lazy="raise", order_by="Duty.position", cascade="all, delete-orphan", passive_deletes=True
    )


class Duty(Base):
    """What a plan lays on one unit beside the tasks (phân công trách nhiệm)."""

    __tablename__ = "plan_duties"
    __table_args__ = (Index(None, "plan_id", "position"), Index(None, "unit_id"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plans.id", ondelete="CASCADE"))
    position: Mapped[int]
    unit_name: Mapped[str]
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("units.id"))
    text: Mapped[str]


class TaskGroup(Record):
    """A heading of the appendix, with the tasks below it."""

    __tablename__ = "task_groups"
    __table_args__ = (
        Index(
            "uq_task_groups_plan_id_code", "plan_id", "code", unique=True, postgresql_where=text("deleted_at IS NULL")
        ),
        Index(None, "plan_id", "position"),
    )

    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plans.id"))
    code: Mapped[str]
    title: Mapped[str]
    position: Mapped[int]


class Task(Record):
    """A row of the appendix.

    `schedule` is the contract's object, the printed phrase and what was understood of it; `due_on` is drawn from it
    by the rules, and stored so that lists can filter and sort. `percent` is computed from the deliverables by
    whatever writes them. `readings` are other printed readings of the same task. `rendered` is the task as answers
    show it, kept by `service.rendering`, and `rendered_tag` what its ETag is made of. It holds since the day `since`
    (null: since the plan took effect), as version `rendered_version`; how the task stood before, see `TaskVersion`.
    """

    __tablename__ = "tasks"
    __table_args__ = (
        one_of("status", TASK_STATUSES),
        CheckConstraint("percent BETWEEN 0 AND 100", name="percent"),
        Index("uq_tasks_plan_id_code", "plan_id", "code", unique=True, postgresql_where=text("deleted_at IS NULL")),
        Index(None, "plan_id", "position", "id"),
        Index(None, "group_id"),
        Index(None, "parent_id"),
        Index(None, "unit_id"),
        Index(None, "department_id"),
        Index(None, "due_on"),
        Index("ix_tasks_search", "search", postgresql_using="gin", postgresql_ops={"search": "gin_trgm_ops"}),
    )

    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plans.id"))
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))
    department_id: Mapped[UUID | None] = mapped_column(ForeignKey("units.id"))
    group_id: Mapped[UUID | None] = mapped_column(ForeignKey("task_groups.id"))
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("tasks.id"))
    position: Mapped[int]
    code: Mapped[str]
    number: Mapped[str | None]
    title: Mapped[str]
    sort_key: Mapped[str] = mapped_column(Text(collation="C"))
    search: Mapped[str]
    purpose: Mapped[str | None]
    requirements: Mapped[list[str]] = mapped_column(JSON)
    note: Mapped[str | None]
    schedule: Mapped[dict[str, Any]] = mapped_column(JSON)
    due_on: Mapped[date | None]
    status: Mapped[str]
    percent: Mapped[int] = mapped_column(default=0)
    readings: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    rendered: Mapped[bytes] = mapped_column(LargeBinary, default=b"", deferred=True)
    rendered_version: Mapped[int] = mapped_column(server_default="0", default=0, deferred=True)
    since: Mapped[date | None]
    rendered_tag: Mapped[str] = mapped_column(Text, Computed("md5(rendered)", persisted=True), deferred=True)

    deliverables: Mapped[list["Deliverable"]] = relationship(lazy="raise", order_by="Deliverable.position")
    participations: Mapped[list["Participation"]] = relationship(
        lazy="raise", order_by="Participation.position", cascade="all, delete-orphan", passive_deletes=True
    )


class Deliverable(Record):
    """What must exist when the task is done."""

    __tablename__ = "deliverables"
    __table_args__ = (
        one_of("kind", DELIVERABLE_KINDS),
        one_of("status", DELIVERABLE_STATUSES),
        Index(None, "task_id", "position"),
        Index(None, "unit_id"),
    )

    task_id: Mapped[UUID] = mapped_column(ForeignKey("tasks.id"))
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("units.id"))
    position: Mapped[int]
    title: Mapped[str]
    kind: Mapped[str]
    due_on: Mapped[date | None]
    status: Mapped[str]
    document: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))


class Participation(Base):
    """A unit or an audience named in a task, with the name as printed; neither where nobody could be made of it."""

    __tablename__ = "task_participations"
    __table_args__ = (
        one_of("role", ROLES),
        CheckConstraint("unit_id IS NULL OR audience_id IS NULL", name="party"),
        Index(None, "task_id", "position"),
        Index(None, "unit_id", "role"),
        Index(None, "audience_id", "role"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    task_id: Mapped[UUID] = mapped_column(ForeignKey("tasks.id", ondelete="CASCADE"))
    position: Mapped[int]
    role: Mapped[str]
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("units.id"))
    audience_id: Mapped[UUID | None] = mapped_column(ForeignKey("audiences.id"))
    printed_name: Mapped[str]


class Engagement(Base):
    """What one audience owes for one task.

    `indicator_id` has no foreign key, for indicators stand above plans; an indicator's row is never removed.
    """

    __tablename__ = "engagements"
    __table_args__ = (
        one_of("owes", OWES),
        Index(None, "plan_id"),
        Index(None, "task_id"),
        Index(None, "audience_id"),
        Index(None, "indicator_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plans.id"))
    task_id: Mapped[UUID] = mapped_column(ForeignKey("tasks.id"))
    audience_id: Mapped[UUID] = mapped_column(ForeignKey("audiences.id"))
    position: Mapped[int]
    owes: Mapped[str]
    education_levels: Mapped[list[str]] = mapped_column(ARRAY(Text))
    ownership: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{}")
    area: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{}")
    indicator_id: Mapped[UUID | None]


class ReportingRule(Base):
    """Who reports to whom about the plan, how often and by when, as the plan prints it."""

    __tablename__ = "reporting_rules"
    __table_args__ = (one_of("cadence", CADENCES), Index(None, "plan_id", "position"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plans.id"))
    position: Mapped[int]
    subject: Mapped[str]
    who_name: Mapped[str | None]
    to_name: Mapped[str | None]
    cadence: Mapped[str | None]
    due_text: Mapped[str | None]
    section: Mapped[str | None]

    parties: Mapped[list["ReportingParty"]] = relationship(
        lazy="raise", order_by="ReportingParty.position", cascade="all, delete-orphan", passive_deletes=True
    )


class ReportingParty(Base):
    """Who writes (`who`), compiles on the way (`via`) or receives (`to`) a report."""

    __tablename__ = "reporting_parties"
    __table_args__ = (
        one_of("step", STEPS),
        CheckConstraint("unit_id IS NULL OR audience_id IS NULL", name="party"),
        Index(None, "rule_id", "position"),
        Index(None, "unit_id"),
        Index(None, "audience_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    rule_id: Mapped[UUID] = mapped_column(ForeignKey("reporting_rules.id", ondelete="CASCADE"))
    step: Mapped[str]
    position: Mapped[int]
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("units.id"))
    audience_id: Mapped[UUID | None] = mapped_column(ForeignKey("audiences.id"))
    printed_name: Mapped[str]


class ChildPlanCall(Base):
    """By when, and of which audience, a plan wants units' own plans under it."""

    __tablename__ = "child_plan_calls"
    __table_args__ = (Index(None, "due_on"),)

    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plans.id"), primary_key=True)
    audience_id: Mapped[UUID] = mapped_column(ForeignKey("audiences.id"))
    due_on: Mapped[date]


class PlanVersion(Base):
    """What was true of an issued plan from one day to another, before an amendment or its closing."""

    __tablename__ = "plan_versions"
    __table_args__ = (
        never_twice("plan_versions", "plan_id", name="plan"),
        CheckConstraint("NOT isempty(valid)", name="valid"),
    )

    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plans.id"), primary_key=True)
    valid: Mapped[Days] = mapped_column(primary_key=True)
    version: Mapped[int]
    status: Mapped[str]
    task_count: Mapped[int]
    target_count: Mapped[int]
    updated_at: Mapped[datetime]


class TaskVersion(Base):
    """A task of an issued plan as it stood from one day to another: as shown, and what lists filter and sort by.

    `leads` and `parties` are the units and audiences named in it.
    """

    __tablename__ = "task_versions"
    __table_args__ = (
        never_twice("task_versions", "task_id", name="task"),
        CheckConstraint("NOT isempty(valid)", name="valid"),
        Index(None, "plan_id"),
    )

    task_id: Mapped[UUID] = mapped_column(ForeignKey("tasks.id"), primary_key=True)
    valid: Mapped[Days] = mapped_column(primary_key=True)
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plans.id"))
    version: Mapped[int]
    group_id: Mapped[UUID | None]
    position: Mapped[int]
    sort_key: Mapped[str] = mapped_column(Text(collation="C"))
    search: Mapped[str]
    status: Mapped[str]
    percent: Mapped[int]
    due_on: Mapped[date | None]
    updated_at: Mapped[datetime]
    leads: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid()))
    parties: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid()))
    rendered: Mapped[bytes]


class Amendment(Record):
    """A numbered change of an issued plan. `changes` says of each task and target what stood before and after."""

    __tablename__ = "amendments"
    __table_args__ = (Index("uq_amendments_plan_id_number", "plan_id", "number", unique=True),)

    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plans.id"))
    number: Mapped[int]
    effective_on: Mapped[date]
    document_number: Mapped[str | None]
    issued_on: Mapped[date | None]
    signer: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    reason: Mapped[str]
    legal_bases: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    changes: Mapped[list[dict[str, Any]]] = mapped_column(JSON)


class PlanImport(Record):
    """A plan document somebody sent in, what was understood of it and what a person corrected, until it is a draft.

    `header`, `rows` and `remarks` are as `imports.kept` writes them. `year` is the one its sender named, if any;
    `refusal` why it could not be read; `left_out` what of it the draft made of it, `plan_id`, could not take.
    """

    __tablename__ = "plan_imports"
    __table_args__ = (
        one_of("status", IMPORT_STATUSES),
        Index(None, "unit_id", "created_at"),
        Index(None, "department_id"),
        Index(None, "plan_id"),
        Index(None, "parent_plan_id"),
    )

    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))
    department_id: Mapped[UUID | None] = mapped_column(ForeignKey("units.id"))
    parent_plan_id: Mapped[UUID | None] = mapped_column(ForeignKey("plans.id"))
    plan_id: Mapped[UUID | None] = mapped_column(ForeignKey("plans.id"))
    job_id: Mapped[UUID | None]
    filename: Mapped[str]
    sha256: Mapped[str]
    size: Mapped[int]
    status: Mapped[str]
    refusal: Mapped[str | None]
    year: Mapped[int | None]
    header: Mapped[dict[str, Any]] = mapped_column(JSON)
    rows: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    remarks: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    left_out: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    row_count: Mapped[int] = mapped_column(default=0)
    doubtful_count: Mapped[int] = mapped_column(default=0)
