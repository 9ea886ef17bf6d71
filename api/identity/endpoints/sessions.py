"""One's own sessions: where one is signed in, and how to end that."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response

from api.audit.service import Actor
from api.identity import queries
from api.identity.dependencies.accounts import UserOnly
from api.identity.models import UserSession
from api.identity.schemas.me import SessionOut
from api.identity.service import sessions
from api.kit.clock import Now
from api.kit.db import Tx
from api.kit.http.route import resource
from api.kit.pagination import ListQuery, page
from api.kit.problems import Forbidden, NotFound, declare
from api.kit.schemas import Page

router = resource("sessions")


@router.get("/sessions", operation_id="list_sessions", response_model=Page[SessionOut], responses=declare(Forbidden))
async def list_sessions(
    request: Request, session: Tx, now: Now, subject: UserOnly, query: Annotated[ListQuery, Query()]
) -> Response:
    """Where one is signed in. Sorts: last_used_at, created_at."""
    return await page(
        request,
        session,
        queries.living_sessions(subject.id, now),
        query,
        sorts=queries.SESSION_SORTS,
        default_sort="-last_used_at",
        tie=UserSession.id,
        shape=lambda row: queries.session_row(row, subject.session_id),
    )


@router.delete(
    "/sessions/{session_id}",
    operation_id="end_session",
    status_code=204,
    responses=declare(Forbidden, NotFound),
)
async def end_session(request: Request, session: Tx, subject: UserOnly, session_id: UUID) -> None:
    """End one session; its tokens stop at once."""
    await sessions.end_own(session, Actor.of(request), subject.id, session_id)


@router.delete("/sessions", operation_id="end_other_sessions", status_code=204, responses=declare(Forbidden))
async def end_other_sessions(request: Request, session: Tx, subject: UserOnly) -> None:
    """End every session but the one this request is made with."""
    await sessions.revoke_all(session, Actor.of(request), subject.id, "ended_by_user", but=subject.session_id)
