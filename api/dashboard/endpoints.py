"""/dashboard: one read for one screen, and a word when it changed."""

from datetime import datetime
from typing import Annotated, Any, ClassVar

from fastapi import Query, Request, Response
from fastapi.responses import StreamingResponse

from api.dashboard import service
from api.dashboard.dependencies import DashboardDesk
from api.dashboard.permissions import DASHBOARD_READ
from api.dashboard.schemas import DashboardOut, DashboardQuery, StreamQuery
from api.dashboard.schemas.owed import OwedListOut
from api.dashboard.schemas.profile import ProfileOut
from api.kit import invalidation
from api.kit.http import ending
from api.kit.http.answers import JSON, plain
from api.kit.http.route import Route, plainly, quick, resource, together
from api.kit.permissions import Subject
from api.kit.problems import Forbidden, NotFound, declare

_EVENTS = "text/event-stream"
_STREAM: dict[int | str, dict[str, Any]] = {
    200: {
        "description": 'Server-sent events; the data of each is `{"as_of": instant}`.',
        "content": {_EVENTS: {"schema": {"type": "string"}}},
    }
}
# The pages open in this process, and the figures drawn last; these are forgotten before anybody is told to look.
_drawn, _hints = service.Drawn(), service.Hints()
invalidation.subscribe(_drawn.drop)
invalidation.subscribe(_hints.drop)
ending.subscribe(_hints.end)


class StreamRoute(Route):
    """A route that gives server-sent events."""

    gives: ClassVar[tuple[str, ...]] = (*Route.gives, "text/*", _EVENTS)


pages, streams = resource("dashboard"), resource("dashboard", StreamRoute)


async def _quickly(request: Request) -> Response | None:
    """The page, where all of it is kept."""
    subject: Subject = request.state.subject
    query = plainly(DashboardQuery, request)
    if query is None or not subject.holds(DASHBOARD_READ):
        return None
    reads = request.app.state.database.reads
    page = await service.page_of(reads, subject, query, request.app.state.clock(), request.app.state.settings)
    body = await service.hot_body(reads, _drawn, page)
    return None if body is None else Response(body, media_type=JSON)


@pages.get(
    "/dashboard", response_model=DashboardOut, operation_id="get_dashboard", responses=declare(Forbidden, NotFound)
)
@quick(_quickly)
async def get_dashboard(request: Request, at: DashboardDesk, query: Annotated[DashboardQuery, Query()]) -> Response:
    """What a unit owes, what waits for it, how its targets stand, who is late, what stands in the way: one screen.

    Figures are those kept as roll-ups, behind by at most two seconds; `as_of` says what they hold.
    """
    reads = request.app.state.database.reads
    page = await service.page_of(reads, at.subject, query, at.session.info["now"], request.app.state.settings)
    return Response(await service.body(reads, at.session, _drawn, page), media_type=JSON)


@pages.get(
    "/dashboard/profile",
    response_model=ProfileOut,
    operation_id="get_unit_profile",
    responses=declare(Forbidden, NotFound),
)
async def get_unit_profile(request: Request, at: DashboardDesk, query: Annotated[StreamQuery, Query()]) -> Response:
    """A unit before a visit: who acts for it, what is late there, what stands in its way; `GET /dashboard` has the
    figures."""
    state = request.app.state
    asked = DashboardQuery(unit=query.unit)
    page = await service.page_of(state.database.reads, at.subject, asked, at.session.info["now"], state.settings)
    return plain(await service.profile(at.session, page))


@pages.get("/me/owed", response_model=OwedListOut, operation_id="get_what_i_owe", responses=declare(Forbidden))
async def get_what_i_owe(at: DashboardDesk) -> Response:
    """All that the caller's own units owe as one list, whatever it is: work, reports to send, data asked for quickly,
    questions of leaders; due first before."""
    return plain(await service.owed(at.session, at.subject))


@streams.get(
    "/dashboard/stream",
    response_class=Response,
    operation_id="stream_dashboard",
    responses=declare(Forbidden, NotFound) | _STREAM,
)
async def stream_dashboard(request: Request, at: DashboardDesk, query: Annotated[StreamQuery, Query()]) -> Response:
    """Server-sent events: `{"as_of"}` whenever something about the unit or those below it changed.

    Nothing is said of what changed; `GET /dashboard` tells. The stream ends with the caller's token, after
    `LOTRINH_STREAM_SECONDS` at the latest: connect anew.
    """
    reads, clock = request.app.state.database.reads, request.app.state.clock
    page = await service.page_of(
        reads, at.subject, DashboardQuery(unit=query.unit), clock(), request.app.state.settings
    )
    until: datetime = request.state.signed_in_until
    seconds = min((until - clock()).total_seconds(), request.app.state.settings.stream_seconds)
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(_hints.stream(page.watched, clock, seconds), headers=headers, media_type=_EVENTS)


router = together(pages, streams)
