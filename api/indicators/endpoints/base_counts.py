"""/base-counts: teachers, staff, pupils and classes of units, as the sector database has them."""

from collections.abc import Hashable
from typing import Annotated

from fastapi import Query, Request, Response

from api.indicators import service
from api.indicators.dependencies import BaseCountReadingDesk, BaseCountWritingDesk
from api.indicators.queries import base_counts as queries
from api.indicators.queries.base_counts import BaseCountFilters
from api.indicators.schemas.base_count import BaseCountOut, BaseCountRow
from api.kit import bulk
from api.kit.http.route import resource
from api.kit.pagination import page
from api.kit.problems import Forbidden, declare
from api.kit.schemas import Page

router = resource("values")
many = resource("values", bulk.BulkRoute)


@router.get(
    "/base-counts", response_model=Page[BaseCountOut], operation_id="list_base_counts", responses=declare(Forbidden)
)
async def list_base_counts(
    request: Request, at: BaseCountReadingDesk, filters: Annotated[BaseCountFilters, Query()]
) -> Response:
    """Base counts of units at and below the caller, day by day; with `on` only what holds on that day.

    Sorts: on, updated_at; by default the last days first.
    """
    return await page(
        request,
        at.session,
        queries.filtered(queries.base_counts(at.subject, at.today), filters, at.today),
        filters,
        sorts=queries.SORTS,
        default_sort="-on",
        tie=queries.TIE,
        shape=queries.shape,
    )


@many.post("/base-counts/bulk", operation_id="load_base_counts", **bulk.described(BaseCountRow))
async def load_base_counts(request: Request, at: BaseCountWritingDesk, query: bulk.Ask, rows: bulk.Spooled) -> Response:
    """Take in the sector database's export. A count of the same day is put right, and the one before is kept."""
    counts = service.BaseCounts(at.session, at.actor, at.subject)
    return await bulk.answer(request, at.session, query, rows, bulk.Door(BaseCountRow, _key, counts.load))


def _key(row: BaseCountRow) -> Hashable:
    return row.unit, row.kind, row.on
