"""The rows of a request: units asked, and what they answered."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, select

from api.followup.queries.parts import under
from api.kit.permissions import Subject
from api.kit.sorting import SortKey
from api.plans.queries.parties import raw, rows_of, unit_ref
from api.plans.queries.plans import containing
from api.requests.models import DataAnswer
from api.requests.queries.scope import answered_by, of_own, visible_answers
from api.requests.schemas import DataAnswerFilters
from api.units.models import Unit, UnitEdge, UnitVersion
from api.units.rules.words import Line

SORTS = {"unit": SortKey(Unit.sort_key), "answered_at": SortKey(DataAnswer.answered_at, nullable=True)}
_MOST_OWN = 50
_PLAIN = (
    DataAnswer.version, DataAnswer.values, DataAnswer.answered_at, DataAnswer.answered_by, DataAnswer.on_behalf,
    DataAnswer.chased_at,
)  # fmt: skip


def answers(subject: Subject, request_id: UUID, today: date) -> Select[Any]:
    """The rows of a request a caller sees, as `shape` wants them."""
    above = select(UnitEdge.parent_id).where(
        UnitEdge.child_id == DataAnswer.unit_id, UnitEdge.line == Line.PROFESSIONAL, UnitEdge.valid.contains(today)
    )
    shown = (
        unit_ref(DataAnswer.unit_id).label("unit"),
        unit_ref(above.correlate(DataAnswer).scalar_subquery()).label("under"),
        answered_by(subject, today).label("may_answer"),
    )
    found = rows_of(*_PLAIN, *shown).join(Unit, Unit.id == DataAnswer.unit_id)
    return found.where(DataAnswer.request_id == request_id, visible_answers(subject, today))


def own(subject: Subject, request_id: UUID, today: date) -> Select[Any]:
    """Those of the caller's own units, by name."""
    found = answers(subject, request_id, today).where(of_own(subject))
    return found.order_by(Unit.sort_key, Unit.id).limit(_MOST_OWN)


def filtered(statement: Select[Any], filters: DataAnswerFilters, today: date) -> Select[Any]:
    """The rows with the filters applied."""
    if filters.answered is not None:
        statement = statement.where(DataAnswer.answered_at.is_(None) != filters.answered)
    if filters.under is not None:
        statement = statement.where(under(DataAnswer.unit_id, filters.under, today))
    if filters.q is not None:
        called = UnitVersion.search.like(containing(filters.q), escape="\\")
        statement = statement.where(DataAnswer.unit_id.in_(select(UnitVersion.unit_id).where(called)))
    return statement


def sheet(subject: Subject, request_id: UUID, today: date) -> Select[Any]:
    """All rows the caller sees as a table prints them: unit, whom it stands under, answer; by name."""
    above = Unit.__table__.alias()
    stands = (
        UnitEdge.child_id == Unit.id, UnitEdge.line == Line.PROFESSIONAL, UnitEdge.valid.contains(today),
    )  # fmt: skip
    columns = (
        Unit.code, Unit.name, above.c.name.label("under"), DataAnswer.values, DataAnswer.answered_at,
        DataAnswer.answered_by,
    )  # fmt: skip
    found = rows_of(*columns).join_from(DataAnswer, Unit, Unit.id == DataAnswer.unit_id)
    found = found.outerjoin(UnitEdge, stands[0] & stands[1] & stands[2])
    found = found.outerjoin(above, above.c.id == UnitEdge.parent_id)
    found = found.where(DataAnswer.request_id == request_id, visible_answers(subject, today))
    return found.order_by(above.c.sort_key.nulls_first(), Unit.sort_key, Unit.id)


def shape(row: Row[Any]) -> dict[str, Any]:
    """A row of `answers` as the API shows it."""
    plain = {column.key: getattr(row, column.key) for column in _PLAIN}
    return plain | {"unit": raw(row.unit), "under": raw(row.under), "may_answer": row.may_answer}
