"""Reports as a list and as records."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from pydantic import Field
from sqlalchemy import ColumnElement, Row, Select, Text, and_, cast, func, not_, null, or_, select
from sqlalchemy.orm import selectinload

from api.followup.rules import wording
from api.kit.pagination import SearchableQuery
from api.kit.permissions import Subject
from api.kit.schemas import Reference
from api.kit.sorting import SortKey
from api.plans.queries.parties import instant, items, raw, rows_of, unit_ref
from api.plans.queries.plans import apply, containing
from api.reporting.models import Report, ReportAct, ReportEdition, Round
from api.reporting.queries.parts import of_unit, under
from api.reporting.queries.scope import received_by, visible_reports
from api.reporting.rules.report import Status, is_overdue, may, on_time
from api.units.models import Unit, UnitVersion
from api.units.models.arrays import any_id


class ReportFilters(SearchableQuery):
    """What narrows the list of reports."""

    round: UUID | None = Field(default=None, description="Of this round, by id.")
    regime: UUID | None = Field(default=None, description="Of this regime, by id.")
    unit: Reference | None = Field(default=None, description="Of this unit, by code or id.")
    under: Reference | None = Field(default=None, description="Of this unit and all below it today.")
    to: Reference | None = Field(default=None, description="For this unit, by code or id.")
    period: str | None = Field(default=None, max_length=12, description="Of this period: 2026-Q1.")
    status: Status | None = Field(default=None, description="Where they stand.")
    overdue: bool | None = Field(default=None, description="Only those that should have come (true), or others.")
    clean: bool | None = Field(default=None, description="Only those sent without a flaw (true), or with one (false).")
    receivable: bool | None = Field(
        default=None, description="Only those that wait for the caller to receive them (true), or others (false)."
    )


SORTS = {
    "due_at": SortKey(Report.due_at, nullable=True),
    "sent_at": SortKey(Report.sent_at, nullable=True),
    "updated_at": SortKey(Report.updated_at),
    "unit": SortKey(Unit.sort_key),
}
_PLAIN = (
    Report.id, Report.version, Report.status, Report.edition, Report.due_at, Report.first_sent_at, Report.sent_at,
    Report.received_at, Report.receipt_code, Report.returned, Report.flaws, Report.updated_at,
)  # fmt: skip
_JSON = (
    unit_ref(Report.unit_id).label("unit"),
    unit_ref(Report.to_id).label("to"),
    unit_ref(Report.under_id).label("under"),
    cast(func.json_build_object("id", Round.id, "code", null(), "name", Round.title), Text).label("round"),
)
_act = ReportAct.__table__.alias().c
_HISTORY = (
    select(
        items(
            func.json_build_object(
                "at", instant(_act.at),
                "by", _act.by_name,
                "on_behalf", _act.on_behalf,
                "act", _act.act,
                "text", _act.text,
                "lines", _act.lines,
            ),
            _act.id,
        )
    )
    .where(_act.report_id == Report.id)
    .correlate(Report)
    .scalar_subquery()
)  # fmt: skip
_edition = ReportEdition.__table__.alias().c
_EDITIONS = (
    select(
        items(
            func.json_build_object(
                "edition", _edition.edition,
                "sent_at", instant(_edition.sent_at),
                "received_at", instant(_edition.received_at),
                "received_by", _edition.received_by,
                "receipt_code", _edition.receipt_code,
            ),
            _edition.edition,
        )
    )
    .where(_edition.report_id == Report.id)
    .correlate(Report)
    .scalar_subquery()
)  # fmt: skip


def reports(subject: Subject, today: date) -> Select[Any]:
    """The reports a caller sees, as `shape` wants them."""
    waits = waiting_for(subject, today).label("receivable")
    columns = (*_PLAIN, Round.period, Round.status.label("round_status"), Unit.kind, *_JSON, waits)
    joined = rows_of(*columns).join(Round, Round.id == Report.round_id).join(Unit, Unit.id == Report.unit_id)
    return joined.where(visible_reports(subject, today))


def one(subject: Subject, report_id: UUID, today: date) -> Select[Any]:
    """One with its history and the editions received."""
    more = (cast(_HISTORY, Text).label("history"), cast(_EDITIONS, Text).label("editions"))
    return reports(subject, today).add_columns(*more).where(Report.id == report_id)


def waiting_for(subject: Subject, today: date) -> ColumnElement[bool]:
    """Those that wait for the caller to receive them."""
    return and_(Report.status == "sent", received_by(subject, today))


def listed(subject: Subject, filters: ReportFilters, now: datetime, today: date) -> Select[Any]:
    """The reports a caller sees, narrowed by the filters of the list."""
    found = filtered(reports(subject, today), filters, now, today)
    if filters.receivable is None:
        return found
    waits = waiting_for(subject, today)
    return found.where(waits if filters.receivable else not_(waits))


def filtered(statement: Select[Any], filters: Any, now: datetime, today: date) -> Select[Any]:
    """A statement narrowed by the filters of the list, or by those of a bulk receipt."""
    given = {name: _CONDITIONS[name] for name in _CONDITIONS if hasattr(filters, name)}
    statement = apply(statement, filters, given)
    if filters.under is not None:
        statement = statement.where(under(Report.unit_id, filters.under, today))
    if getattr(filters, "overdue", None) is not None:
        late = and_(Report.status.in_(("draft", "returned")), Report.due_at <= now - timedelta(seconds=1))
        statement = statement.where(late if filters.overdue else not_(func.coalesce(late, False)))
    if getattr(filters, "q", None) is not None:
        called = UnitVersion.search.like(containing(filters.q), escape="\\")
        statement = statement.where(Report.unit_id.in_(select(UnitVersion.unit_id).where(called)))
    return statement


_SENT_CLEAN = and_(Report.sent_at.is_not(None), Report.flaws == 0)
_CONDITIONS: dict[str, Callable[[Any], ColumnElement[bool]]] = {
    "round": lambda round_id: Report.round_id == round_id,
    "regime": lambda regime_id: Round.regime_id == regime_id,
    "unit": lambda reference: of_unit(Report.unit_id, reference),
    "to": lambda reference: of_unit(Report.to_id, reference),
    "group": lambda reference: of_unit(Report.under_id, reference),
    "period": lambda period: Round.period == period,
    "status": lambda status: Report.status == status,
    "clean": lambda clean: _SENT_CLEAN if clean else or_(Report.sent_at.is_(None), Report.flaws > 0),
    "updated_since": lambda instant_: Report.updated_at >= instant_,
}


def receivable(subject: Subject, today: date) -> Select[Any]:
    """Reports the caller sees, locked in one order, with whether the caller receives them."""
    found = rows_of(Report, received_by(subject, today)).join(Round, Round.id == Report.round_id)
    return found.where(visible_reports(subject, today)).order_by(Report.id).with_for_update(of=Report)


def to_receive(subject: Subject, filters: Any, now: datetime, today: date) -> Select[Any]:
    """Those of them that wait for the caller and that a filter finds."""
    return filtered(receivable(subject, today).where(waiting_for(subject, today)), filters, now, today)


def rounds_of(ids: Iterable[UUID]) -> Select[Any]:
    """Rounds with their steps."""
    return select(Round).where(Round.id == any_id(ids)).options(selectinload(Round.steps))


def shape(row: Row[Any], now: datetime) -> dict[str, Any]:
    """A row of `reports` as the contract's report."""
    plain = {column.key: getattr(row, column.key) for column in _PLAIN}
    return {
        **plain,
        "period": row.period,
        **{column.key: raw(getattr(row, column.key)) for column in _JSON},
        "on_time": on_time(row.due_at, row.first_sent_at),
        "overdue": is_overdue(row.status, row.due_at, now),
        "wording": wording(row.kind),
        "receivable": row.receivable,
    }


def shape_more(row: Row[Any], *, writes: bool, sends: bool, receives: bool) -> dict[str, Any]:
    """What `one` adds, and what the caller may do."""
    is_open = row.round_status == "open"
    return {
        "history": raw(row.history),
        "editions": raw(row.editions),
        "may": may(row.status, round_open=is_open, writes=writes, sends=sends, receives=receives),
    }
