"""What the caller's own units owe beside work: reports to send, data asked for quickly, questions of leaders."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, literal

from api.followup.models import Clarification
from api.followup.permissions import CLARIFICATION_ANSWER
from api.kit.permissions import Subject
from api.plans.queries.parties import rows_of, unit_ref
from api.reporting.models import Report, Round
from api.reporting.permissions import REPORT_WRITE
from api.requests.models import DataAnswer, DataRequest
from api.requests.queries.requests import open_at
from api.requests.queries.scope import of_own
from api.units.models import Unit
from api.units.models.arrays import any_id
from api.units.scope import own_units

# More nobody walks through; the lists of each kind have the rest.
MOST = 200


def reports(subject: Subject) -> Select[Any]:
    """Reports of open rounds that are not sent, or were sent back."""
    told = (Report.id, Round.title, Report.status, Report.due_at, Round.period, Unit.kind)
    found = rows_of(*told, *_named(Report.unit_id, Report.to_id)).select_from(Report)
    found = found.join(Round, Round.id == Report.round_id).join(Unit, Unit.id == Report.unit_id)
    own = Report.unit_id == any_id(own_units(subject, REPORT_WRITE))
    waits = (Report.status.in_(("draft", "returned")), Round.status == "open")
    found = found.where(own, *waits, Report.deleted_at.is_(None), Round.deleted_at.is_(None))
    return found.order_by(Report.due_at.nulls_last(), Report.id).limit(MOST + 1)


def data_requests(subject: Subject, now: datetime) -> Select[Any]:
    """What was asked quickly, as long as it is answered."""
    told = (DataRequest.id, DataRequest.title, literal("open").label("status"), DataRequest.due_at)
    found = rows_of(*told, *_named(DataAnswer.unit_id, DataRequest.unit_id)).select_from(DataAnswer)
    found = found.join(DataRequest, DataRequest.id == DataAnswer.request_id)
    waits = (DataAnswer.answered_at.is_(None), DataAnswer.deleted_at.is_(None), DataRequest.deleted_at.is_(None))
    found = found.where(of_own(subject), *waits, open_at(now))
    return found.order_by(DataRequest.due_at, DataRequest.id).limit(MOST + 1)


def clarifications(subject: Subject) -> Select[Any]:
    """Open requests to clarify; theirs is a day, not an instant."""
    told = (Clarification.id, Clarification.title, Clarification.status, Clarification.due_on)
    own = Clarification.unit_id == any_id(own_units(subject, CLARIFICATION_ANSWER))
    found = rows_of(*told, *_named(Clarification.unit_id, Clarification.asked_by_id))
    found = found.where(own, Clarification.status == "open", Clarification.deleted_at.is_(None))
    return found.order_by(Clarification.due_on, Clarification.id).limit(MOST + 1)


def _named(owing: Any, owed: Any) -> tuple[Any, Any]:
    """Whose debt it is, and who is owed."""
    return unit_ref(owing).label("unit"), unit_ref(owed).label("owed_to")
