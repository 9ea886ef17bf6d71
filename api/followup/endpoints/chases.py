"""/chases: who chased whom, over what, how."""

from typing import Annotated

from fastapi import Query, Request, Response

from api.followup import service
from api.followup.dependencies import Chaser, ChaseReader
from api.followup.models import Chase
from api.followup.queries import chases as queries
from api.followup.queries.chases import ChaseFilters
from api.followup.schemas.chase import ChasedOut, ChaseIn, ChaseOut
from api.kit.http.answers import plain
from api.kit.http.route import resource
from api.kit.pagination import page
from api.kit.problems import Forbidden, declare
from api.kit.schemas import Page

router = resource("follow-up")


@router.get("/chases", response_model=Page[ChaseOut], operation_id="list_chases", responses=declare(Forbidden))
async def list_chases(request: Request, at: ChaseReader, filters: Annotated[ChaseFilters, Query()]) -> Response:
    """Chases of the units at and below the caller, and over tasks the caller's division leads. Sort: at."""
    return await page(
        request,
        at.session,
        queries.filtered(queries.chases(at.subject, at.today), filters, at.today),
        filters,
        sorts=queries.SORTS,
        default_sort="-at",
        tie=Chase.id,
        shape=queries.shape,
    )


@router.post(
    "/chases",
    response_model=ChasedOut,
    status_code=201,
    operation_id="create_chases",
    responses=declare(Forbidden),
)
async def create_chases(at: Chaser, given: ChaseIn) -> Response:
    """Record that units were chased: over assignments, over all open work a filter finds, or a unit by name."""
    recorded, units = await service.chase(at.session, at.actor, at.subject, given)
    return plain({"recorded": recorded, "units": units}, 201)
