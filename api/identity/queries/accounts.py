"""Users and clients as lists and single records show them, and the units and accounts a request may name."""

from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from api.identity.models import Client, Grant, TotpSecret, User
from api.identity.permissions import CLIENT_READ, USER_READ, USER_WRITE
from api.identity.rules.accounts import username_key
from api.identity.schemas.accounts import AccountFilters, UserFilters
from api.kit.permissions import Subject
from api.kit.sorting import SortKey
from api.kit.text import fold
from api.units.models import Unit, UnitClosure
from api.units.scope import governs

A = TypeVar("A", User, Client)
_HOME = (Unit.id.label("home_id"), Unit.code.label("home_code"), Unit.name.label("home_name"))

USER_SORTS = {
    "name": SortKey(User.sort_key),
    "username": SortKey(User.username_key),
    "created_at": SortKey(User.created_at),
    "updated_at": SortKey(User.updated_at),
}


def users(subject: Subject, on: date) -> Select[Any]:
    """The users whose home the caller administers, as `user_row` shows them."""
    has_app = exists().where(TotpSecret.user_id == User.id, TotpSecret.confirmed_at.is_not(None))
    columns = (*common(User), User.username, User.email, User.active_on, has_app.label("second_factor"))
    return select(*columns).join(Unit, Unit.id == User.unit_id).where(visible(User, subject, on))


def visible(table: type[User] | type[Client], subject: Subject, on: date) -> ColumnElement[bool]:
    """The accounts of the units the caller administers, and not those deleted."""
    permission = USER_READ if table is User else CLIENT_READ
    return governs(subject, permission, on)(table.unit_id) & table.deleted_at.is_(None)


def common(table: type[User] | type[Client]) -> tuple[Any, ...]:
    """The columns users and clients have in common, with their home's."""
    return (
        table.id,
        table.version,
        table.name,
        table.disabled_at,
        table.sample,
        table.created_at,
        table.updated_at,
        *_HOME,
    )


def filtered_users(statement: Select[Any], filters: UserFilters, on: date) -> Select[Any]:
    """Narrowed by what the query string asks."""
    statement = filtered(statement, User, filters)
    if filters.role is None:
        return statement
    holders = select(Grant.user_id).where(
        Grant.role == filters.role, Grant.deleted_at.is_(None), Grant.valid.contains(on)
    )
    return statement.where(User.id.in_(holders))


def filtered(statement: Select[Any], table: type[User] | type[Client], filters: AccountFilters) -> Select[Any]:
    """Narrowed by what both kinds of account can be narrowed by."""
    if filters.q:
        statement = statement.where(table.search.contains(fold(filters.q), autoescape=True))
    if filters.updated_since is not None:
        statement = statement.where(table.updated_at >= filters.updated_since)
    if filters.unit is not None:
        statement = statement.where(named(Unit, filters.unit))
    if filters.disabled is not None:
        statement = statement.where(table.disabled_at.is_not(None) == filters.disabled)
    return statement


def user_row(row: Row[Any]) -> dict[str, Any]:
    """A user as the API shows it."""
    own = {"username": row.username, "email": row.email, "second_factor": row.second_factor}
    own["last_used_on"] = row.active_on
    return account_row(row) | own


def account_row(row: Row[Any]) -> dict[str, Any]:
    """What users and clients have in common, as the API shows it."""
    return {
        "id": row.id,
        "version": row.version,
        "name": row.name,
        "unit": {"id": row.home_id, "code": row.home_code, "name": row.home_name},
        "disabled": row.disabled_at is not None,
        "sample": row.sample,
        "created_at": row.created_at,
        "updated_at": row.updated_at,
    }


def named(table: type[Unit] | type[User] | type[Client], reference: str) -> ColumnElement[bool]:
    """The record a reference names: by its id, or by its code or username."""
    try:
        return table.id == UUID(reference)
    except ValueError:
        pass
    if issubclass(table, User):
        return table.username_key == username_key(reference)
    return table.code == reference


def unit_in_reach(subject: Subject, permission: str, reference: str, on: date) -> Select[Unit]:
    """A unit that lives and that the caller has a permission over."""
    return select(Unit).where(
        named(Unit, reference), Unit.deleted_at.is_(None), governs(subject, permission, on)(Unit.id)
    )


def changeable_users(subject: Subject, ids: list[UUID], on: date) -> Select[UUID]:
    """Of some accounts those the caller administers, home and every grant."""
    beyond = grants_beyond(User.id, subject, USER_WRITE, on)
    writable = governs(subject, USER_WRITE, on)(User.unit_id)
    return select(User.id).where(User.id.in_(ids), User.deleted_at.is_(None), writable, ~beyond.exists())


def unit_named(reference: str) -> Select[UUID]:
    """The id of the unit a reference names."""
    return select(Unit.id).where(named(Unit, reference))


def account_in_reach(table: type[A], subject: Subject, reference: str, on: date) -> Select[A]:
    """An account of the units the caller administers."""
    return select(table).where(named(table, reference), visible(table, subject, on))


def colleague(reference: str, unit_id: UUID, on: date) -> Select[User]:
    """An open account whose home is a unit or stands below it: whom a grant at that unit may be lent to."""
    homes = select(UnitClosure.descendant_id).where(
        UnitClosure.ancestor_id == unit_id, UnitClosure.line == "professional", UnitClosure.valid.contains(on)
    )
    return select(User).where(
        named(User, reference), User.unit_id.in_(homes), User.deleted_at.is_(None), User.disabled_at.is_(None)
    )


def grants_beyond(
    account_id: UUID | InstrumentedAttribute[UUID], subject: Subject, permission: str, on: date
) -> Select[UUID]:
    """Grants of an account, in force or to come, at units the caller does not administer."""
    return select(Grant.id).where(
        or_(Grant.user_id == account_id, Grant.client_id == account_id),
        Grant.deleted_at.is_(None),
        or_(func.upper_inf(Grant.valid), func.upper(Grant.valid) > on),
        ~governs(subject, permission, on)(Grant.unit_id),
    )
