"""/plans/{id}/document: a plan as the paper it is signed as.

Here and not among the endpoints of plans, for its appendices hold targets as well.
"""

from typing import Annotated, ClassVar
from uuid import UUID

from fastapi import Query, Request, Response

from api.documents.answers import DOCUMENT, document
from api.documents.rendering import Format
from api.indicators import service
from api.kit.http.etag import NOT_MODIFIED
from api.kit.http.route import Route, resource
from api.kit.problems import Forbidden, NotFound, declare
from api.plans.dependencies import ReadingDesk
from api.plans.queries.plans import AsOf


class DocumentRoute(Route):
    """A route whose answers are files, which a client may ask for by their types."""

    gives: ClassVar[tuple[str, ...]] = (*Route.gives, *(form.media_type for form in Format))


router = resource("plans", DocumentRoute)


@router.get(
    "/plans/{plan_id}/document",
    response_class=Response,
    operation_id="get_plan_document",
    responses=declare(Forbidden, NotFound) | DOCUMENT | NOT_MODIFIED,
)
async def get_plan_document(
    request: Request,
    at: ReadingDesk,
    plan_id: UUID,
    form: Annotated[Format, Query(alias="format", description="What it is wanted as.")] = Format.DOCX,
    as_of: Annotated[AsOf, Query()] = None,
) -> Response:
    """The plan in the form of Nghị định 30/2020/NĐ-CP with its appendices, as it is now or was at the end of a day.

    Its DOCX and XLSX can be imported again as the same plan. Number, date and signature stay blank where the plan has
    none; cancelled tasks and products are left out.
    """
    paper, name, version = await service.plan_document(at.session, at.subject, plan_id, at.today, as_of)
    if as_of is not None:
        return document(request, paper, form, name=f"{name} (đến {as_of:%d-%m-%Y})", version=None)
    return document(request, paper, form, name=name, version=version)
