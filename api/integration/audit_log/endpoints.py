"""`/audit`: who did what to what, when and from where."""

from typing import Annotated, Any, ClassVar

from fastapi import Query, Request, Response

from api.audit.models import AuditAnchor, AuditEntry
from api.documents.answers import disposition, document
from api.documents.rendering import Format
from api.integration.audit_log import queries, service
from api.integration.audit_log.errors import TooManyEntries
from api.integration.audit_log.permissions import AUDIT_READ
from api.integration.audit_log.schemas import AuditAnchorOut, AuditEntryOut, AuditFileQuery, AuditQuery
from api.kit.calendar import vietnam_today
from api.kit.clock import Now
from api.kit.db import Tx
from api.kit.http.route import Route, resource, together
from api.kit.pagination import ListQuery, page
from api.kit.permissions import Subject, guard
from api.kit.problems import Forbidden, declare
from api.kit.schemas import Page

_CSV = "text/csv"


class FileRoute(Route):
    """A route whose answers are files, which a client may ask for by their types."""

    gives: ClassVar[tuple[str, ...]] = (*Route.gives, Format.XLSX.media_type, _CSV, "text/*")


lists, files = resource("audit"), resource("audit", FileRoute)
Auditor = Annotated[Subject, guard(AUDIT_READ)]
_FILE: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The file.",
        "content": {
            kind: {"schema": {"type": "string", "format": "binary"}} for kind in (_CSV, Format.XLSX.media_type)
        },
    }
}


@lists.get(
    "/audit", operation_id="list_audit_entries", response_model=Page[AuditEntryOut], responses=declare(Forbidden)
)
async def list_audit_entries(
    request: Request, session: Tx, now: Now, subject: Auditor, query: Annotated[AuditQuery, Query()]
) -> Response:
    """Acts on the units the caller administers and by accounts there, newest first; at the top, all. Sorts: `at`."""
    return await page(
        request,
        session,
        queries.listed(subject, query, vietnam_today(now)),
        query,
        sorts=queries.SORTS,
        default_sort="-at",
        tie=AuditEntry.id,
        shape=queries.shape,
    )


@lists.get(
    "/audit/anchors",
    operation_id="list_audit_anchors",
    response_model=Page[AuditAnchorOut],
    responses=declare(Forbidden),
)
async def list_audit_anchors(
    request: Request, session: Tx, _: Auditor, query: Annotated[ListQuery, Query()]
) -> Response:
    """How far the chain went on each day, newest first: kept elsewhere, they show what was cut off. Sorts: `day`."""
    return await page(
        request,
        session,
        queries.anchors(),
        query,
        sorts=queries.ANCHOR_SORTS,
        default_sort="-day",
        tie=AuditAnchor.day,
        shape=queries.anchor_shape,
    )


@files.get(
    "/audit/document",
    response_class=Response,
    operation_id="get_audit_document",
    responses=declare(Forbidden, TooManyEntries) | _FILE,
)
async def get_audit_document(
    request: Request,
    session: Tx,
    subject: Auditor,
    filters: Annotated[AuditFileQuery, Query()],
) -> Response:
    """The entries asked for as a file, newest first, at most 20,000; that it was taken is an entry too."""
    grid = await service.sheet(session, subject, filters)
    if filters.form == "xlsx":
        return document(request, grid, Format.XLSX, name=grid.title, version=None)
    headers = {"Content-Disposition": disposition(f"{grid.title}.csv")}
    return Response(service.as_csv(grid), headers=headers, media_type=_CSV)


router = together(lists, files)
