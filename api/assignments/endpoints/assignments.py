"""/assignments and /me/work: what units owe, and how it gets done."""

from typing import Annotated, Any
from uuid import UUID

import orjson
from fastapi import Query, Request, Response

from api.assignments import service
from api.assignments.dependencies import WorkReader, WorkToDo, WorkToNote, WorkWriter
from api.assignments.endpoints import hot
from api.assignments.errors import PlanNotInForce, WorkWithdrawn
from api.assignments.permissions import ASSIGNMENT_WRITE
from api.assignments.queries import assignments as queries
from api.assignments.queries.assignments import AssignmentFilters
from api.assignments.rules.progress import due_group
from api.assignments.schemas.assignment import AssignmentDetailOut, AssignmentOut, AssignmentPatch, MyWorkOut, UpdateIn
from api.assignments.schemas.many import AssignmentRow, AssignmentsIn
from api.kit import bulk
from api.kit.http.answers import plain, record
from api.kit.http.etag import NOT_MODIFIED
from api.kit.http.route import quick, resource
from api.kit.problems import Forbidden, NotFound, PreconditionRequired, Stale, declare
from api.kit.schemas import Page
from api.plans.dependencies import Desk
from api.units.models.arrays import any_id
from api.units.scope import own_units

router = resource("work")
many = resource("work", bulk.BulkRoute)
_ONE = "/assignments/{assignment_id}"
_DO = (Forbidden, NotFound, PlanNotInForce, WorkWithdrawn)
_MOST = 200


@router.get(
    "/assignments", response_model=Page[AssignmentOut], operation_id="list_assignments", responses=declare(Forbidden)
)
@quick(hot.list_assignments)
async def list_assignments(
    request: Request, at: WorkReader, filters: Annotated[AssignmentFilters, Query()]
) -> Response:
    """What units at and below the caller owe, and what others owe to tasks the caller's division leads.

    Sorts: due_at, updated_at, created_at, percent; by default what is due first.
    """
    return await hot.page_of_assignments(request, at.subject, filters)


@router.get(
    _ONE,
    response_model=AssignmentDetailOut,
    operation_id="get_assignment",
    responses=declare(Forbidden, NotFound) | NOT_MODIFIED,
)
async def get_assignment(request: Request, at: WorkReader, assignment_id: UUID) -> Response:
    """One assignment with its products and its history."""
    return await _answer(request, at, assignment_id)


@router.patch(
    _ONE,
    response_model=AssignmentDetailOut,
    operation_id="update_assignment",
    responses=declare(*_DO, PreconditionRequired, Stale),
)
async def update_assignment(request: Request, work: WorkToDo, at: WorkWriter, patch: AssignmentPatch) -> Response:
    """Say where the work stands, who does it, which products are done (RFC 7396). Entered for a unit by those above
    it, it is logged so (nhập thay)."""
    await service.update_work(at.session, at.actor, work, patch)
    return await _answer(request, at, work.id)


@many.post(
    "/assignments/bulk",
    operation_id="change_assignments",
    **bulk.described(AssignmentRow, by_filter=AssignmentsIn, later=True),
)
async def change_assignments(request: Request, at: WorkWriter, query: bulk.Ask, rows: bulk.Spooled) -> Response:
    """Change many assignments: row by row, each named by id or by task, unit and occurrence; or all of a filter.

    With a filter the body is one object: `{"filter": {"task": "2.1", "under": "hp"}, "change": {"status": …}}`. It
    means all that the caller may write, however many, in plans that are in force; `received` says how many there were.
    More than 100,000 rows, and at most a million, are carried out by a job.
    """
    batch = bulk.Keeping.begin("assignment", at.subject, ASSIGNMENT_WRITE)
    load = service.assignment_load(at.session, at.actor, at.subject, batch)
    return await bulk.answer_or_postpone(request, at.session, query, rows, load)


@router.post(
    f"{_ONE}/updates",
    response_model=AssignmentDetailOut,
    status_code=201,
    operation_id="add_assignment_update",
    responses=declare(*_DO),
)
async def add_assignment_update(request: Request, work: WorkToNote, at: WorkWriter, given: UpdateIn) -> Response:
    """Add a note on progress; notes stay as they were said."""
    await service.add_update(at.session, at.actor, at.subject, work, given)
    return await _answer(request, at, work.id, status=201)


@router.get("/me/work", response_model=MyWorkOut, operation_id="get_my_work", responses=declare(Forbidden))
async def get_my_work(at: WorkReader) -> Response:
    """What the caller's own units owe now, grouped by when it is due."""
    now = at.session.info["now"]
    rows = (
        await at.session.execute(queries.open_of(any_id(own_units(at.subject, ASSIGNMENT_WRITE)), now).limit(_MOST + 1))
    ).all()
    groups: dict[str, Any] = {name: [] for name in ("overdue", "due_soon", "later", "undated")}
    for item, status, due_at in rows[:_MOST]:
        groups[due_group(status, due_at, now)].append(orjson.Fragment(item))
    return plain(groups | {"more": len(rows) > _MOST})


async def _answer(request: Request, at: Desk, assignment_id: UUID, *, status: int = 200) -> Response:
    await at.session.flush()
    row = (await at.session.execute(queries.one(at.subject, assignment_id, at.session.info["now"]))).one_or_none()
    if row is None:
        raise NotFound
    made = {each["id"]: each for each in row.made}
    products = [_product(each, made.get(each["id"])) for each in orjson.loads(row.products)]
    body = orjson.loads(row.item) | {"deliverables": products, "updates": orjson.loads(row.updates)}
    return record(request, body, derived=body, status=status)


def _product(product: dict[str, Any], made: dict[str, Any] | None) -> dict[str, Any]:
    return product | {"done": bool(made and made["done"]), "document": made and made["document"]}
