"""/asked: what a unit is asked in a period, all plans together, with the reports its answers go up with."""

from typing import Annotated

from fastapi import Query, Response

from api.kit.http.answers import plain
from api.kit.http.route import resource
from api.kit.problems import Forbidden, NotFound, declare
from api.reporting import service
from api.reporting.dependencies import ReportReader
from api.reporting.schemas.asked import AskedFormOut, AskedQuery

router = resource("reporting")


@router.get("/asked", response_model=AskedFormOut, operation_id="get_asked", responses=declare(Forbidden, NotFound))
async def get_asked(at: ReportReader, query: Annotated[AskedQuery, Query()]) -> Response:
    """A school's screen in one read: its questions of a period, what is known of each, and the reports to send."""
    return plain(await service.asked(at.session, at.subject, query))
