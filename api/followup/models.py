"""Tables of following up: difficulties, requests to clarify, what was said about them, and chases."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from api.followup.rules import (
    CLARIFICATION_ACTS,
    CLARIFICATION_STATUSES,
    DIFFICULTY_ACTS,
    DIFFICULTY_STATUSES,
    HOWS,
    WORDINGS,
)
from api.kit.db import Base, Record
from api.kit.ids import uuid7
from api.plans.models import one_of


class Difficulty(Record):
    """What stands in a unit's way, put to a unit above it or to the division that leads the task.

    `search` is title and text, folded. `plan_id` is the task's; `report_id` the report it was raised in, of the room
    above, so without a foreign key.
    """

    __tablename__ = "difficulties"
    __table_args__ = (
        one_of("status", DIFFICULTY_STATUSES),
        Index(None, "unit_id", "status"),
        Index(None, "put_to_id", "status"),
        Index(None, "task_id"),
        Index(None, "plan_id"),
        Index("ix_difficulties_report_id", "report_id", postgresql_where=text("report_id IS NOT NULL")),
        Index(None, "department_id", "created_at", "id"),
        Index("ix_difficulties_search", "search", postgresql_using="gin", postgresql_ops={"search": "gin_trgm_ops"}),
    )

    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))
    department_id: Mapped[UUID | None] = mapped_column(ForeignKey("units.id"))
    put_to_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))
    plan_id: Mapped[UUID | None] = mapped_column(ForeignKey("plans.id"))
    task_id: Mapped[UUID | None] = mapped_column(ForeignKey("tasks.id"))
    indicator_id: Mapped[UUID | None] = mapped_column(ForeignKey("indicators.id"))
    report_id: Mapped[UUID | None]
    title: Mapped[str]
    text: Mapped[str]
    search: Mapped[str]
    status: Mapped[str]
    answered_at: Mapped[datetime | None]
    resolved_at: Mapped[datetime | None]


class Clarification(Record):
    """A leader asks one unit why. `wording` is how its rank was spoken to when it was asked."""

    __tablename__ = "clarification_requests"
    __table_args__ = (
        one_of("status", CLARIFICATION_STATUSES),
        one_of("wording", WORDINGS),
        Index(None, "unit_id", "status", "due_on"),
        Index(None, "asked_by_id", "status"),
        Index(None, "task_id"),
        Index(None, "department_id", "created_at", "id"),
    )

    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))
    department_id: Mapped[UUID | None] = mapped_column(ForeignKey("units.id"))
    asked_by_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))
    plan_id: Mapped[UUID | None] = mapped_column(ForeignKey("plans.id"))
    task_id: Mapped[UUID | None] = mapped_column(ForeignKey("tasks.id"))
    assignment_id: Mapped[UUID | None] = mapped_column(ForeignKey("assignments.id"))
    indicator_id: Mapped[UUID | None] = mapped_column(ForeignKey("indicators.id"))
    title: Mapped[str]
    text: Mapped[str]
    search: Mapped[str]
    wording: Mapped[str]
    due_on: Mapped[date]
    status: Mapped[str]
    answered_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]


class _Act(Base):
    """Something somebody did about it, kept as it was; `on_behalf`: entered for the unit by those above it."""

    __abstract__ = True

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    at: Mapped[datetime]
    by_id: Mapped[UUID | None]
    by_name: Mapped[str]
    on_behalf: Mapped[bool]
    act: Mapped[str]
    text: Mapped[str | None]


class DifficultyAct(_Act):
    """What happened to a difficulty; one that became an amendment names it."""

    __tablename__ = "difficulty_acts"
    __table_args__ = (
        one_of("act", DIFFICULTY_ACTS),
        Index(None, "difficulty_id", "id"),
        Index(
            "uq_difficulty_acts_difficulty_id_amendment_id", "difficulty_id", "amendment_id",
            unique=True, postgresql_where=text("amendment_id IS NOT NULL"),
        ),
    )  # fmt: skip

    difficulty_id: Mapped[UUID] = mapped_column(ForeignKey("difficulties.id"))
    amendment_id: Mapped[UUID | None] = mapped_column(ForeignKey("amendments.id"))


class ClarificationAct(_Act):
    """What happened to a request to clarify."""

    __tablename__ = "clarification_acts"
    __table_args__ = (one_of("act", CLARIFICATION_ACTS), Index(None, "clarification_id", "id"))

    clarification_id: Mapped[UUID] = mapped_column(ForeignKey("clarification_requests.id"))


class Chase(Record):
    """Somebody chased a unit (đôn đốc): when, how, about what. Never changed."""

    __tablename__ = "chases"
    __table_args__ = (
        one_of("how", HOWS),
        Index(None, "unit_id", "created_at", "id"),
        Index(None, "task_id"),
        Index(None, "assignment_id"),
        Index(None, "department_id", "created_at", "id"),
    )

    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))
    department_id: Mapped[UUID | None] = mapped_column(ForeignKey("units.id"))
    plan_id: Mapped[UUID | None] = mapped_column(ForeignKey("plans.id"))
    task_id: Mapped[UUID | None] = mapped_column(ForeignKey("tasks.id"))
    assignment_id: Mapped[UUID | None] = mapped_column(ForeignKey("assignments.id"))
    how: Mapped[str]
    note: Mapped[str]
    by_id: Mapped[UUID | None]
    by_name: Mapped[str]
