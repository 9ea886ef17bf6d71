"""What the values of many units add up to, and who waits to be counted anew."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Identity,
    Index,
    Text,
    Uuid,
)
from sqlalchemy.orm import Mapped, mapped_column

from api.indicators.models.columns import SUM
from api.kit.db import Base


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
