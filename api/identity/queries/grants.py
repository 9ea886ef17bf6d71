"""Grants as lists and `/me` show them, and which of them hold on a day."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Row, Select, and_, func, or_, select

from api.identity.models import Client, Grant, User
from api.identity.permissions import GRANT_READ
from api.identity.queries.accounts import named
from api.identity.rules.grants import term_of
from api.identity.schemas.grants import GrantFilters
from api.kit.permissions import Subject
from api.kit.sorting import SortKey
from api.units.models import Unit
from api.units.scope import governs

GRANT_SORTS = {
    "role": SortKey(Grant.role),
    "from": SortKey(func.lower(Grant.valid, type_=Date())),
    "created_at": SortKey(Grant.created_at),
    "updated_at": SortKey(Grant.updated_at),
}
_SOURCE = Grant.__table__.alias()


def holding(on: date) -> ColumnElement[bool]:
    """The grant holds on a day; a lent one only while the one it was lent of does."""
    source = select(_SOURCE.c.id).where(
        _SOURCE.c.id == Grant.delegated_from, _SOURCE.c.deleted_at.is_(None), _SOURCE.c.valid.contains(on)
    )
    return and_(
        Grant.deleted_at.is_(None),
        Grant.valid.contains(on),
        or_(Grant.delegated_from.is_(None), source.exists()),
    )


def held_by(account_id: UUID, on: date) -> Select[Any]:
    """The grants of an account that hold on a day, as `grant_row` shows them."""
    return grants().where(or_(Grant.user_id == account_id, Grant.client_id == account_id), holding(on))


def lent_by(user_id: UUID, on: date) -> Select[Any]:
    """What a user lent to others and is not over yet, as `grant_row` shows it."""
    own = select(_SOURCE.c.id).where(_SOURCE.c.user_id == user_id, _SOURCE.c.deleted_at.is_(None))
    return grants().where(Grant.delegated_from.in_(own), Grant.deleted_at.is_(None), func.upper(Grant.valid) > on)


def grants() -> Select[Any]:
    """All grants, as `grant_row` shows them."""
    columns = (
        Grant.id,
        Grant.version,
        Grant.role,
        func.lower(Grant.valid).label("lower"),
        func.upper(Grant.valid).label("upper"),
        Grant.delegated_from,
        Grant.created_at,
        Grant.updated_at,
        User.id.label("user_id"),
        User.username,
        User.name.label("user_name"),
        Client.id.label("client_id"),
        Client.code.label("client_code"),
        Client.name.label("client_name"),
        Unit.id.label("unit_id"),
        Unit.code.label("unit_code"),
        Unit.name.label("unit_name"),
    )
    joined = select(*columns).join(Unit, Unit.id == Grant.unit_id)
    return joined.outerjoin(User, User.id == Grant.user_id).outerjoin(Client, Client.id == Grant.client_id)


def reachable_grants(subject: Subject, on: date) -> ColumnElement[bool]:
    """Grants at units the caller administers, and not those deleted."""
    return governs(subject, GRANT_READ, on)(Grant.unit_id) & Grant.deleted_at.is_(None)


def own_or_lent(subject: Subject) -> ColumnElement[bool]:
    """The caller's own grants, and those lent of them."""
    own = and_(Grant.user_id == subject.id, Grant.deleted_at.is_(None))
    return or_(own, lent_by_caller(subject))


def lent_by_caller(subject: Subject) -> ColumnElement[bool]:
    """Grants lent of one of the caller's."""
    own = select(_SOURCE.c.id).where(_SOURCE.c.user_id == subject.id)
    return and_(Grant.delegated_from.in_(own), Grant.deleted_at.is_(None))


def filtered_grants(statement: Select[Any], filters: GrantFilters) -> Select[Any]:
    """Narrowed by what the query string asks."""
    for table, reference in ((User, filters.user), (Client, filters.client), (Unit, filters.unit)):
        if reference is not None:
            statement = statement.where(named(table, reference))
    if filters.role is not None:
        statement = statement.where(Grant.role == filters.role)
    if filters.on is not None:
        statement = statement.where(holding(filters.on))
    if filters.updated_since is not None:
        statement = statement.where(Grant.updated_at >= filters.updated_since)
    return statement


def grant_row(row: Row[Any]) -> dict[str, Any]:
    """A grant as the API shows it."""
    term = term_of(row.lower, row.upper)
    return {
        "id": row.id,
        "version": row.version,
        "user": _ref(row.user_id, row.username, row.user_name),
        "client": _ref(row.client_id, row.client_code, row.client_name),
        "role": row.role,
        "unit": _ref(row.unit_id, row.unit_code, row.unit_name),
        "from": term.first,
        "to": term.last,
        "delegated_from": row.delegated_from,
        "created_at": row.created_at,
        "updated_at": row.updated_at,
    }


def _ref(record_id: UUID | None, code: str | None, name: str | None) -> dict[str, Any] | None:
    return None if record_id is None else {"id": record_id, "code": code, "name": name}
