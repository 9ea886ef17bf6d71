"""One-time links: whose accounts a caller may give them for, and links as lists show them, without their secrets."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, case, exists, func, or_, select

from api.identity.models import Grant, Invitation, User
from api.identity.permissions import INVITATION_READ, INVITATION_WRITE, USER_WRITE
from api.identity.queries.accounts import named
from api.identity.schemas.invitations import InvitationFilters, ManyInvitationsIn, Where
from api.kit.calendar import vietnam_today
from api.kit.permissions import Subject
from api.kit.sorting import SortKey
from api.units.models import Unit, UnitClosure, UnitVersion
from api.units.scope import governs

INVITATION_SORTS = {
    "created_at": SortKey(Invitation.created_at),
    "expires_at": SortKey(Invitation.expires_at),
    "unit": SortKey(Unit.sort_key),
}


def invitable(subject: Subject, permission: str, on: date) -> ColumnElement[bool]:
    """Accounts whose password the caller may have set anew: who sets a password becomes the account.

    An administrator those of his reach; the unit above those whose home and every grant stand strictly below it, and
    none of which is an administrator's.
    """
    above = governs(subject, permission, on)
    own = [reach.unit_id for reach in subject.reaches_with(permission)]
    held = and_(
        Grant.user_id == User.id,
        Grant.deleted_at.is_(None),
        or_(func.upper_inf(Grant.valid), func.upper(Grant.valid) > on),
    )
    elsewhere = exists().where(held, or_(~above(Grant.unit_id), Grant.unit_id.in_(own), Grant.role == "admin"))
    below = and_(above(User.unit_id), User.unit_id.not_in(own), ~elsewhere)
    # Reading stands on the same accounts as writing, whichever is asked for.
    administered = governs(subject, USER_WRITE, on)
    beyond = exists().where(held, ~administered(Grant.unit_id))
    theirs = and_(administered(User.unit_id), ~beyond)
    return and_(or_(theirs, below), User.id != subject.id, User.deleted_at.is_(None), User.disabled_at.is_(None))


def user_to_invite(subject: Subject, reference: str, on: date) -> Select[User]:
    """The account a body names, if the caller may give a link for it."""
    return select(User).where(named(User, reference), invitable(subject, INVITATION_WRITE, on))


def users_to_invite(
    subject: Subject, under: UUID, filters: ManyInvitationsIn, now: datetime, limit: int
) -> Select[User, Unit]:
    """Accounts without a password of a unit and below, with the unit each is at, in the order they are printed."""
    on = vietnam_today(now)
    statement = select(User, Unit).join(Unit, Unit.id == User.unit_id).where(*_waiting(subject, under, filters, on))
    if filters.keep_open:
        statement = statement.where(~_linked(now))
    return statement.order_by(Unit.sort_key, Unit.id, User.sort_key, User.id).limit(limit)


def waiting(subject: Subject, under: UUID, filters: Where, now: datetime) -> Select[Any]:
    """How many accounts of a unit and below wait for a link, how many have one, at how many units."""
    counted: tuple[Any, ...] = (
        func.count().label("accounts"),
        func.count().filter(_linked(now)).label("linked"),
        func.count(User.unit_id.distinct()).label("units"),
    )
    joined = select(*counted).select_from(User).join(Unit, Unit.id == User.unit_id)
    return joined.where(*_waiting(subject, under, filters, vietnam_today(now)))


def units_without_account(subject: Subject, under: UUID, filters: Where, on: date) -> Select[Unit]:
    """Units at and below one, that the caller opens accounts for, where nobody has an account."""
    anybody = exists().where(User.unit_id == Unit.id, User.deleted_at.is_(None))
    administered = governs(subject, USER_WRITE, on)(Unit.id)
    there = (Unit.deleted_at.is_(None), Unit.valid.contains(on), administered, ~anybody)
    return select(Unit).where(*there, *_among(Unit.id, under, filters, on)).order_by(Unit.sort_key, Unit.id)


def _waiting(subject: Subject, under: UUID, filters: Where, on: date) -> tuple[ColumnElement[bool], ...]:
    invited = invitable(subject, INVITATION_WRITE, on)
    return (invited, User.password_hash.is_(None), *_among(User.unit_id, under, filters, on))


def _linked(now: datetime) -> ColumnElement[bool]:
    """The account has a link that still works."""
    return exists().where(Invitation.user_id == User.id, is_open(now))


def _among(unit_id: Any, under: UUID, filters: Where, on: date) -> tuple[ColumnElement[bool], ...]:
    """At a unit or below it, of the kind and level asked for; `Unit` is in the statement."""
    below = select(UnitClosure.descendant_id).where(
        UnitClosure.ancestor_id == under, UnitClosure.line == "professional", UnitClosure.valid.contains(on)
    )
    conditions: list[ColumnElement[bool]] = [unit_id.in_(below)]
    if filters.kind is not None:
        conditions.append(Unit.kind == filters.kind)
    if filters.education_level is not None:
        of_level = UnitVersion.education_levels.contains([filters.education_level])
        conditions.append(exists().where(UnitVersion.unit_id == Unit.id, UnitVersion.valid.contains(on), of_level))
    return tuple(conditions)


def invitations(subject: Subject, on: date) -> Select[Any]:
    """The links of accounts the caller may give links for."""
    columns: tuple[Any, ...] = (
        Invitation.id,
        Invitation.purpose,
        Invitation.created_at,
        Invitation.expires_at,
        Invitation.used_at,
        Invitation.revoked_at,
        User.id.label("user_id"),
        User.username,
        User.name.label("user_name"),
        Unit.id.label("unit_id"),
        Unit.code.label("unit_code"),
        Unit.name.label("unit_name"),
    )
    joined = select(*columns).join(User, User.id == Invitation.user_id).join(Unit, Unit.id == User.unit_id)
    return joined.where(invitable(subject, INVITATION_READ, on))


def filtered_invitations(statement: Select[Any], filters: InvitationFilters, now: datetime) -> Select[Any]:
    """Narrowed by what the query string asks."""
    if filters.user is not None:
        statement = statement.where(named(User, filters.user))
    if filters.unit is not None:
        statement = statement.where(named(Unit, filters.unit))
    if filters.state is not None:
        statement = statement.where(_state(now) == filters.state)
    return statement


def _state(now: datetime) -> ColumnElement[str]:
    return case(
        (Invitation.used_at.is_not(None), "used"),
        (Invitation.revoked_at.is_not(None), "revoked"),
        (Invitation.expires_at <= now, "expired"),
        else_="open",
    )


def is_open(now: datetime) -> ColumnElement[bool]:
    """The link still works."""
    return and_(Invitation.used_at.is_(None), Invitation.revoked_at.is_(None), Invitation.expires_at > now)


def holder_of(token_hash: bytes, now: datetime) -> Select[Any]:
    """The account an open link is for, with its unit."""
    columns: tuple[Any, ...] = (
        User.id,
        User.username,
        User.name,
        User.sample,
        Unit.name.label("unit_name"),
        Invitation.purpose,
        Invitation.expires_at,
    )
    joined = select(*columns).join(User, User.id == Invitation.user_id).join(Unit, Unit.id == User.unit_id)
    return joined.where(
        Invitation.token_hash == token_hash, is_open(now), User.deleted_at.is_(None), User.disabled_at.is_(None)
    )


def invitation_row(row: Row[Any], now: datetime) -> dict[str, Any]:
    """A link as lists show it."""
    return {
        "id": row.id,
        "user": {"id": row.user_id, "code": row.username, "name": row.user_name},
        "unit": {"id": row.unit_id, "code": row.unit_code, "name": row.unit_name},
        "purpose": row.purpose,
        "state": _word(row, now),
        "created_at": row.created_at,
        "expires_at": row.expires_at,
        "used_at": row.used_at,
    }


def _word(row: Row[Any], now: datetime) -> str:
    if row.used_at is not None:
        return "used"
    if row.revoked_at is not None:
        return "revoked"
    return "expired" if row.expires_at <= now else "open"


def open_ones(user_ids: list[UUID], now: datetime) -> ColumnElement[bool]:
    """Links of these accounts that still work."""
    return and_(Invitation.user_id.in_(user_ids), is_open(now))
