"""/roll-ups: what values add up to."""

from typing import Annotated

from fastapi import Query, Request, Response

from api.indicators import service
from api.indicators.dependencies import ValueReadingDesk
from api.indicators.endpoints import hot
from api.indicators.schemas.roll_up import RollUpQuery, RollUpsOut
from api.kit.http.answers import plain
from api.kit.http.etag import NOT_MODIFIED
from api.kit.http.route import quick, resource
from api.kit.problems import Forbidden, NotFound, declare

router = resource("values")


@router.get(
    "/roll-ups",
    response_model=RollUpsOut,
    operation_id="list_roll_ups",
    responses=declare(Forbidden, NotFound) | NOT_MODIFIED,
)
@quick(hot.list_roll_ups)
async def list_roll_ups(request: Request, at: ValueReadingDesk, query: Annotated[RollUpQuery, Query()]) -> Response:
    """What the values of a unit and those below it add up to, on the tree valid at the period's end.

    A ratio is Σ numerator ÷ Σ denominator; a share of units, of those that should answer. With an indicator and
    without `by` exactly one row. A figure is behind by at most two seconds; `as_of` says what it holds.

    A department's `by=child` without an indicator is all targets by all communes in one answer; `include=codes` adds
    the codes others know each unit by, and what the calling system calls the indicator. Ask again with
    `If-None-Match`: where nothing was told of the department since, 304 costs next to nothing.
    """
    tag = await hot.roll_ups_tag(request)
    rows = await service.Figures(at.session, at.subject).read(query)
    if query.include is not None:
        rows = await service.with_codes(at.session, at.subject, rows)
    response = plain({"items": rows, "next_cursor": None})
    response.headers["ETag"] = tag
    return response
