"""/indicator-values/expected and /template: what a unit is asked for, to be answered here or in a workbook."""

from typing import Annotated, Any, ClassVar

from fastapi import Query, Request, Response

from api.documents.answers import document
from api.documents.rendering import Format
from api.indicators import service
from api.indicators.dependencies import ValueReadingDesk
from api.indicators.schemas.expected import ExpectedOut, ExpectedQuery, TemplateQuery
from api.kit.http.answers import plain
from api.kit.http.route import Route, resource
from api.kit.problems import Forbidden, NotFound, declare


class WorkbookRoute(Route):
    """A route whose answers are workbooks, which a client may ask for by their type."""

    gives: ClassVar[tuple[str, ...]] = (*Route.gives, Format.XLSX.media_type)


router, workbooks = resource("values"), resource("values", WorkbookRoute)
_WORKBOOK: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The workbook.",
        "content": {Format.XLSX.media_type: {"schema": {"type": "string", "format": "binary"}}},
    }
}


@router.get(
    "/indicator-values/expected",
    response_model=ExpectedOut,
    operation_id="list_expected_values",
    responses=declare(Forbidden, NotFound),
)
async def list_expected_values(at: ValueReadingDesk, query: Annotated[ExpectedQuery, Query()]) -> Response:
    """What a unit is asked for in a period, all plans together: each question with the denominator that is known, the
    last period's figure and the present one. What the system works out itself is not among them.
    """
    return plain(await service.expected(at.session, at.subject, query))


@workbooks.get(
    "/indicator-values/template",
    response_class=Response,
    operation_id="get_values_template",
    responses=declare(Forbidden, NotFound) | _WORKBOOK,
)
async def get_values_template(
    request: Request, at: ValueReadingDesk, query: Annotated[TemplateQuery, Query()]
) -> Response:
    """A unit's questions as a workbook to be filled in: what names them is locked, answers are chosen from lists.

    `under` puts those of a commune and of all its schools into one, for whoever enters for them. Sent to
    `/indicator-values/bulk` as it is, it is read like any other load; a row that was left blank is none.
    """
    grid = await service.template(at.session, at.subject, query)
    return document(request, grid, Format.XLSX, name=grid.title, version=None)
