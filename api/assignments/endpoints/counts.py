"""/assignments/counts: how much work stands where."""

from typing import Annotated, Any

from fastapi import Query, Response

from api.assignments.dependencies import WorkReader
from api.assignments.queries.counts import MOST, STATUSES, CountsQuery, counts
from api.assignments.schemas.counts import WorkCountsOut
from api.kit.http.answers import plain
from api.kit.http.route import resource
from api.kit.problems import Forbidden, declare
from api.units.service.references import unit_of

router = resource("work")
_SAID = (*STATUSES, "overdue", "due_soon")


@router.get(
    "/assignments/counts",
    response_model=WorkCountsOut,
    operation_id="count_assignments",
    responses=declare(Forbidden),
)
async def count_assignments(at: WorkReader, query: Annotated[CountsQuery, Query()]) -> Response:
    """How much of the work the caller sees stands where, by unit, by unit right below another, by task, or in all.

    Without `by` exactly one row. What is most overdue comes first; filters are those of the list.
    """
    under = None
    if query.by == "child" and query.under is not None:
        under = (await unit_of(at.session, at.subject, query.under, at.today, "/query/under")).id
    rows = (await at.session.execute(counts(at.subject, query, under, at.session.info["now"]))).all()
    items = [_shown(row._mapping, query.by) for row in rows[:MOST]]
    return plain({"items": items, "more": len(rows) > MOST})


def _shown(row: Any, by: str | None) -> dict[str, Any]:
    counted = None if by is None else {"id": row["id"], "code": row["code"], "name": row["name"]}
    named = {"unit": None if by == "task" else counted, "task": counted if by == "task" else None}
    return named | {name: row[name] for name in _SAID}
