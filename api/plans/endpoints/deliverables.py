"""/deliverables/{id}: what must exist when a task is done."""

from uuid import UUID

from fastapi import Request, Response

from api.kit.http.answers import record
from api.kit.http.route import resource
from api.kit.problems import NotFound
from api.plans import service
from api.plans.dependencies import DeliverableToChange, Desk, ReadingDesk, WritingDesk
from api.plans.endpoints.plans import EDIT, READ_ONE
from api.plans.models import Deliverable
from api.plans.queries import tasks as queries
from api.plans.schemas.task import DeliverableOut, DeliverablePatch

router = resource("tasks")
_ONE = "/deliverables/{deliverable_id}"


@router.get(_ONE, response_model=DeliverableOut, operation_id="get_deliverable", responses=READ_ONE)
async def get_deliverable(request: Request, at: ReadingDesk, deliverable_id: UUID) -> Response:
    """One deliverable."""
    return await _answer(request, at, deliverable_id)


@router.patch(_ONE, response_model=DeliverableOut, operation_id="update_deliverable", responses=EDIT)
async def update_deliverable(
    request: Request, found: DeliverableToChange, at: WritingDesk, patch: DeliverablePatch
) -> Response:
    """Change a deliverable of a draft (RFC 7396)."""
    await service.update_deliverable(at.session, at.actor, at.subject, found, patch)
    return await _answer(request, at, found.deliverable.id)


@router.delete(_ONE, status_code=204, operation_id="delete_deliverable", responses=EDIT)
async def delete_deliverable(found: DeliverableToChange, at: WritingDesk) -> Response:
    """Delete a deliverable of a draft."""
    await service.delete_deliverable(at.session, at.actor, found)
    return Response(status_code=204)


async def _answer(request: Request, at: Desk, deliverable_id: UUID) -> Response:
    statement = queries.deliverables(at.subject, at.today).where(Deliverable.id == deliverable_id)
    row = (await at.session.execute(statement)).one_or_none()
    if row is None:
        raise NotFound
    body = queries.shape_deliverable(row)
    return record(request, body, derived=body)
