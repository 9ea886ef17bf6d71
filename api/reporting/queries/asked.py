"""The reports a unit's answers of a period go up with."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select

from api.kit.permissions import Subject
from api.reporting.models import Report, Round
from api.reporting.queries.reports import reports
from api.reporting.queries.scope import sent_by, written_by


def reports_of(subject: Subject, unit_id: UUID, period: str | None, today: date) -> Select[Any]:
    """Those of one period, or those that are still to be sent; due first before, with what the caller may."""
    may = (written_by(subject, today).label("writes"), sent_by(subject, today).label("sends"))
    found = reports(subject, today).add_columns(*may).where(Report.unit_id == unit_id)
    if period is not None:
        found = found.where(Round.period == period)
    else:
        found = found.where(Report.status.in_(("draft", "returned")), Round.status == "open")
    return found.order_by(Report.due_at.nulls_last(), Report.id)
