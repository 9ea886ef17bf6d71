"""The hottest reads, answered before the framework would have read their parameters; see `kit.http.route.quick`.

Each is the endpoint of the same name for the plain case, and leaves every other case to it.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from fastapi import Request, Response

from api.kit.calendar import vietnam_today
from api.kit.http.answers import record, rendered
from api.kit.http.etag import etag, not_modified
from api.kit.http.route import plainly
from api.kit.pagination import hot_page
from api.kit.permissions import Subject
from api.kit.reads import Query, Reads
from api.plans.permissions import PLAN_READ
from api.plans.queries import plans, tasks
from api.plans.queries.scope import caller_parameters
from api.plans.queries.tasks import TaskFilters


async def list_tasks(request: Request) -> Response | None:
    """The list as it is now."""
    subject: Subject = request.state.subject
    filters = plainly(TaskFilters, request)
    if filters is None or filters.as_of is not None or not subject.holds(PLAN_READ):
        return None
    return await page_of_tasks(request, subject, _today(request), filters)


async def page_of_tasks(request: Request, subject: Subject, today: date, filters: TaskFilters) -> Response:
    """A page of the list, for a caller who may read it."""
    given = tasks.parameters(filters, today) | caller_parameters(subject, today)
    return await hot_page(request, tasks.HOT, filters, given)


async def get_task(request: Request) -> Response | None:
    """A task as it is now."""
    task_id = _plainly_asked(request, "task_id")
    if task_id is None:
        return None
    today = _today(request)
    given = {"task_id": task_id, "today": today, **_seen(request, today)}
    if unchanged := await _unchanged(request, tasks.TAG, given):
        return unchanged
    rows = await tasks.ONE.fetch(_reads(request), **given)
    return rendered(request, *rows[0]) if rows else None


async def get_plan(request: Request) -> Response | None:
    """A plan as it is now."""
    plan_id = _plainly_asked(request, "plan_id")
    if plan_id is None:
        return None
    given = {"plan_id": plan_id, **_seen(request, _today(request))}
    if unchanged := await _unchanged(request, plans.TAG, given):
        return unchanged
    rows = await plans.ONE.fetch(_reads(request), **given)
    return record(request, plans.shape(rows[0]), derived=rows[0]["names_version"]) if rows else None


async def _unchanged(request: Request, tag: Query, given: Mapping[str, Any]) -> Response | None:
    """That the caller holds the record as it is; `tag` reads nothing else of it, and only where that is soon done."""
    if "if-none-match" not in request.headers:
        return None
    rows = await tag.fetch(_reads(request), **given)
    return not_modified(request, etag(*rows[0])) if rows else None


def _plainly_asked(request: Request, name: str) -> UUID | None:
    """The id in the path, when the caller may read and asks nothing else."""
    subject: Subject = request.state.subject
    if request.scope["query_string"] or not subject.holds(PLAN_READ):
        return None
    try:
        return UUID(request.path_params[name])
    except ValueError:
        return None


def _seen(request: Request, today: date) -> dict[str, Any]:
    return caller_parameters(request.state.subject, today)


def _reads(request: Request) -> Reads:
    reads: Reads = request.app.state.database.reads
    return reads


def _today(request: Request) -> date:
    return vietnam_today(request.app.state.clock())
