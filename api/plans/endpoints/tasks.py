"""/tasks: the rows of the appendix."""

from datetime import date
from typing import Annotated
from uuid import UUID

import orjson
from fastapi import Query, Request, Response

from api.kit.http.answers import record
from api.kit.http.route import quick, resource
from api.kit.pagination import page
from api.kit.problems import Forbidden, NotFound, declare
from api.kit.schemas import Page
from api.plans import service
from api.plans.dependencies import Desk, ReadingDesk, TaskToChange, WritingDesk
from api.plans.endpoints import hot
from api.plans.endpoints.plans import EDIT, READ_ONE
from api.plans.errors import PlanNotDraft, TaskHasRows
from api.plans.queries import tasks as queries
from api.plans.queries.plans import AsOf
from api.plans.queries.tasks import TaskFilters
from api.plans.schemas.task import TaskIn, TaskOut, TaskPatch

router = resource("tasks")
_ONE = "/tasks/{task_id}"


@router.get("/tasks", response_model=Page[TaskOut], operation_id="list_tasks", responses=declare(Forbidden))
@quick(hot.list_tasks)
async def list_tasks(request: Request, at: ReadingDesk, filters: Annotated[TaskFilters, Query()]) -> Response:
    """Tasks of the plans the caller sees.

    Sorts: plan, number (as printed), title, due_on, percent, created_at, updated_at; by default plan by plan as
    printed.
    """
    if filters.as_of is None:
        return await hot.page_of_tasks(request, at.subject, at.today, filters)
    statement, sorts, tie = queries.list_then(at.subject, filters, at.today, filters.as_of)
    return await page(
        request,
        at.session,
        statement,
        filters,
        sorts=sorts,
        default_sort=queries.DEFAULT_SORT,
        tie=tie,
        shape=lambda row: orjson.loads(row.item),
    )


@router.get(_ONE, response_model=TaskOut, operation_id="get_task", responses=READ_ONE)
@quick(hot.get_task)
async def get_task(
    request: Request, at: ReadingDesk, task_id: UUID, as_of: Annotated[AsOf, Query()] = None
) -> Response:
    """One task, as it is now or as it was at the end of a day."""
    if as_of is None:
        return await _answer(request, at, task_id)
    return await _answer_then(request, at, task_id, as_of)


@router.post(
    "/tasks",
    response_model=TaskOut,
    status_code=201,
    operation_id="create_task",
    responses=declare(Forbidden, PlanNotDraft),
)
async def create_task(request: Request, at: WritingDesk, given: TaskIn) -> Response:
    """Add a task to a draft. A schedule given as text alone is parsed; what is doubtful about it is in its warnings."""
    task = await service.create_task(
        at.session, at.actor, at.subject, given, before_includes_day=at.before_includes_day
    )
    return await _answer(request, at, task.id, created=True)


@router.patch(_ONE, response_model=TaskOut, operation_id="update_task", responses=EDIT)
async def update_task(request: Request, found: TaskToChange, at: WritingDesk, patch: TaskPatch) -> Response:
    """Change a task of a draft (RFC 7396); lists and the schedule are replaced whole, sub-rows follow its group."""
    await service.update_task(
        at.session, at.actor, at.subject, *found, patch=patch, before_includes_day=at.before_includes_day
    )
    return await _answer(request, at, found.task.id)


@router.delete(_ONE, status_code=204, operation_id="delete_task", responses=EDIT | declare(PlanNotDraft, TaskHasRows))
async def delete_task(found: TaskToChange, at: WritingDesk) -> Response:
    """Delete a task of a draft that has no sub-rows."""
    await service.delete_task(at.session, at.actor, found.plan, found.task)
    return Response(status_code=204)


async def _answer(request: Request, at: Desk, task_id: UUID, *, created: bool = False) -> Response:
    row = (await at.session.execute(queries.one(at.subject, task_id, at.today))).one_or_none()
    if row is None:
        raise NotFound
    body = orjson.loads(row.item)
    if created:
        return record(request, body, derived=row.derived, status=201, location=f"{request.url.path}/{task_id}")
    return record(request, body, derived=row.derived)


async def _answer_then(request: Request, at: Desk, task_id: UUID, as_of: date) -> Response:
    row = (await at.session.execute(queries.one_then(at.subject, task_id, at.today, as_of))).one_or_none()
    if row is None:
        raise NotFound
    return record(request, orjson.loads(row.item), as_of=True)
