"""Passkeys, and whose one may see."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, or_, select

from api.identity.models import User
from api.identity.permissions import USER_READ
from api.identity.queries.accounts import named
from api.kit.permissions import Subject
from api.kit.sorting import SortKey
from api.signin.passkeys.models import Passkey
from api.units.scope import governs

SORTS = {"created_at": SortKey(Passkey.created_at)}


def visible(subject: Subject, on: date) -> ColumnElement[bool]:
    """One's own, and those of accounts one administers; of a statement that joins the accounts."""
    return or_(User.id == subject.id, governs(subject, USER_READ, on)(User.unit_id)) & User.deleted_at.is_(None)


def passkeys(subject: Subject, on: date, user: str | None) -> Select[Any]:
    """The passkeys of an account, or one's own, as `passkey_row` shows them."""
    columns: tuple[Any, ...] = (
        Passkey.id,
        Passkey.name,
        Passkey.backed_up,
        Passkey.created_at,
        Passkey.last_used_at,
        User.id.label("user_id"),
        User.username,
        User.name.label("user_name"),
    )
    whose = User.id == subject.id if user is None else named(User, user)
    return select(*columns).join(User, User.id == Passkey.user_id).where(visible(subject, on), whose)


def passkey_row(row: Row[Any]) -> dict[str, Any]:
    """A passkey as the API shows it."""
    return {
        "id": row.id,
        "user": {"id": row.user_id, "code": row.username, "name": row.user_name},
        "name": row.name,
        "backed_up": row.backed_up,
        "created_at": row.created_at,
        "last_used_at": row.last_used_at,
    }
