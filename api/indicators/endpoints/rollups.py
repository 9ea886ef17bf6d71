"""/roll-ups: what values add up to."""

from typing import Annotated

from fastapi import Query, Response

from api.indicators import service
from api.indicators.dependencies import ValueReadingDesk
from api.indicators.schemas.roll_up import RollUpQuery, RollUpsOut
from api.kit.http.answers import plain
from api.kit.http.route import resource
from api.kit.problems import Forbidden, NotFound, declare

router = resource("values")


@router.get(
    "/roll-ups",
    response_model=RollUpsOut,
    operation_id="list_roll_ups",
    responses=declare(Forbidden, NotFound),
)
async def list_roll_ups(at: ValueReadingDesk, query: Annotated[RollUpQuery, Query()]) -> Response:
    """What the values of a unit and those below it add up to, on the tree valid at the period's end.

    A ratio is Σ numerator ÷ Σ denominator; a share of units, of those that should answer. With an indicator and
    without `by` exactly one row. A figure is behind by at most two seconds; `as_of` says what it holds.
    """
    rows = await service.Figures(at.session, at.subject).read(query)
    return plain({"items": rows, "next_cursor": None})
