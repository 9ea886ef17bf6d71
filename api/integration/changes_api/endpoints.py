"""/changes: what happened, in the order of commits; asked for, waited for, or streamed."""

from collections.abc import Awaitable
from datetime import datetime
from typing import Annotated, Any, ClassVar

from fastapi import Header, Path, Query, Request, Response
from fastapi.responses import StreamingResponse

from api.integration.changes_api import queries, service
from api.integration.changes_api.errors import PositionGone
from api.integration.changes_api.permissions import CHANGE_READ
from api.integration.changes_api.rules import Wanted, place_of, wanted_of
from api.integration.changes_api.schemas import (
    ADDRESS,
    MESSAGE,
    TYPES,
    ChangesOut,
    ChangesQuery,
    EventTypesOut,
    FeedQuery,
    message_schema,
    schema_of,
)
from api.kit.http import ending
from api.kit.http.answers import JSON, plain
from api.kit.http.language import language_of
from api.kit.http.route import Route, resource, together
from api.kit.permissions import Subject, guard
from api.kit.problems import Forbidden, Message, NotFound, declare, invalid

_WORD = r"^[a-z_]+[.-][a-z_]+$"
_EVENTS = "text/event-stream"
_STREAM: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "Server-sent events; the id of each is its position, its data one item of `GET /changes`.",
        "content": {_EVENTS: {"schema": {"type": "string"}}},
    }
}
_BAD_TYPES = Message(
    "Danh sách loại thay đổi không đúng, ví dụ đúng: plan.issued,report.*",
    "This is no list of types, such as plan.issued,report.*",
)
_BAD_PLACE = Message("Last-Event-ID phải là một vị trí đã nhận.", "Last-Event-ID must be a position received.")
# Those who wait in this process.
_watch = service.Watch()
ending.subscribe(_watch.end)

Reader = Annotated[Subject, guard(CHANGE_READ)]


class StreamRoute(Route):
    """A route that gives server-sent events."""

    gives: ClassVar[tuple[str, ...]] = (*Route.gives, "text/*", _EVENTS)


pages, streams = resource("changes"), resource("changes", StreamRoute)


@pages.get(
    "/changes", response_model=ChangesOut, operation_id="list_changes", responses=declare(Forbidden, PositionGone)
)
async def list_changes(request: Request, _: Reader, query: Annotated[ChangesQuery, Query()]) -> Response:
    """What changed after a position, in the order of commits: each change once, none missed, as far as you may see it.

    Ask again with `after` = `next_position`; you have caught up when it stays. `wait` holds the answer until there is
    something. Changes are kept 400 days; a position from before, or from nowhere, is answered 410: read the records
    anew. Positions are shared by all readers, so yours have gaps. What each type says is at `/changes/types`.
    """
    reader = _reader(request, query)
    part = await service.read_or_wait(reader, _watch, query.after, query.limit, query.wait or 0)
    return Response(queries.body(part.rows, part.next_position), media_type=JSON)


@pages.get(
    "/changes/types", response_model=EventTypesOut, operation_id="list_change_types", responses=declare(Forbidden)
)
async def list_change_types(request: Request, _: Reader) -> Response:
    """Every type of change there is, in words, and where its schema is. The same leave by webhooks."""
    language = language_of(request)
    items = [
        {"type": event.name, "entity": event.entity, "title": event.words.text(language, {}),
         "schema_url": ADDRESS + event.name}
        for event in TYPES.values()
    ]  # fmt: skip
    return plain({"items": items})


@pages.get(
    "/changes/types/{type}",
    response_model=dict[str, Any],
    operation_id="get_change_type",
    responses=declare(Forbidden, NotFound),
)
async def get_change_type(
    type_: Annotated[str, Path(alias="type", max_length=64, pattern=_WORD)], _: Reader
) -> Response:
    """The JSON Schema (2020-12) of a type's items, with an example; `webhook-message` is what stands around one.

    Keys may be added; those named stay and mean the same.
    """
    if type_ == MESSAGE:
        return plain(message_schema())
    if type_ not in TYPES:
        raise NotFound
    return plain(schema_of(TYPES[type_]))


@streams.get(
    "/changes/stream",
    response_class=Response,
    operation_id="stream_changes",
    responses=declare(Forbidden, PositionGone) | _STREAM,
)
async def stream_changes(
    request: Request,
    _: Reader,
    query: Annotated[FeedQuery, Query()],
    last_event_id: Annotated[
        str | None, Header(alias="Last-Event-ID", max_length=64, description="Goes before `after`, where both are.")
    ] = None,
) -> Response:
    """The same as server-sent events, as they happen. A line with an id alone passes what is not for you.

    The stream ends with the caller's token, after `LOTRINH_STREAM_SECONDS` at the latest: connect anew with
    `Last-Event-ID`.
    """
    try:
        after = place_of(query.after, last_event_id)
    except ValueError as error:
        raise invalid("/header/Last-Event-ID", "bad_position", _BAD_PLACE) from error
    reader = _reader(request, query)
    await service.read(reader, after, 1)  # a place that is gone is an answer, not a stream
    until: datetime = request.state.signed_in_until
    seconds = min((until - reader.clock()).total_seconds(), request.app.state.settings.stream_seconds)
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(service.stream(reader, _watch, after, seconds), headers=headers, media_type=_EVENTS)


def _reader(request: Request, query: FeedQuery) -> service.Reader:
    def caller() -> Awaitable[Subject]:
        found: Awaitable[Subject] = request.app.state.authenticator(request)
        return found

    app = request.app
    return service.Reader(
        app.state.database.reads, caller, app.state.clock, _wanted(query.types), query.envelope == "national"
    )


def _wanted(types: str | None) -> Wanted | None:
    try:
        return wanted_of(types)
    except ValueError as error:
        raise invalid("/query/types", "bad_types", _BAD_TYPES) from error


router = together(pages, streams)
