"""Tables of indicators, of the targets plans set on them, and of the values units answer with."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Identity,
    Index,
    Integer,
    Numeric,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSON, JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from api.indicators.rules import (
    Answer,
    BaseCountKind,
    Comparator,
    ConfirmationStatus,
    Derivation,
    Direction,
    Frequency,
    IndicatorKind,
    Prevails,
    Provenance,
    Source,
    State,
    TimeBehaviour,
)
from api.kit.db import Base, Record
from api.kit.ids import uuid7
from api.plans.rules.plan import ROLES
from api.units.models.columns import Days, never_twice

# Figures as printed, in the unit of measure.
FIGURE = Numeric(18, 6)
SUM = Numeric(24, 6)


def _one_of(column: str, words: Iterable[str]) -> CheckConstraint:
    return CheckConstraint(f"{column} IN ({', '.join(repr(str(word)) for word in words)})", name=column)


def _words(column: str, words: type[StrEnum]) -> CheckConstraint:
    return _one_of(column, (word.value for word in words))


class Indicator(Record):
    """What is measured. Without a department it is of the catalogue all departments share."""

    __tablename__ = "indicators"
    __table_args__ = (
        _words("kind", IndicatorKind),
        _words("direction", Direction),
        _words("frequency", Frequency),
        _words("time_behaviour", TimeBehaviour),
        _words("source", Source),
        _words("provenance", Provenance),
        _words("base_count", BaseCountKind),
        _words("prevails", Prevails),
        _words("derivation", Derivation),
        Index(
            "uq_indicators_department_id_code",
            "department_id",
            "code",
            unique=True,
            postgresql_where=text("deleted_at IS NULL"),
            postgresql_nulls_not_distinct=True,
        ),
        Index("ix_indicators_search", "search", postgresql_using="gin", postgresql_ops={"search": "gin_trgm_ops"}),
    )

    department_id: Mapped[UUID | None] = mapped_column(ForeignKey("units.id"))
    code: Mapped[str]
    name: Mapped[str]
    sort_key: Mapped[str] = mapped_column(Text(collation="C"))
    search: Mapped[str]
    unit_of_measure: Mapped[str]
    kind: Mapped[str]
    numerator_label: Mapped[str | None]
    denominator_label: Mapped[str | None]
    direction: Mapped[str]
    frequency: Mapped[str]
    time_behaviour: Mapped[str]
    measured_on: Mapped[list[str]] = mapped_column(ARRAY(Text))
    source: Mapped[str]
    provenance: Mapped[str]
    note: Mapped[str | None]
    base_count: Mapped[str | None]
    prevails: Mapped[str] = mapped_column(server_default="source")
    derivation: Mapped[str | None]
    proof: Mapped[str | None]


class Target(Record):
    """What a plan wants an indicator to reach in a year, for an audience, with the printed words kept.

    It holds since the day `since` (null: since the plan took effect), unless an amendment took it out, which deletes
    it; what was set before, see `TargetVersion`.
    """

    __tablename__ = "targets"
    __table_args__ = (
        _words("comparator", Comparator),
        CheckConstraint("(comparator IS NULL) = (value IS NULL)", name="figure"),
        Index(None, "plan_id", "position", "id"),
        Index(None, "indicator_id", "year"),
        Index(None, "unit_id"),
        Index(None, "department_id"),
        Index(None, "audience_id"),
        Index("ix_targets_search", "search", postgresql_using="gin", postgresql_ops={"search": "gin_trgm_ops"}),
    )

    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plans.id"))
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))
    department_id: Mapped[UUID | None] = mapped_column(ForeignKey("units.id"))
    indicator_id: Mapped[UUID] = mapped_column(ForeignKey("indicators.id"))
    audience_id: Mapped[UUID | None] = mapped_column(ForeignKey("audiences.id"))
    position: Mapped[int]
    group: Mapped[str | None]
    number: Mapped[str | None]
    printed_name: Mapped[str]
    sort_key: Mapped[str] = mapped_column(Text(collation="C"))
    search: Mapped[str]
    year: Mapped[int]
    comparator: Mapped[str | None]
    value: Mapped[Decimal | None] = mapped_column(FIGURE)
    value_max: Mapped[Decimal | None] = mapped_column(FIGURE)
    baseline: Mapped[Decimal | None] = mapped_column(FIGURE)
    text: Mapped[str]
    since: Mapped[date | None]

    participations: Mapped[list["TargetParticipation"]] = relationship(
        lazy="raise", order_by="TargetParticipation.position", cascade="all, delete-orphan", passive_deletes=True
    )


class TargetParticipation(Base):
    """A unit or an audience named beside a target, with the name as printed."""

    __tablename__ = "target_participations"
    __table_args__ = (
        _one_of("role", ROLES),
        CheckConstraint("unit_id IS NULL OR audience_id IS NULL", name="party"),
        Index(None, "target_id", "position"),
        Index(None, "unit_id", "role"),
        Index(None, "audience_id", "role"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    target_id: Mapped[UUID] = mapped_column(ForeignKey("targets.id", ondelete="CASCADE"))
    position: Mapped[int]
    role: Mapped[str]
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("units.id"))
    audience_id: Mapped[UUID | None] = mapped_column(ForeignKey("audiences.id"))
    printed_name: Mapped[str]


class TargetVersion(Base):
    """A target of an issued plan as it was set from one day to another, with who was named in it."""

    __tablename__ = "target_versions"
    __table_args__ = (
        never_twice("target_versions", "target_id", name="target"),
        CheckConstraint("NOT isempty(valid)", name="valid"),
        Index(None, "plan_id"),
    )

    target_id: Mapped[UUID] = mapped_column(ForeignKey("targets.id"), primary_key=True)
    valid: Mapped[Days] = mapped_column(primary_key=True)
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plans.id"))
    version: Mapped[int]
    indicator_id: Mapped[UUID]
    audience_id: Mapped[UUID | None]
    position: Mapped[int]
    group: Mapped[str | None]
    number: Mapped[str | None]
    printed_name: Mapped[str]
    sort_key: Mapped[str] = mapped_column(Text(collation="C"))
    search: Mapped[str]
    year: Mapped[int]
    comparator: Mapped[str | None]
    value: Mapped[Decimal | None] = mapped_column(FIGURE)
    value_max: Mapped[Decimal | None] = mapped_column(FIGURE)
    baseline: Mapped[Decimal | None] = mapped_column(FIGURE)
    text: Mapped[str]
    updated_at: Mapped[datetime]
    leads: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid()))
    parties: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid()))
    participations: Mapped[list[dict[str, Any]]] = mapped_column(JSON)


class _Answered(Base):
    """The columns of a value, now and as it was before.

    There are no foreign keys: they would cost more than the row. Whoever writes has looked up indicator and unit.
    """

    __abstract__ = True

    unit_id: Mapped[UUID] = mapped_column(primary_key=True)
    period: Mapped[str] = mapped_column(Text(collation="C"), primary_key=True)
    indicator_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    answer: Mapped[str]
    numerator: Mapped[Decimal | None] = mapped_column(FIGURE)
    denominator: Mapped[Decimal | None] = mapped_column(FIGURE)
    value: Mapped[Decimal | None] = mapped_column(FIGURE)
    yes: Mapped[bool | None]
    state: Mapped[str]
    source: Mapped[str]
    note: Mapped[str | None]
    warnings: Mapped[list[str]] = mapped_column(ARRAY(Text))
    updated_at: Mapped[datetime]
    by_kind: Mapped[str]
    by_id: Mapped[UUID | None]
    by_name: Mapped[str]
    on_behalf: Mapped[bool]


class IndicatorValue(_Answered):
    """What a unit answers for an indicator in a period. `ends_on` is the period's last day, whose tree it counts in.

    Who wrote it stands in it (`by_…`, `on_behalf`: entered for the unit); `warnings` are what the note explains.
    """

    __tablename__ = "indicator_values"
    __table_args__ = (
        _words("answer", Answer),
        _words("state", State),
        Index(None, "indicator_id", "period", "unit_id"),
    )

    department_id: Mapped[UUID | None]
    ends_on: Mapped[date]


class IndicatorValueVersion(_Answered):
    """A value as it was before its next version."""

    __tablename__ = "indicator_value_versions"

    version: Mapped[int] = mapped_column(primary_key=True)


class IndicatorValueBatch(Base):
    """What a batch wrote, some at a time: the keys of values, and the version each of them then had."""

    __tablename__ = "indicator_value_batches"
    __table_args__ = (Index(None, "batch_id"),)

    seq: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    batch_id: Mapped[UUID]
    unit_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid()))
    periods: Mapped[list[str]] = mapped_column(ARRAY(Text()))
    indicator_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid()))
    versions: Mapped[list[int]] = mapped_column(ARRAY(Integer()))


class _Summed(Base):
    """What the values of some units add up to (`rules.rollup.Sums`)."""

    __abstract__ = True

    unit_id: Mapped[UUID] = mapped_column(primary_key=True)
    numerator: Mapped[Decimal] = mapped_column(SUM)
    denominator: Mapped[Decimal] = mapped_column(SUM)
    total: Mapped[Decimal] = mapped_column(SUM)
    units_expected: Mapped[int]
    units_reported: Mapped[int]
    units_received: Mapped[int]
    units_yes: Mapped[int]
    units_not_applicable: Mapped[int]


class RollUp(_Summed):
    """What the values of the units below one, and its own, add up to in a period, for one sort of them.

    `bucket` is what a unit is at the period's end: of a school its levels (`primary+lower_secondary`), of others the
    kind. Kept by `service.rollup` for units that have others below them; where there is no row, nothing was kept.
    """

    __tablename__ = "roll_ups"
    __table_args__ = (Index(None, "indicator_id"),)

    period: Mapped[str] = mapped_column(Text(collation="C"), primary_key=True)
    indicator_id: Mapped[UUID] = mapped_column(primary_key=True)
    bucket: Mapped[str] = mapped_column(Text(collation="C"), primary_key=True)
    ends_on: Mapped[date]


class AudienceRollUp(_Summed):
    """The same, over the units of an audience that targets are set for, where that is not all the indicator asks.

    Who is in the audience is told at the day each unit counts at. Where there is no row, nobody is, or nothing is kept.
    """

    __tablename__ = "audience_roll_ups"
    __table_args__ = (Index(None, "indicator_id"),)

    period: Mapped[str] = mapped_column(Text(collation="C"), primary_key=True)
    indicator_id: Mapped[UUID] = mapped_column(primary_key=True)
    audience_id: Mapped[UUID] = mapped_column(primary_key=True)
    ends_on: Mapped[date]


class KeptDay(Base):
    """A Vietnamese day at whose beginning it was kept what figures were; `at` is when that really was."""

    __tablename__ = "kept_days"

    day: Mapped[date] = mapped_column(primary_key=True)
    at: Mapped[datetime]


class RollUpDay(_Summed):
    """A roll-up over all its buckets as it was when a day began, where it had changed since the day kept before."""

    __tablename__ = "roll_up_days"

    indicator_id: Mapped[UUID] = mapped_column(primary_key=True)
    period: Mapped[str] = mapped_column(Text(collation="C"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)


class AudienceRollUpDay(_Summed):
    """The same of an audience."""

    __tablename__ = "audience_roll_up_days"

    indicator_id: Mapped[UUID] = mapped_column(primary_key=True)
    period: Mapped[str] = mapped_column(Text(collation="C"), primary_key=True)
    audience_id: Mapped[UUID] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)


class RollUpTurn(Base):
    """Values of a unit in a period changed at an instant, and nobody has counted them anew yet; a queue."""

    __tablename__ = "roll_up_queue"

    seq: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    unit_id: Mapped[UUID]
    period: Mapped[str]
    ends_on: Mapped[date]
    indicator_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid()))
    at: Mapped[datetime]


class BaseCount(Base):
    """How many a unit had of something on a day, by the sector database's export.

    One put right for the same day is kept as a version of its own, `replaced` by the next.
    """

    __tablename__ = "base_counts"
    __table_args__ = (
        _words("kind", BaseCountKind),
        CheckConstraint("count >= 0", name="count"),
        Index("ix_base_counts_department_id", "department_id", "counted_on"),
    )

    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(Text(collation="C"), primary_key=True)
    counted_on: Mapped[date] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    department_id: Mapped[UUID | None] = mapped_column(ForeignKey("units.id"))
    count: Mapped[int]
    source: Mapped[str]
    replaced: Mapped[bool]
    updated_at: Mapped[datetime]
    by_name: Mapped[str]


class Confirmation(Record):
    """What a unit said of a figure that came from another system: that it is right, or wrong, and what became of that.

    `told` is the figure it was said of, with where that came from and who sent it; `believed` the unit's own
    (rules.confirmation).
    """

    __tablename__ = "confirmations"
    __table_args__ = (
        _words("status", ConfirmationStatus),
        CheckConstraint("(believed IS NULL) = (reason IS NULL)", name="believed"),
        Index(None, "unit_id", "period", "indicator_id"),
        Index(None, "department_id", "status"),
        Index(
            "uq_confirmations_open",
            "unit_id",
            "period",
            "indicator_id",
            unique=True,
            postgresql_where=text("status = 'disputed'"),
        ),
    )

    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))
    period: Mapped[str] = mapped_column(Text(collation="C"))
    indicator_id: Mapped[UUID] = mapped_column(ForeignKey("indicators.id"))
    department_id: Mapped[UUID | None] = mapped_column(ForeignKey("units.id"))
    status: Mapped[str]
    told: Mapped[dict[str, Any]]
    source: Mapped[str]
    told_by_kind: Mapped[str | None]
    told_by_id: Mapped[UUID | None]
    told_by: Mapped[str | None]
    believed: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    reason: Mapped[str | None]
    said_by_id: Mapped[UUID | None]
    said_by: Mapped[str]
    on_behalf: Mapped[bool]
    settled_by_id: Mapped[UUID | None]
    settled_by: Mapped[str | None]
    settled_at: Mapped[datetime | None]
    remark: Mapped[str | None]
