"""Tables of reporting: regimes with their steps, rounds, and the reports units send."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from api.kit.db import Base, Record
from api.kit.ids import uuid7
from api.plans.models import one_of
from api.reporting.rules.due import CADENCES
from api.reporting.rules.report import ACTS, STATUSES
from api.reporting.rules.rounds import ROUND_STATUSES

SIDES: tuple[str, ...] = ("who", "to")


class Regime(Record):
    """Who reports what to whom, how often (chế độ báo cáo), of the unit that asks for it.

    `rule_id` is the plan's rule it was made of; rules are rows a draft replaces, so nothing points to them. Rounds open
    `opens_days` before the first due day and close `closes_days` after the last.
    """

    __tablename__ = "reporting_regimes"
    __table_args__ = (
        one_of("cadence", CADENCES),
        Index(None, "unit_id"),
        Index(None, "plan_id"),
        Index("uq_reporting_regimes_rule_id", "rule_id", unique=True, postgresql_where=text("rule_id IS NOT NULL")),
    )

    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))
    department_id: Mapped[UUID | None] = mapped_column(ForeignKey("units.id"))
    plan_id: Mapped[UUID | None] = mapped_column(ForeignKey("plans.id"))
    rule_id: Mapped[UUID | None]
    title: Mapped[str]
    cadence: Mapped[str | None]
    first_on: Mapped[date]
    last_on: Mapped[date | None]
    opens_days: Mapped[int]
    closes_days: Mapped[int]

    steps: Mapped[list["RegimeStep"]] = relationship(
        lazy="raise", order_by="RegimeStep.position", cascade="all, delete-orphan", passive_deletes=True
    )


class RegimeStep(Base):
    """One step on a report's way up: who writes, who receives, by when, until when figures count, by which outline.

    `due` and `cutoff` are rules of `rules.due`; `due_text` is the phrase as the plan prints it.
    """

    __tablename__ = "reporting_steps"
    __table_args__ = (Index(None, "regime_id", "position"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    regime_id: Mapped[UUID] = mapped_column(ForeignKey("reporting_regimes.id", ondelete="CASCADE"))
    position: Mapped[int]
    due: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    due_text: Mapped[str | None]
    cutoff: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    outline: Mapped[list[dict[str, Any]]]

    parties: Mapped[list["StepParty"]] = relationship(
        lazy="raise", order_by="StepParty.position", cascade="all, delete-orphan", passive_deletes=True
    )


class StepParty(Base):
    """Who writes (`who`) or receives (`to`) in a step; a step that names no receiver is for the unit above."""

    __tablename__ = "reporting_step_parties"
    __table_args__ = (
        one_of("side", SIDES),
        CheckConstraint("unit_id IS NULL OR audience_id IS NULL", name="party"),
        Index(None, "step_id", "position"),
        Index(None, "unit_id"),
        Index(None, "audience_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    step_id: Mapped[UUID] = mapped_column(ForeignKey("reporting_steps.id", ondelete="CASCADE"))
    side: Mapped[str]
    position: Mapped[int]
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("units.id"))
    audience_id: Mapped[UUID | None] = mapped_column(ForeignKey("audiences.id"))
    printed_name: Mapped[str]


class Round(Record):
    """A regime in one period (kỳ báo cáo). `followed_on`: the day whose tree its reports were last held against."""

    __tablename__ = "reporting_rounds"
    __table_args__ = (
        one_of("status", ROUND_STATUSES),
        Index("uq_reporting_rounds_regime_id_period", "regime_id", "period", unique=True),
        Index(None, "unit_id", "due_at", "id"),
        Index(None, "status", "closes_on"),
    )

    regime_id: Mapped[UUID] = mapped_column(ForeignKey("reporting_regimes.id"))
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))
    department_id: Mapped[UUID | None] = mapped_column(ForeignKey("units.id"))
    plan_id: Mapped[UUID | None] = mapped_column(ForeignKey("plans.id"))
    title: Mapped[str]
    period: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    # The first due instant of its steps.
    due_at: Mapped[datetime | None]
    followed_on: Mapped[date]
    status: Mapped[str]

    steps: Mapped[list["RoundStep"]] = relationship(
        lazy="raise", order_by="RoundStep.position", cascade="all, delete-orphan", passive_deletes=True
    )


class RoundStep(Base):
    """A step of a regime as it is in one round: its dates and outline stay when the regime changes."""

    __tablename__ = "reporting_round_steps"

    round_id: Mapped[UUID] = mapped_column(ForeignKey("reporting_rounds.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    due_at: Mapped[datetime | None]
    cutoff_on: Mapped[date]
    outline: Mapped[list[dict[str, Any]]]


class Report(Record):
    """What a unit sends in a round. There is one for each unit asked, from the round's opening on.

    `under_id` is the unit it stood under then, `to_id` who receives. `sections` are its own texts, none until somebody
    writes. `first_sent_at` decides lateness; `due_at` differs from `step_due_at` once extended. `flaws` counts what was
    missing or unusual when it was sent. `edition` rises with each correction.
    """

    __tablename__ = "reports"
    __table_args__ = (
        one_of("status", STATUSES),
        Index("uq_reports_round_id_unit_id", "round_id", "unit_id", unique=True),
        Index(None, "unit_id", "due_at", "id"),
        Index(None, "to_id", "status"),
        Index(None, "round_id", "under_id", "status"),
        Index(
            "uq_reports_receipt_code", "receipt_code", unique=True, postgresql_where=text("receipt_code IS NOT NULL")
        ),
    )

    round_id: Mapped[UUID] = mapped_column(ForeignKey("reporting_rounds.id"))
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))
    department_id: Mapped[UUID | None] = mapped_column(ForeignKey("units.id"))
    under_id: Mapped[UUID | None] = mapped_column(ForeignKey("units.id"))
    to_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))
    step: Mapped[int]
    status: Mapped[str]
    edition: Mapped[int]
    due_at: Mapped[datetime | None]
    step_due_at: Mapped[datetime | None]
    sections: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    returned: Mapped[list[dict[str, Any]]]
    first_sent_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    received_at: Mapped[datetime | None]
    receipt_code: Mapped[str | None]
    flaws: Mapped[int]


class ReportEdition(Base):
    """A report as it was received: its texts, figures, work and difficulties of that moment, for good."""

    __tablename__ = "report_editions"

    report_id: Mapped[UUID] = mapped_column(ForeignKey("reports.id"), primary_key=True)
    edition: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sent_at: Mapped[datetime]
    received_at: Mapped[datetime]
    received_by: Mapped[str]
    receipt_code: Mapped[str]
    content: Mapped[dict[str, Any]]


class ReportCompilation(Base):
    """What a report merges from those below it, as it was when it was last sent or received; one for each edition."""

    __tablename__ = "report_compilations"

    report_id: Mapped[UUID] = mapped_column(ForeignKey("reports.id"), primary_key=True)
    edition: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kept_at: Mapped[datetime]
    content: Mapped[dict[str, Any]]


class ReportFile(Base):
    """The last file drawn of a report in a format; it is handed out as long as what it was drawn from is the same."""

    __tablename__ = "report_files"

    report_id: Mapped[UUID] = mapped_column(ForeignKey("reports.id"), primary_key=True)
    format: Mapped[str] = mapped_column(primary_key=True)
    drawn_from: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary)


class ReportAct(Base):
    """Something somebody did to a report, kept as it was; `on_behalf`: for the unit, by those above it."""

    __tablename__ = "report_acts"
    __table_args__ = (one_of("act", ACTS), Index(None, "report_id", "id"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    report_id: Mapped[UUID] = mapped_column(ForeignKey("reports.id"))
    at: Mapped[datetime]
    by_id: Mapped[UUID | None]
    by_name: Mapped[str]
    on_behalf: Mapped[bool]
    act: Mapped[str]
    text: Mapped[str | None]
    lines: Mapped[list[dict[str, Any]]]
