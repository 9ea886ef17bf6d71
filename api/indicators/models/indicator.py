"""Indicators, and the targets plans set on them."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    CheckConstraint,
    ForeignKey,
    Index,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSON
from sqlalchemy.orm import Mapped, mapped_column, relationship

from api.indicators.models.columns import FIGURE, one_of, words
from api.indicators.rules import (
    BaseCountKind,
    Comparator,
    Derivation,
    Direction,
    Frequency,
    IndicatorKind,
    Prevails,
    Provenance,
    Source,
    TimeBehaviour,
)
from api.kit.db import Base, Record
from api.kit.ids import uuid7
from api.plans.rules.plan import ROLES
from api.units.models.columns import Days, never_twice


class Indicator(Record):
    """What is measured. Without a department it is of the catalogue all departments share."""

    __tablename__ = "indicators"
    __table_args__ = (
        words("kind", IndicatorKind),
        words("direction", Direction),
        words("frequency", Frequency),
        words("time_behaviour", TimeBehaviour),
        words("source", Source),
        words("provenance", Provenance),
        words("base_count", BaseCountKind),
        words("prevails", Prevails),
        words("derivation", Derivation),
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


class IndicatorCode(Record):
    """By which code a client names an indicator; one that was taken away is the same row when it is given anew."""

    __tablename__ = "indicator_codes"
    __table_args__ = (
        UniqueConstraint("client_id", "indicator_id"),
        Index(
            "uq_indicator_codes_client_id_value",
            "client_id",
            "value",
            unique=True,
            postgresql_where=text("deleted_at IS NULL"),
        ),
    )

    client_id: Mapped[UUID] = mapped_column(ForeignKey("clients.id"))
    indicator_id: Mapped[UUID] = mapped_column(ForeignKey("indicators.id"), index=True)
    value: Mapped[str]


class Target(Record):
    """What a plan wants an indicator to reach in a year, for an audience, with the printed words kept.

    It holds since the day `since` (null: since the plan took effect), unless an amendment took it out, which deletes
    it; what was set before, see `TargetVersion`.
    """

    __tablename__ = "targets"
    __table_args__ = (
        words("comparator", Comparator),
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
        one_of("role", ROLES),
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
