"""Where units stand on the two lines, day by day, and who came after whom."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from api.kit.db import Base
from api.kit.ids import uuid7
from api.units.models.columns import Days, never_twice, one_of
from api.units.rules.words import Line, Succession


class UnitEdge(Base):
    """A unit stands under another on one line; on one day it has at most one parent there."""

    __tablename__ = "unit_edges"
    __table_args__ = (
        never_twice("unit_edges", "child_id", "line", name="child"),
        one_of("line", Line),
        CheckConstraint("child_id <> parent_id", name="self"),
        CheckConstraint("NOT isempty(valid)", name="valid"),
        Index(None, "parent_id", "line"),
    )

    child_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"), primary_key=True)
    line: Mapped[str] = mapped_column(primary_key=True)
    valid: Mapped[Days] = mapped_column(primary_key=True)
    parent_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))


class UnitClosure(Base):
    """Every unit with each unit above it and itself (depth 0), for the days it stood so.

    `readable` is `valid`, but without an end where the way up held until the unit's last day, and without a beginning
    where it held on its first: who stood above a unit when it ended keeps reading it, who will stand above it when it
    begins reads it before. Derived from edges and lives by `service.closure`, never written elsewhere; it
    carries no foreign keys, for it is rebuilt from rows that do.
    """

    __tablename__ = "unit_closure"
    __table_args__ = (
        one_of("line", Line),
        Index(
            "ix_unit_closure_below",
            "line",
            "ancestor_id",
            postgresql_include=["descendant_id", "depth", "valid", "readable"],
        ),
    )

    descendant_id: Mapped[UUID] = mapped_column(primary_key=True)
    line: Mapped[str] = mapped_column(primary_key=True)
    ancestor_id: Mapped[UUID] = mapped_column(primary_key=True)
    valid: Mapped[Days] = mapped_column(primary_key=True)
    depth: Mapped[int]
    readable: Mapped[Days]


class UnitSuccession(Base):
    """What an ended unit did passed to another on `on`, its first day; `legal_basis` is type, number, date, issuer."""

    __tablename__ = "unit_successions"
    __table_args__ = (
        one_of("kind", Succession),
        CheckConstraint("predecessor_id <> successor_id", name="self"),
        Index("uq_unit_successions_predecessor_id", "predecessor_id", "successor_id", unique=True),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    predecessor_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))
    successor_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"), index=True)
    on: Mapped[date]
    kind: Mapped[str]
    legal_basis: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
