"""Groups of units: the second grouping of schools, and whom a plan speaks to."""

from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from api.kit.db import Base, Record
from api.units.models.columns import Days, SortKey, never_twice


class Cluster(Record):
    """A professional cluster of a department (cụm chuyên môn)."""

    __tablename__ = "clusters"

    code: Mapped[str] = mapped_column(unique=True)
    department_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"), index=True)
    name: Mapped[str]
    sort_key: Mapped[SortKey]
    search: Mapped[str]
    sample: Mapped[bool]


class ClusterMember(Base):
    """A unit is in a cluster, in one at a time, so that figures by cluster add up."""

    __tablename__ = "cluster_members"
    __table_args__ = (
        never_twice("cluster_members", "unit_id", name="unit"),
        CheckConstraint("NOT isempty(valid)", name="valid"),
    )

    cluster_id: Mapped[UUID] = mapped_column(ForeignKey("clusters.id"), primary_key=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"), primary_key=True, index=True)
    valid: Mapped[Days] = mapped_column(primary_key=True)


class Audience(Record):
    """Whom a task or target of a department speaks to: by a rule, or, without one, by a hand-picked dated list.

    `rule` is `{"any_of": [{"kinds", "education_levels", "ownership", "area", "managed_by"}]}`: a unit is meant when
    one clause holds in all it names; it is resolved at a date among the department and everything below it.
    """

    __tablename__ = "audiences"
    __table_args__ = (
        Index("ix_audiences_search", "search", postgresql_using="gin", postgresql_ops={"search": "gin_trgm_ops"}),
        CheckConstraint("rule IS NULL OR jsonb_typeof(rule -> 'any_of') = 'array'", name="rule"),
    )

    code: Mapped[str] = mapped_column(unique=True)
    department_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"), index=True)
    name: Mapped[str]
    sort_key: Mapped[SortKey]
    search: Mapped[str]
    rule: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    note: Mapped[str]


class AudienceMember(Base):
    """A unit was picked for an audience, for these days."""

    __tablename__ = "audience_members"
    __table_args__ = (
        never_twice("audience_members", "audience_id", "unit_id", name="unit"),
        CheckConstraint("NOT isempty(valid)", name="valid"),
    )

    audience_id: Mapped[UUID] = mapped_column(ForeignKey("audiences.id"), primary_key=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"), primary_key=True, index=True)
    valid: Mapped[Days] = mapped_column(primary_key=True)
