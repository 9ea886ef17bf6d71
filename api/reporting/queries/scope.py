"""Who sees what is asked, who sees reports, and who writes, sends and receives them.

A regime and its rounds are published: every unit below reads them. A report is about its unit: it is for the unit and
those above it; for the division that compiles it, which must know who is missing; and for whoever else receives it,
once it is sent.
"""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, any_, not_, or_, select

from api.assignments.queries.scope import divisions_of
from api.kit.permissions import Subject
from api.reporting.models import Regime, Report, Round
from api.reporting.permissions import (
    REPORT_READ,
    REPORT_RECEIVE,
    REPORT_SEND,
    REPORT_WRITE,
    REPORTING_READ,
    REPORTING_WRITE,
)
from api.units.models import arrays
from api.units.scope import enters, governs, own_units, published_to

_COORDINATING = frozenset({"coordinator"})


def visible_regimes(subject: Subject, today: date) -> ColumnElement[bool]:
    """Regimes of the units above and below the caller."""
    return and_(Regime.deleted_at.is_(None), _published(Regime.unit_id, subject, today))


def visible_rounds(subject: Subject, today: date) -> ColumnElement[bool]:
    """Rounds of the units above and below the caller."""
    return and_(Round.deleted_at.is_(None), _published(Round.unit_id, subject, today))


def _published(owner: Any, subject: Subject, today: date) -> ColumnElement[bool]:
    return or_(published_to(subject)(owner), governs(subject, REPORTING_READ, today)(owner))


def ruled_by(subject: Subject, today: date) -> ColumnElement[bool]:
    """Regimes the caller sets."""
    return governs(subject, REPORTING_WRITE, today)(Regime.unit_id)


def rounds_ruled_by(subject: Subject, today: date, permission: str = REPORTING_WRITE) -> ColumnElement[bool]:
    """Rounds the caller opens and closes; or gives more time in, by that permission."""
    return governs(subject, permission, today)(Round.unit_id)


def visible_reports(subject: Subject, today: date) -> ColumnElement[bool]:
    """Reports of the units at and below the caller, those the caller's division compiles, those sent to the caller."""
    governed = governs(subject, REPORT_READ, today)(Report.unit_id)
    compiled = Report.to_id == any_(arrays.ids(divisions_of(subject, REPORT_READ)))
    sent_here = and_(_of_own(Report.to_id, subject, REPORT_READ), Report.sent_at.is_not(None))
    return and_(Report.deleted_at.is_(None), or_(governed, compiled, sent_here))


def written_by(subject: Subject, today: date) -> ColumnElement[bool]:
    """Reports the caller prepares: of the own units, or entered for those below."""
    return enters(subject, REPORT_WRITE, today)(Report.unit_id)


def sent_by(subject: Subject, today: date) -> ColumnElement[bool]:
    """Reports the caller sends: of the own units, or for those below."""
    return enters(subject, REPORT_SEND, today)(Report.unit_id)


def received_by(subject: Subject, today: date) -> ColumnElement[bool]:
    """Reports the caller receives: those for the own units, and as coordinator those for units below.

    Nobody receives what their own unit sends.
    """
    acting = replace(subject, reaches=tuple(each for each in subject.reaches if each.role in _COORDINATING))
    for_them = governs(acting, REPORT_RECEIVE, today)(Report.to_id)
    for_own = _of_own(Report.to_id, subject, REPORT_RECEIVE)
    return and_(or_(for_own, for_them), not_(_of_own(Report.unit_id, subject, REPORT_RECEIVE)))


def _of_own(owner: Any, subject: Subject, permission: str) -> ColumnElement[bool]:
    return owner == any_(arrays.ids(own_units(subject, permission)))  # type: ignore[no-any-return]


def unit_of_report(subject: Subject, report_id: UUID, today: date) -> Select[Any]:
    """Whose a report is that the caller sees; how difficulties find the report they are raised in."""
    return select(Report.unit_id).where(Report.id == report_id, visible_reports(subject, today))
