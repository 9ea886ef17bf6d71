"""How accounts are used, as the rules of idleness read it."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from api.identity.models import Grant, User
from api.identity.queries.grants import holding
from api.identity.rules.factors import PRIVILEGED
from api.identity.rules.idleness import Usage
from api.kit.calendar import vietnam_today


def usage_columns(on: date) -> tuple[Any, ...]:
    """What `usage_of` reads, of a statement over users."""
    return (User.active_on, User.created_at, User.sample, _privileged_since(on).label("privileged_since"))


def usage_of(row: Any) -> Usage:
    """A row with `usage_columns`."""
    return Usage(row.active_on, vietnam_today(row.created_at), row.privileged_since, row.sample)


def open_privileged(on: date) -> Select[Any]:
    """Users who hold keys of the house and may sign in, each with `usage_columns`, locked."""
    held = select(Grant.user_id).where(Grant.role.in_(PRIVILEGED), holding(on))
    return (
        select(User, *usage_columns(on))
        .where(User.id.in_(held), User.disabled_at.is_(None), User.deleted_at.is_(None), ~User.sample)
        .order_by(User.id)
        .with_for_update(of=User)
    )


def _privileged_since(on: date) -> ColumnElement[Any]:
    held = (Grant.user_id == User.id, Grant.role.in_(PRIVILEGED), holding(on))
    return select(func.min(func.lower(Grant.valid))).where(*held).correlate(User).scalar_subquery()
