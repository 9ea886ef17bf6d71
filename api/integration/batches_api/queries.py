"""Batches a caller may see, and the rows they refused."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select

from api.integration.batches_api.permissions import BATCH_READ
from api.integration.batches_api.schemas import BatchFilters
from api.kit.bulk import Batch, RejectedRow
from api.kit.permissions import Subject
from api.kit.sorting import SortKey
from api.units.scope import governs

SORTS = {"created_at": SortKey(Batch.created_at)}


def visible(subject: Subject, today: date) -> ColumnElement[bool]:
    """Batches the caller loaded, and those loaded for the units at and below the caller."""
    own = and_(Batch.owner_kind == subject.kind, Batch.owner_id == subject.id)
    return or_(own, governs(subject, BATCH_READ, today)(Batch.unit_id))


def listed(subject: Subject, filters: BatchFilters, today: date) -> Select[Any]:
    """The list, filtered."""
    statement = select(*Batch.__table__.c).where(visible(subject, today))
    if filters.entity is not None:
        statement = statement.where(Batch.entity == filters.entity)
    if filters.undone is not None:
        statement = statement.where(Batch.undone_at.is_not(None) if filters.undone else Batch.undone_at.is_(None))
    return statement


def refused(batch_id: UUID) -> Select[Any]:
    """The rows a batch refused, in their order."""
    return (
        select(RejectedRow.row, RejectedRow.sent, RejectedRow.errors)
        .where(RejectedRow.batch_id == batch_id)
        .order_by(RejectedRow.row)
    )


def shape(batch: Any) -> dict[str, Any]:
    """A row or record as JSON."""
    plain = (
        "id", "version", "entity", "mode", "received", "created", "updated", "unchanged", "rejected",
        "created_at", "undone_at", "undone_by",
    )  # fmt: skip
    return {name: getattr(batch, name) for name in plain} | {"by": batch.owner_name}
