"""Amendments of a plan the caller was found to see."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select

from api.kit.sorting import SortKey
from api.plans.models import Amendment
from api.plans.queries.parties import rows_of

_COLUMNS = (
    Amendment.id,
    Amendment.version,
    Amendment.plan_id,
    Amendment.number,
    Amendment.effective_on,
    Amendment.document_number,
    Amendment.issued_on,
    Amendment.signer,
    Amendment.reason,
    Amendment.legal_bases,
    Amendment.changes,
    Amendment.created_at,
)
SORTS = {"number": SortKey(Amendment.number), "effective_on": SortKey(Amendment.effective_on)}


def amendments(plan_id: UUID) -> Select[Any]:
    """The amendments of a plan, as `shape` wants them."""
    return rows_of(*_COLUMNS).where(Amendment.plan_id == plan_id)


def shape(amendment: Any) -> dict[str, Any]:
    """An amendment, or a row of `amendments`, as the contract's."""
    return {column.key: getattr(amendment, column.key) for column in _COLUMNS}
