"""/plans/{id}/task-groups: the headings of the appendix."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from api.kit.http.answers import record
from api.kit.http.etag import NOT_MODIFIED
from api.kit.http.route import resource
from api.kit.pagination import ListQuery, page
from api.kit.problems import Forbidden, NotFound, declare
from api.kit.schemas import Page
from api.plans import service
from api.plans.dependencies import GroupToChange, PlanToExtend, PlanToRead, ReadingDesk, WritingDesk
from api.plans.endpoints.plans import EDIT
from api.plans.errors import GroupInUse, PlanNotDraft
from api.plans.models import TaskGroup
from api.plans.queries import plans as queries
from api.plans.schemas.plan import TaskGroupIn, TaskGroupOut, TaskGroupPatch

router = resource("plans")
_ALL, _ONE = "/plans/{plan_id}/task-groups", "/plans/{plan_id}/task-groups/{group_id}"
_READ = declare(Forbidden, NotFound) | NOT_MODIFIED


@router.get(_ALL, response_model=Page[TaskGroupOut], operation_id="list_task_groups", responses=_READ)
async def list_task_groups(
    request: Request, plan: PlanToRead, at: ReadingDesk, query: Annotated[ListQuery, Query()]
) -> Response:
    """The task groups of a plan. Sort: position."""
    return await page(
        request,
        at.session,
        queries.groups(plan.id),
        query,
        sorts=queries.GROUP_SORTS,
        default_sort="position",
        tie=TaskGroup.id,
        shape=queries.shape_group,
    )


@router.get(_ONE, response_model=TaskGroupOut, operation_id="get_task_group", responses=_READ)
async def get_task_group(request: Request, plan: PlanToRead, group_id: UUID, at: ReadingDesk) -> Response:
    """One task group."""
    return await _answer(request, at.session, plan.id, group_id)


@router.post(
    _ALL,
    response_model=TaskGroupOut,
    status_code=201,
    operation_id="create_task_group",
    responses=declare(Forbidden, NotFound, PlanNotDraft),
)
async def create_task_group(request: Request, plan: PlanToExtend, at: WritingDesk, given: TaskGroupIn) -> Response:
    """Add a heading to a draft."""
    group = await service.create_group(at.session, at.actor, plan, given)
    return await _answer(request, at.session, plan.id, group.id, created=True)


@router.patch(_ONE, response_model=TaskGroupOut, operation_id="update_task_group", responses=EDIT)
async def update_task_group(request: Request, found: GroupToChange, at: WritingDesk, patch: TaskGroupPatch) -> Response:
    """Change a heading of a draft (RFC 7396)."""
    await service.update_group(at.session, at.actor, found.plan, found.group, patch)
    return await _answer(request, at.session, found.plan.id, found.group.id)


@router.delete(
    _ONE, status_code=204, operation_id="delete_task_group", responses=EDIT | declare(PlanNotDraft, GroupInUse)
)
async def delete_task_group(found: GroupToChange, at: WritingDesk) -> Response:
    """Delete a heading of a draft that no task stands under."""
    await service.delete_group(at.session, at.actor, found.plan, found.group)
    return Response(status_code=204)


async def _answer(
    request: Request, session: AsyncSession, plan_id: UUID, group_id: UUID, *, created: bool = False
) -> Response:
    row = (await session.execute(queries.groups(plan_id).where(TaskGroup.id == group_id))).one_or_none()
    if row is None:
        raise NotFound
    body = queries.shape_group(row)
    if created:
        return record(request, body, status=201, location=f"{request.url.path}/{group_id}")
    return record(request, body)
