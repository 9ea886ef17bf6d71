"""/indicator-values/expected: what a unit is asked for, with what is known already."""

from typing import Annotated

from fastapi import Query, Response

from api.indicators import service
from api.indicators.dependencies import ValueReadingDesk
from api.indicators.schemas.expected import ExpectedOut, ExpectedQuery
from api.kit.http.answers import plain
from api.kit.http.route import resource
from api.kit.problems import Forbidden, NotFound, declare

router = resource("values")


@router.get(
    "/indicator-values/expected",
    response_model=ExpectedOut,
    operation_id="list_expected_values",
    responses=declare(Forbidden, NotFound),
)
async def list_expected_values(at: ValueReadingDesk, query: Annotated[ExpectedQuery, Query()]) -> Response:
    """What a unit is asked for in a period, all plans together: each question with the denominator that is known, the
    last period's figure and the present one. What the system works out itself is not among them.
    """
    return plain(await service.expected(at.session, at.subject, query))
