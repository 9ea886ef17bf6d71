"""`/batches`: what each load wrote, the rows it refused, and taking it back."""

from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

from fastapi import Query, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from api.documents.answers import disposition, document
from api.documents.rendering import Format
from api.integration.batches_api import queries, service
from api.integration.batches_api.dependencies import BatchReader, BatchToRead, BatchToUndo, BatchUndoer
from api.integration.batches_api.schemas import BatchFilters, BatchOut
from api.kit.bulk import Batch, BatchOvertaken, BatchUndone
from api.kit.http import answers
from api.kit.http.language import language_of
from api.kit.http.route import Route, resource, together
from api.kit.pagination import page
from api.kit.problems import Forbidden, NotFound, declare
from api.kit.schemas import Page

_CSV = "text/csv"
RejectsForm = Annotated[Literal["csv", "xlsx"], Query(alias="format", description="What it is wanted as.")]


class FileRoute(Route):
    """A route whose answers are files, which a client may ask for by their types."""

    gives: ClassVar[tuple[str, ...]] = (*Route.gives, Format.XLSX.media_type, _CSV, "text/*")


lists, files = resource("batches"), resource("batches", FileRoute)
FILE: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The file.",
        "content": {
            kind: {"schema": {"type": "string", "format": "binary"}} for kind in (_CSV, Format.XLSX.media_type)
        },
    }
}


@lists.get("/batches", operation_id="list_batches", response_model=Page[BatchOut], responses=declare(Forbidden))
async def list_batches(request: Request, at: BatchReader, filters: Annotated[BatchFilters, Query()]) -> Response:
    """The loads you made and those made at and below your unit, newest first. Sorts: `created_at`."""
    return await page(
        request,
        at.session,
        queries.listed(at.subject, filters, at.today),
        filters,
        sorts=queries.SORTS,
        default_sort="-created_at",
        tie=Batch.id,
        shape=queries.shape,
    )


@lists.get(
    "/batches/{batch_id}", operation_id="get_batch", response_model=BatchOut, responses=declare(Forbidden, NotFound)
)
async def get_batch(request: Request, batch: BatchToRead) -> Response:
    """What a load wrote, by whom and when, and whether it was taken back."""
    return answers.record(request, queries.shape(batch))


@files.get(
    "/batches/{batch_id}/rejects",
    response_class=Response,
    operation_id="get_batch_rejects",
    responses=declare(Forbidden, NotFound) | FILE,
)
async def get_batch_rejects(
    request: Request, at: BatchReader, batch: BatchToRead, form: RejectsForm = "csv"
) -> Response:
    """The rows a load refused, as they were sent: mend them and send the file again; `#` columns are passed over."""
    return await rejects_file(request, at.session, batch.id, form)


async def rejects_file(request: Request, session: AsyncSession, load_id: UUID, form: str) -> Response:
    """The refused rows of a batch or a job as a file."""
    rows, name = await service.rejects(session, load_id, language_of(request)), f"rejects-{load_id}"
    if form == "xlsx":
        return document(request, service.as_grid(rows, name), Format.XLSX, name=name, version=None)
    return Response(service.as_csv(rows), headers={"Content-Disposition": disposition(f"{name}.csv")}, media_type=_CSV)


@lists.post(
    "/batches/{batch_id}/undo",
    operation_id="undo_batch",
    response_model=BatchOut,
    responses=declare(Forbidden, NotFound, BatchUndone, BatchOvertaken),
)
async def undo_batch(request: Request, at: BatchUndoer, batch: BatchToUndo) -> Response:
    """Take a load back: every record is again what it was before, as its next version; what was new is withdrawn.

    Refused with 409 and the names of what is newer (`newer`) as soon as one of its records was changed since.
    """
    return answers.record(request, queries.shape(await service.undo(at.session, at.actor, at.subject, batch)))


router = together(lists, files)
