"""When a plan's reminders go out, and on which days they did."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from api.kit.db import Base


class ReminderRule(Base):
    """The steps of a plan, `[{"days", "to"}]`; a plan without a row has the usual ones."""

    __tablename__ = "reminder_rules"

    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plans.id"), primary_key=True)
    steps: Mapped[list[dict[str, Any]]]


class ReminderRun(Base):
    """A Vietnamese day whose reminders went out. The row and the reminders are one transaction, so both are once."""

    __tablename__ = "reminder_runs"

    day: Mapped[date] = mapped_column(primary_key=True)
    ran_at: Mapped[datetime]
