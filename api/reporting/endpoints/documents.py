"""/reports/{id}/document and /compilation: a report as a paper, and what it merges from the reports below."""

from typing import Annotated

from fastapi import Query, Request, Response

from api.documents.answers import DOCUMENT, document
from api.documents.rendering import Format
from api.indicators.endpoints.documents import DocumentRoute
from api.kit.http.answers import plain
from api.kit.http.etag import NOT_MODIFIED
from api.kit.http.route import PREFIX, resource
from api.kit.problems import Forbidden, NotFound, declare
from api.reporting import service
from api.reporting.dependencies import ReportReader, ReportToRead
from api.reporting.schemas.compilation import CompilationOut, DrawIn, DrawingOut

router = resource("reporting", DocumentRoute)
_ONE = "/reports/{report_id}"


@router.get(
    f"{_ONE}/document",
    response_class=Response,
    operation_id="get_report_document",
    responses=declare(Forbidden, NotFound) | DOCUMENT | NOT_MODIFIED,
)
async def get_report_document(
    request: Request,
    seen: ReportToRead,
    at: ReportReader,
    form: Annotated[Format, Query(alias="format", description="What it is wanted as.")] = Format.DOCX,
    edition: Annotated[
        int | None, Query(ge=1, le=100_000, description="As it was received in this edition; by default as it is.")
    ] = None,
) -> Response:
    """The report in the form of Nghị định 30/2020/NĐ-CP; number, date and signature are left for the clerk.

    What was sent says what it said then. A report compiled from many is drawn sooner by a job (POST).
    """
    paper, name = await service.report_document(at.session, seen.of, seen.report, edition)
    drawn = await service.drawn(at.session, seen.report, form, paper)
    return document(request, paper, form, name=name, version=seen.report.version, drawn=drawn)


@router.post(
    f"{_ONE}/document",
    status_code=202,
    response_model=DrawingOut,
    operation_id="draw_report_document",
    responses=declare(Forbidden, NotFound),
)
async def draw_report_document(seen: ReportToRead, at: ReportReader, given: DrawIn) -> Response:
    """Compile and draw it in the background: `Location` is the job; when it is done, GET answers at once."""
    job = await service.start_drawing(at.session, at.actor, at.subject, seen.report, given.format)
    answer = plain({"job": job.id}, status=202)
    answer.headers["Location"] = f"{PREFIX}/jobs/{job.id}"
    return answer


@router.get(
    f"{_ONE}/compilation",
    response_model=CompilationOut,
    operation_id="get_report_compilation",
    responses=declare(Forbidden, NotFound),
)
async def get_report_compilation(seen: ReportToRead, at: ReportReader) -> Response:
    """What the report merges from those below that came: as it was sent, or as it is now.

    Figures of all units below, work by task, difficulties and texts, those alike as one with who says so, and who
    reported. 404 where nothing is below.
    """
    found = await service.compilation(at.session, seen.of, seen.report)
    return plain({name: found[name] for name in CompilationOut.__annotations__})
