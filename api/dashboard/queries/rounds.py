"""The open rounds of a page: how many reports came, round by round and under whom the reporting units stand."""

from typing import Any

from sqlalchemy import ColumnElement, and_, func, literal_column, select

from api.dashboard.queries.parts import FEW, LATE, at, listed, unit_ref
from api.plans.queries.parties import items, rows_of
from api.reporting.models import Report, Round

_SECOND: ColumnElement[Any] = literal_column("interval '1 second'")
_COUNTS: dict[str, ColumnElement[bool]] = {
    "came": Report.status.in_(("sent", "received")),
    "received": Report.status == "received",
    "returned": Report.status == "returned",
    "late": Report.first_sent_at >= Report.due_at + _SECOND,
    "overdue": and_(Report.status.in_(("draft", "returned")), Report.due_at <= LATE),
}


def rounds(*there: ColumnElement[bool], here: ColumnElement[bool]) -> ColumnElement[Any]:
    """Of some reports: the open rounds, the soonest due first, each with those that lag the most first.

    `here` are those the page's people receive.
    """
    waiting = {
        "clean": and_(Report.status == "sent", Report.flaws == 0, here),
        "flawed": and_(Report.status == "sent", Report.flaws > 0, here),
    }
    conditions = _COUNTS | waiting
    counts = [func.count().filter(condition).label(name) for name, condition in conditions.items()]
    found = rows_of(Report.round_id, Report.under_id, func.count().label("expected"), *counts)
    found = found.join(Round, Round.id == Report.round_id)
    found = found.where(Round.status == "open", Round.deleted_at.is_(None), Report.deleted_at.is_(None), *there)
    by = found.group_by(Report.round_id, Report.under_id).cte("reported")
    names = ("expected", *conditions)
    sums = [func.sum(by.c[name]).label(name) for name in names]
    whole = rows_of(Round.id, Round.title, Round.period, Round.due_at, *sums).join(by, by.c.round_id == Round.id)

    def item(row: Any) -> ColumnElement[Any]:
        each = by.alias()
        unit = func.json_build_object("unit", unit_ref(each.c.under_id), *_pairs(each.c, names))
        lag = each.c.overdue.desc(), (each.c.expected - each.c.came).desc(), each.c.under_id
        placed = select(unit.label("made"), func.row_number().over(order_by=lag).label("place"))
        lines = placed.where(each.c.round_id == row.id, each.c.under_id.is_not(None)).subquery()
        return func.json_build_object(
            "id", row.id, "title", row.title, "period", row.period, "due_at", at(row.due_at), *_pairs(row, names),
            "units", select(items(lines.c.made, lines.c.place)).scalar_subquery(),
        )  # fmt: skip

    return listed(whole.group_by(Round.id), item, Round.due_at.asc().nulls_last(), Round.id, most=FEW)


def _pairs(row: Any, names: tuple[str, ...]) -> list[Any]:
    return [pair for name in names for pair in (name, getattr(row, name))]
