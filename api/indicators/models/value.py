"""What units answer with, how it came to be, and what they say of figures from elsewhere."""

from datetime import date, datetime
from decimal import Decimal
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
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from api.indicators.models.columns import FIGURE, words
from api.indicators.rules import (
    Answer,
    BaseCountKind,
    ConfirmationStatus,
    State,
)
from api.kit.db import Base, Record


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
        words("answer", Answer),
        words("state", State),
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


class BaseCount(Base):
    """How many a unit had of something on a day, by the sector database's export.

    One put right for the same day is kept as a version of its own, `replaced` by the next.
    """

    __tablename__ = "base_counts"
    __table_args__ = (
        words("kind", BaseCountKind),
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
        words("status", ConfirmationStatus),
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
