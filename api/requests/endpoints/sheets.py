"""/data-requests/{id}/document: the answers as a workbook."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Query, Request, Response

from api.documents.answers import document
from api.documents.rendering import Format
from api.indicators.endpoints.documents import DocumentRoute
from api.kit.http.etag import NOT_MODIFIED
from api.kit.http.route import resource
from api.kit.problems import Forbidden, NotFound, declare
from api.requests import service
from api.requests.dependencies import RequestReader

router = resource("data-requests", DocumentRoute)
_WORKBOOK: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The file.",
        "content": {Format.XLSX.media_type: {"schema": {"type": "string", "format": "binary"}}},
    }
}


@router.get(
    "/data-requests/{request_id}/document",
    response_class=Response,
    operation_id="get_data_request_document",
    responses=declare(Forbidden, NotFound) | _WORKBOOK | NOT_MODIFIED,
)
async def get_data_request_document(
    request: Request,
    at: RequestReader,
    request_id: UUID,
    form: Annotated[Literal["xlsx"], Query(alias="format", description="A workbook.")] = "xlsx",
) -> Response:
    """The answers of the units the caller sees as XLSX, one row a unit; who did not answer has an empty row."""
    grid, name, version = await service.sheet(at.session, at.subject, request_id)
    return document(request, grid, Format(form), name=name, version=version)
