"""A unit and what is true of it from one day to another."""

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from api.kit.db import Base, Record
from api.kit.ids import uuid7
from api.units.models.columns import Days, SortKey, Words, all_of, never_twice, one_of
from api.units.rules.words import Area, EducationLevel, Kind, Ownership


class Unit(Record):
    """A unit, whatever it was called and wherever it stood.

    `valid` is its life. `name`, `sort_key`, `kind` and `department_id` are what holds today (of an ended unit: what
    held last), kept here for lists that only name units; `unit_versions` and the tree know every other day.
    `department_id` is the department above it on the professional line, its own id for a department, null above.
    """

    __tablename__ = "units"
    __table_args__ = (one_of("kind", Kind), CheckConstraint("NOT isempty(valid)", name="valid"))

    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    sort_key: Mapped[SortKey]
    kind: Mapped[str]
    department_id: Mapped[UUID | None] = mapped_column(ForeignKey("units.id"), index=True)
    sample: Mapped[bool]
    valid: Mapped[Days]


class UnitVersion(Base):
    """What a unit was from one day to another."""

    __tablename__ = "unit_versions"
    __table_args__ = (
        never_twice("unit_versions", "unit_id", name="unit"),
        one_of("kind", Kind),
        one_of("ownership", Ownership),
        one_of("area", Area),
        all_of("education_levels", EducationLevel),
        CheckConstraint("NOT isempty(valid)", name="valid"),
        Index("ix_unit_versions_search", "search", postgresql_using="gin", postgresql_ops={"search": "gin_trgm_ops"}),
        Index("ix_unit_versions_sort_key_unit_id", "sort_key", "unit_id"),
    )

    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"), primary_key=True)
    valid: Mapped[Days] = mapped_column(primary_key=True)
    name: Mapped[str]
    sort_key: Mapped[SortKey]
    search: Mapped[str] = mapped_column(Text)
    kind: Mapped[str]
    education_levels: Mapped[Words]
    ownership: Mapped[str | None]
    area: Mapped[str | None]


class UnitCode(Base):
    """A code others know the unit by: of the ministry (`moet`), of the administrative units (`admin`).

    That a code names one unit a day is checked within the department only: a refusal must not tell of units elsewhere.
    """

    __tablename__ = "unit_codes"
    __table_args__ = (
        never_twice("unit_codes", "unit_id", "scheme", name="unit"),
        CheckConstraint("NOT isempty(valid)", name="valid"),
    )

    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"), primary_key=True)
    scheme: Mapped[str] = mapped_column(primary_key=True)
    valid: Mapped[Days] = mapped_column(primary_key=True)
    value: Mapped[str]


class UnitAlias(Base):
    """A spelling printed in documents, and the one unit or audience of the department it stands for.

    `department_id` is null for what stands above departments.
    """

    __tablename__ = "unit_aliases"
    __table_args__ = (
        Index(
            "uq_unit_aliases_department_id_folded",
            "department_id",
            "folded",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
        CheckConstraint("num_nonnulls(unit_id, audience_id) = 1", name="one"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    department_id: Mapped[UUID | None] = mapped_column(ForeignKey("units.id"))
    folded: Mapped[str]
    printed: Mapped[str]
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("units.id"), index=True)
    audience_id: Mapped[UUID | None] = mapped_column(ForeignKey("audiences.id"), index=True)
