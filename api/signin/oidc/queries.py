"""Links, and whose one may see."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, or_, select

from api.identity.models import User
from api.identity.permissions import USER_READ
from api.identity.queries.accounts import named
from api.kit.permissions import Subject
from api.kit.sorting import SortKey
from api.signin.oidc.models import ExternalIdentity
from api.units.scope import governs

SORTS = {"created_at": SortKey(ExternalIdentity.created_at)}


def visible(subject: Subject, on: date) -> ColumnElement[bool]:
    """One's own, and those of accounts one administers; of a statement that joins the accounts."""
    return or_(User.id == subject.id, governs(subject, USER_READ, on)(User.unit_id)) & User.deleted_at.is_(None)


def identities(subject: Subject, on: date, user: str | None) -> Select[Any]:
    """The links of an account, or one's own, as `identity_row` shows them."""
    columns: tuple[Any, ...] = (
        ExternalIdentity.id,
        ExternalIdentity.provider,
        ExternalIdentity.created_at,
        ExternalIdentity.last_used_at,
        User.id.label("user_id"),
        User.username,
        User.name,
    )
    whose = User.id == subject.id if user is None else named(User, user)
    joined = select(*columns).join(User, User.id == ExternalIdentity.user_id)
    return joined.where(visible(subject, on), whose)


def identity_row(row: Row[Any]) -> dict[str, Any]:
    """A link as the API shows it."""
    return {
        "id": row.id,
        "user": {"id": row.user_id, "code": row.username, "name": row.name},
        "provider": row.provider,
        "created_at": row.created_at,
        "last_used_at": row.last_used_at,
    }
