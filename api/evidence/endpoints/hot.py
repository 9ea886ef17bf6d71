"""The hottest read of evidence, answered past the framework's layers; see `kit.http.route.quick`."""

from datetime import date

from fastapi import Request, Response

from api.evidence.permissions import EVIDENCE_READ
from api.evidence.queries.evidence import EvidenceFilters, parameters
from api.evidence.queries.listing import HOT
from api.evidence.queries.scope import caller_parameters
from api.kit.calendar import vietnam_today
from api.kit.http.route import plainly
from api.kit.pagination import hot_page
from api.kit.permissions import Subject


async def list_evidence(request: Request) -> Response | None:
    """The list."""
    subject: Subject = request.state.subject
    filters = plainly(EvidenceFilters, request)
    if filters is None or not subject.holds(EVIDENCE_READ):
        return None
    return await page_of_evidence(request, subject, vietnam_today(request.app.state.clock()), filters)


async def page_of_evidence(request: Request, subject: Subject, today: date, filters: EvidenceFilters) -> Response:
    """A page of the list, for a caller who may read it."""
    given = parameters(filters) | caller_parameters(subject, today) | {"today": today}
    return await hot_page(request, HOT, filters, given)
