"""One's own notifications."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response

from api.audit.service import Actor
from api.identity.dependencies.accounts import UserOnly
from api.kit.db import Tx
from api.kit.http.answers import plain, rendered, to_json
from api.kit.http.etag import NOT_MODIFIED
from api.kit.http.language import language_of
from api.kit.http.route import resource
from api.kit.pagination import page
from api.kit.problems import Forbidden, IdempotencyMismatch, NotFound, StillRunning, declare
from api.kit.schemas import Page
from api.notifications import queries
from api.notifications.models import Notification
from api.notifications.schemas import (
    NotificationCounts,
    NotificationFilters,
    NotificationOut,
    PreferencesIn,
    PreferencesOut,
)
from api.notifications.service import notices

router = resource("notifications")
_TO_MARK = declare(Forbidden, StillRunning, IdempotencyMismatch)


@router.get(
    "/notifications",
    operation_id="list_notifications",
    response_model=Page[NotificationOut],
    responses=declare(Forbidden),
)
async def list_notifications(
    request: Request, session: Tx, subject: UserOnly, query: Annotated[NotificationFilters, Query()]
) -> Response:
    """What the caller was told, the latest first. Sorts: created_at."""
    language = language_of(request)
    return await page(
        request,
        session,
        queries.own(subject.id, query),
        query,
        sorts=queries.SORTS,
        default_sort="-created_at",
        tie=Notification.id,
        shape=lambda row: queries.row(row, language),
    )


@router.get(
    "/notifications/counts",
    operation_id="count_notifications",
    response_model=NotificationCounts,
    responses=declare(Forbidden) | NOT_MODIFIED,
)
async def count_notifications(request: Request, session: Tx, subject: UserOnly) -> Response:
    """How many notifications the caller has, and how many are unread.

    Asked again and again: with `If-None-Match` nothing is sent while nothing changed.
    """
    found = (await session.execute(queries.counts(subject.id))).one()
    return rendered(request, to_json({"total": found.total, "unread": found.unread}), found.total, found.unread)


@router.post(
    "/notifications/{notification_id}/read",
    operation_id="read_notification",
    status_code=204,
    responses=_TO_MARK | declare(NotFound),
)
async def read_notification(session: Tx, subject: UserOnly, notification_id: UUID) -> None:
    """Mark one as read."""
    await notices.mark_read(session, subject.id, notification_id)


@router.post("/notifications/read-all", operation_id="read_all_notifications", status_code=204, responses=_TO_MARK)
async def read_all_notifications(session: Tx, subject: UserOnly) -> None:
    """Mark all as read."""
    await notices.mark_all_read(session, subject.id)


@router.get(
    "/notifications/preferences",
    operation_id="get_notification_preferences",
    response_model=PreferencesOut,
    responses=declare(Forbidden),
)
async def get_notification_preferences(request: Request, session: Tx, subject: UserOnly) -> Response:
    """How the caller is told, and whether this deployment sends e-mails."""
    return await _preferences(request, session, subject)


@router.put(
    "/notifications/preferences",
    operation_id="set_notification_preferences",
    response_model=PreferencesOut,
    responses=declare(Forbidden),
)
async def set_notification_preferences(
    request: Request, session: Tx, subject: UserOnly, body: PreferencesIn
) -> Response:
    """Choose whether to be told by e-mail too, and in which language."""
    await notices.prefer(session, Actor.of(request), subject.id, body)
    return await _preferences(request, session, subject)


async def _preferences(request: Request, session: Tx, subject: UserOnly) -> Response:
    found = (await session.execute(queries.preferences(subject.id))).one()
    sends: bool = request.app.state.settings.sends_mail
    return plain({"email": found.email, "language": found.language, "address": found.address, "email_available": sends})
