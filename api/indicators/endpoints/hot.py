"""Figures that are what they were, said before anything is counted; see `kit.http.route.quick`."""

from typing import Any

from fastapi import Request, Response

from api.indicators.permissions import VALUE_READ
from api.indicators.queries.rollups import MARK
from api.kit.calendar import vietnam_today
from api.kit.events import NOBODYS
from api.kit.http.etag import etag, not_modified
from api.kit.permissions import Subject
from api.kit.reads import Reads


async def list_roll_ups(request: Request) -> Response | None:
    """That a caller holds the figures as they are."""
    subject: Subject = request.state.subject
    if "if-none-match" not in request.headers or not subject.holds(VALUE_READ):
        return None
    return not_modified(request, await roll_ups_tag(request))


async def roll_ups_tag(request: Request) -> str:
    """What the figures somebody asks for follow from, taken before they are read: what comes later is in the next tag.

    Weak, for `as_of` is another at each answer. It changes with whatever is told of the departments in reach, be it of
    no figure, with the day, and with who asks for what.
    """
    subject: Subject = request.state.subject
    reaches = subject.reaches_with(VALUE_READ)
    departments = {reach.department_id for reach in reaches}
    reads: Reads = request.app.state.database.reads
    given = [NOBODYS, *(each for each in departments if each is not None)]
    near, last, turn = (await MARK.fetch(reads, departments=given))[0]
    position = last if None in departments else near or 0
    derived: list[Any] = [request.scope["query_string"].decode("latin-1"), sorted(map(repr, reaches))]
    return f"W/{etag(position, [*derived, str(vietnam_today(request.app.state.clock())), turn])}"
