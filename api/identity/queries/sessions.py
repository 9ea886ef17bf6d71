"""One's own sessions."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, select

from api.identity.models import UserSession
from api.kit.sorting import SortKey

SESSION_SORTS = {
    "created_at": SortKey(UserSession.created_at),
    "last_used_at": SortKey(UserSession.last_used_at),
}


def living_sessions(user_id: UUID, now: datetime) -> Select[Any]:
    """The sessions of a user that are not over."""
    columns: tuple[Any, ...] = (
        UserSession.id,
        UserSession.client_id,
        UserSession.method,
        UserSession.provider,
        UserSession.user_agent,
        UserSession.address,
        UserSession.created_at,
        UserSession.last_used_at,
        UserSession.expires_at,
    )
    living = (UserSession.revoked_at.is_(None), UserSession.expires_at > now)
    return select(*columns).where(UserSession.user_id == user_id, *living)


def session_row(row: Row[Any], current: UUID | None) -> dict[str, Any]:
    """A session as the API shows it."""
    return {
        "id": row.id,
        "current": row.id == current,
        "client_id": row.client_id,
        "method": row.method,
        "provider": row.provider,
        "user_agent": row.user_agent,
        "address": row.address,
        "created_at": row.created_at,
        "last_used_at": row.last_used_at,
        "expires_at": row.expires_at,
    }
