"""The hottest read of work, answered past the framework's layers; see `kit.http.route.quick`."""

from fastapi import Request, Response

from api.assignments.permissions import ASSIGNMENT_READ
from api.assignments.queries import assignments as queries
from api.assignments.queries.assignments import AssignmentFilters
from api.assignments.queries.scope import caller_parameters
from api.kit.http.route import plainly
from api.kit.pagination import hot_page
from api.kit.permissions import Subject


async def list_assignments(request: Request) -> Response | None:
    """The list."""
    subject: Subject = request.state.subject
    filters = plainly(AssignmentFilters, request)
    if filters is None or not subject.holds(ASSIGNMENT_READ):
        return None
    return await page_of_assignments(request, subject, filters)


async def page_of_assignments(request: Request, subject: Subject, filters: AssignmentFilters) -> Response:
    """A page of the list, for a caller who may read it."""
    now = queries.moment(request.app.state.clock())
    given = queries.parameters(filters) | now | caller_parameters(subject, now["today"])
    return await hot_page(request, queries.HOT, filters, given)
