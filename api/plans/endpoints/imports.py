"""/plan-imports: a plan's document on its way to a draft."""

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

from fastapi import Path, Query, Request, Response
from pydantic import ValidationError

from api.kit.http.answers import record
from api.kit.http.etag import NOT_MODIFIED
from api.kit.http.language import language_of
from api.kit.http.route import resource
from api.kit.http.upload import FORM, Upload
from api.kit.pagination import page
from api.kit.problems import Forbidden, Invalid, Language, NotFound, PreconditionRequired, Stale, declare
from api.kit.schemas import Page
from api.kit.validation import faults
from api.plans import service
from api.plans.dependencies import (
    Desk,
    Document,
    ImportRoute,
    ImportToChange,
    ImportToWorkOn,
    ReadingDesk,
    WritingDesk,
)
from api.plans.endpoints.plans import answer_plan
from api.plans.errors import ImportNotReady, RowIsPrinted
from api.plans.imports import shown
from api.plans.models import PlanImport
from api.plans.queries import imports as queries
from api.plans.queries.imports import ImportFilters
from api.plans.schemas.imports import (
    CommittedPlanOut,
    ImportIn,
    ImportOut,
    ImportPatch,
    ImportSummaryOut,
    NamesIn,
    RowIn,
    RowPatch,
)

router = resource("plan imports")
sending = resource("plan imports", ImportRoute)
_ALL, _ONE = "/plan-imports", "/plan-imports/{import_id}"
_JOBS = "/api/v1/jobs"
_READ = declare(Forbidden, NotFound) | NOT_MODIFIED
_WORK = declare(Forbidden, NotFound, Stale, ImportNotReady)
_CHANGE = declare(Forbidden, NotFound, Stale, PreconditionRequired, ImportNotReady)
_Position = Annotated[int, Path(ge=1, le=100_000, description="The row's place, from 1.")]
_BINARY = {"schema": {"type": "string", "format": "binary"}}
_OFFICE = "application/vnd.openxmlformats-officedocument"
_BODY = {
    "required": True,
    "content": {
        FORM: {
            "schema": {
                "type": "object",
                "required": ["file"],
                "properties": {
                    "file": {"type": "string", "format": "binary", "description": "DOCX, XLSX, or PDF with text."},
                    **ImportIn.model_json_schema()["properties"],
                },
            }
        },
        f"{_OFFICE}.wordprocessingml.document": _BINARY,
        f"{_OFFICE}.spreadsheetml.sheet": _BINARY,
        "application/pdf": _BINARY,
        "application/octet-stream": _BINARY,
    },
}


@sending.post(
    _ALL,
    response_model=ImportOut,
    status_code=202,
    operation_id="create_plan_import",
    responses=declare(Forbidden),
    openapi_extra={"requestBody": _BODY},
)
async def create_plan_import(
    request: Request, document: Document, at: WritingDesk, query: Annotated[ImportIn, Query()]
) -> Response:
    """Send a plan's document: as the `file` of a form, or as the body with its name in Content-Disposition.

    It is read in the background: `Location` is the job, the answer's `id` the import. What is said beside the file
    may stand in the form or in the address; a field of the form counts.
    """
    given = _given(document, query)
    found = await service.begin_import(
        at.session, at.actor, at.subject, document, given, before_includes_day=at.before_includes_day
    )
    body = await _body(request, at, found.id)
    return record(request, body, derived=_derived(request, body), status=202, location=f"{_JOBS}/{found.job_id}")


def _given(document: Upload, query: ImportIn) -> ImportIn:
    """What was said in the form and in the address. Raises Invalid."""
    try:
        return ImportIn.model_validate(query.model_dump(exclude_unset=True) | document.fields)
    except ValidationError as error:
        found: list[Any] = [each | {"loc": ("body", *each["loc"])} for each in error.errors()]
        raise Invalid(faults(found)) from error


@router.get(_ALL, response_model=Page[ImportSummaryOut], operation_id="list_plan_imports", responses=declare(Forbidden))
async def list_plan_imports(request: Request, at: ReadingDesk, filters: Annotated[ImportFilters, Query()]) -> Response:
    """Documents sent for units at and below the caller, the newest first. Sorts: created_at, updated_at."""
    language = language_of(request)
    return await page(
        request,
        at.session,
        queries.filtered(queries.imports(at.subject, at.today), filters),
        filters,
        sorts=queries.SORTS,
        default_sort="-created_at",
        tie=PlanImport.id,
        shape=lambda row: _summary(row, language),
    )


@router.get(_ONE, response_model=ImportOut, operation_id="get_plan_import", responses=_READ)
async def get_plan_import(request: Request, at: ReadingDesk, import_id: UUID) -> Response:
    """One document with all that was understood of it."""
    return await _answer(request, at, import_id)


@router.patch(_ONE, response_model=ImportOut, operation_id="update_plan_import", responses=_CHANGE)
async def update_plan_import(request: Request, found: ImportToChange, at: WritingDesk, patch: ImportPatch) -> Response:
    """Correct the header (RFC 7396). When its year or date changes, deadlines and names are read anew."""
    await service.correct_import(
        at.session, at.actor, at.subject, found, patch, before_includes_day=at.before_includes_day
    )
    return await _answer(request, at, found.id)


@router.post(
    f"{_ONE}/rows", response_model=ImportOut, status_code=201, operation_id="add_plan_import_row", responses=_WORK
)
async def add_plan_import_row(request: Request, found: ImportToWorkOn, at: WritingDesk, given: RowIn) -> Response:
    """Add a row the reading missed; rows behind it move by one."""
    await service.add_row(at.session, at.actor, at.subject, found, given, before_includes_day=at.before_includes_day)
    return await _answer(request, at, found.id, status=201)


@router.patch(
    f"{_ONE}/rows/{{position}}", response_model=ImportOut, operation_id="update_plan_import_row", responses=_CHANGE
)
async def update_plan_import_row(
    request: Request, found: ImportToChange, at: WritingDesk, position: _Position, patch: RowPatch
) -> Response:
    """Correct a row (RFC 7396), make it another kind, or leave it out; what follows from it is understood anew.

    A new deadline gives a new schedule, new names are matched, a changed heading takes the rows below it along.
    `If-Match` holds the import's version.
    """
    await service.correct_row(
        at.session, at.actor, at.subject, found, position, patch=patch, before_includes_day=at.before_includes_day
    )
    return await _answer(request, at, found.id)


@router.delete(
    f"{_ONE}/rows/{{position}}",
    response_model=ImportOut,
    operation_id="delete_plan_import_row",
    responses=declare(Forbidden, NotFound, Stale, PreconditionRequired, ImportNotReady, RowIsPrinted),
)
async def delete_plan_import_row(
    request: Request, found: ImportToChange, at: WritingDesk, position: _Position
) -> Response:
    """Delete a row a person added; those behind it move by one. A row of the document is left out instead."""
    await service.remove_row(at.session, at.actor, found, position)
    return await _answer(request, at, found.id)


@router.post(f"{_ONE}/names", response_model=ImportOut, operation_id="settle_plan_import_names", responses=_WORK)
async def settle_plan_import_names(
    request: Request, found: ImportToWorkOn, at: WritingDesk, given: NamesIn
) -> Response:
    """Say once who printed names mean, for every row that prints them; see `open_names`."""
    await service.settle_names(at.session, at.actor, at.subject, found, given)
    return await _answer(request, at, found.id)


@router.post(
    f"{_ONE}/commit",
    response_model=CommittedPlanOut,
    status_code=201,
    operation_id="commit_plan_import",
    responses=_WORK,
)
async def commit_plan_import(request: Request, found: ImportToWorkOn, at: WritingDesk) -> Response:
    """Make the draft plan: headings, tasks with their parts and products, who takes part, deadlines, targets.

    `left_out` says what the draft could not take. Indicators the department has not are made.
    """
    plan = await service.commit_import(
        at.session, at.actor, at.subject, found, before_includes_day=at.before_includes_day
    )
    more = {"left_out": shown.left_out(found.left_out, language_of(request))}
    return await answer_plan(request, at, plan.id, created=True, more=more)


@router.post(f"{_ONE}/discard", response_model=ImportOut, operation_id="discard_plan_import", responses=_WORK)
async def discard_plan_import(request: Request, found: ImportToWorkOn, at: WritingDesk) -> Response:
    """Throw the document away; nothing of it becomes a plan."""
    await service.discard_import(at.session, at.actor, found)
    return await _answer(request, at, found.id)


async def _answer(request: Request, at: Desk, import_id: UUID, *, status: int = 200) -> Response:
    body = await _body(request, at, import_id)
    return record(request, body, derived=_derived(request, body), status=status)


def _derived(request: Request, body: dict[str, Any]) -> list[Any]:
    """What changes without a write of the import: how far it is read, and the plans that come to stand beside it."""
    return [body["progress"], language_of(request), body["header"]["problems"]]


async def _body(request: Request, at: Desk, import_id: UUID) -> dict[str, Any]:
    row = (await at.session.execute(queries.whole(at.subject, at.today, import_id))).one_or_none()
    if row is None:
        raise NotFound
    language = language_of(request)
    return _summary(row, language) | {
        "header": shown.header(row.header, language, await _plans_beside(at, row)),
        "rows": shown.rows(row.rows, language),
        "problems": shown.remarks(row.remarks, language),
        "open_names": shown.names(row.rows),
        "left_out": shown.left_out(row.left_out, language),
    }


async def _plans_beside(at: Desk, row: Any) -> Sequence[Any]:
    """Plans of which a document that waits to be committed may be a second copy."""
    if row.status != "ready":
        return ()
    found = queries.plans_beside(at.subject, at.today, row.id, row.header["year"])
    plans: Sequence[Any] = (await at.session.execute(found)).all()
    return plans


def _summary(row: Any, language: Language) -> dict[str, Any]:
    return queries.shape(row) | {"refusal": shown.refusal(row.refusal, language)}
