"""A request is for whoever asked and those above; for the units asked and those above each of them. Nobody else."""

from datetime import date

from sqlalchemy import ColumnElement, and_, any_, or_, select

from api.followup.permissions import CHASE_WRITE
from api.kit.permissions import Subject
from api.requests.models import DataAnswer, DataRequest
from api.requests.permissions import DATA_REQUEST_ANSWER, DATA_REQUEST_READ, DATA_REQUEST_WRITE
from api.units.models import arrays
from api.units.scope import enters, governs, own_units


def visible_requests(subject: Subject, today: date) -> ColumnElement[bool]:
    """Requests of the units below the caller, and those asked of one of them."""
    governed = governs(subject, DATA_REQUEST_READ, today)
    asked = select(DataAnswer.request_id).where(governed(DataAnswer.unit_id))
    return and_(DataRequest.deleted_at.is_(None), or_(governed(DataRequest.unit_id), DataRequest.id.in_(asked)))


def visible_answers(subject: Subject, today: date) -> ColumnElement[bool]:
    """The rows of the units at and below the caller."""
    return and_(DataAnswer.deleted_at.is_(None), governs(subject, DATA_REQUEST_READ, today)(DataAnswer.unit_id))


def asked_by(subject: Subject, today: date) -> ColumnElement[bool]:
    """Requests the caller asks."""
    return governs(subject, DATA_REQUEST_WRITE, today)(DataRequest.unit_id)


def answered_by(subject: Subject, today: date) -> ColumnElement[bool]:
    """Rows the caller fills: of the own units, or entered for those below."""
    return enters(subject, DATA_REQUEST_ANSWER, today)(DataAnswer.unit_id)


def of_own(subject: Subject) -> ColumnElement[bool]:
    """Rows of the units whose own people the caller is one of."""
    return DataAnswer.unit_id == any_(arrays.ids(own_units(subject, DATA_REQUEST_ANSWER)))


def chased_by(subject: Subject, today: date) -> ColumnElement[bool]:
    """Rows of the units the caller may chase."""
    return governs(subject, CHASE_WRITE, today)(DataAnswer.unit_id)
