"""Many users at once, each with a grant, as the days before a school year need them (`POST /users/bulk`)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import Actor
from api.identity import queries
from api.identity.errors import OwnGrant, UsernameTaken
from api.identity.models import Grant, User
from api.identity.permissions import GRANT_WRITE, USER_WRITE
from api.identity.rules.accounts import username_key
from api.identity.rules.grants import Term
from api.identity.schemas.loading import UserRow
from api.identity.service import grants, reach
from api.identity.service.journal import let_go, tell
from api.identity.service.users import search_text
from api.kit import bulk
from api.kit.calendar import vietnam_today
from api.kit.ids import uuid7
from api.kit.permissions import Subject
from api.kit.problems import Fault, Forbidden, Stale
from api.kit.text import sort_key
from api.units.models import Unit
from api.units.queries.references import the_only_ones, units_named, written_alike
from api.units.scope import governs


@dataclass
class Known:
    """What the database says of some rows, read for all of them at once."""

    today: date
    units: dict[str, Unit]
    users: dict[str, User]
    # Of those users: within the caller's reach, and with no grant beyond it.
    changeable: set[UUID]
    grants: list[Grant]


@dataclass
class Written:
    """What the rows come to, told of once it is flushed."""

    created: list[tuple[User, Unit]] = field(default_factory=list)
    updated: list[tuple[User, Unit, dict[str, Any]]] = field(default_factory=list)
    granted: list[tuple[Grant, Unit]] = field(default_factory=list)


async def load(session: AsyncSession, actor: Actor, subject: Subject, rows: Sequence[UserRow]) -> list[bulk.Outcome]:
    """Make or change the users of rows of different names; what became of each. Raises UsernameTaken in a race."""
    known, written = await _known(session, subject, rows), Written()
    outcomes = [_put(subject, known, written, row) for row in rows]
    session.add_all(user for user, _ in written.created)
    try:
        await session.flush()
        session.add_all(grant for grant, _ in written.granted)
        await session.flush()
    except IntegrityError as error:  # somebody else took a name meanwhile
        raise UsernameTaken from error
    await _tell(session, actor, written)
    return outcomes


async def _known(session: AsyncSession, subject: Subject, rows: Sequence[UserRow]) -> Known:
    today = vietnam_today(session.info["now"])
    keys = [username_key(row.username) for row in rows]
    users = (await session.scalars(select(User).where(User.username_key.in_(keys)).with_for_update())).all()
    ids = [user.id for user in users]
    held = await session.scalars(select(Grant).where(Grant.user_id.in_(ids), Grant.deleted_at.is_(None)))
    changeable = await session.scalars(queries.changeable_users(subject, ids, today))
    named = units_named({row.unit for row in rows}, today, governs(subject, USER_WRITE, today))
    return Known(
        today,
        the_only_ones(await session.execute(named)),
        {user.username_key: user for user in users},
        set(changeable.all()),
        list(held.all()),
    )


def _put(subject: Subject, known: Known, written: Written, row: UserRow) -> bulk.Outcome:
    unit = known.units.get(written_alike(row.unit))
    if unit is None:
        return bulk.refused("/unit", "unknown_unit", reach.UNKNOWN_UNIT)
    user = known.users.get(username_key(row.username))
    refusal = _refusal(subject, known, row, unit, user)
    if refusal:
        return refusal
    return _create(known, written, row, unit) if user is None else _update(known, written, row, unit, user)


def _refusal(subject: Subject, known: Known, row: UserRow, unit: Unit, user: User | None) -> tuple[Fault, ...]:
    if user is not None and user.id not in known.changeable:
        # Of somebody else's account no more is said than that its name is taken.
        return bulk.refused("/username", UsernameTaken.code, UsernameTaken.detail)
    if user is not None and row.version not in {None, user.version}:
        return bulk.refused("/version", Stale.code, Stale.detail)
    if row.last is not None and row.last < (row.first or known.today):
        return bulk.refused("/to", "empty_span", grants.EMPTY)
    if not _lacks(known, row, unit, user):
        return ()
    if user is not None and user.id == subject.id:
        return bulk.refused("/role", OwnGrant.code, OwnGrant.detail)
    return () if subject.holds(GRANT_WRITE) else bulk.refused("/role", Forbidden.code, Forbidden.detail)


def _lacks(known: Known, row: UserRow, unit: Unit, user: User | None) -> bool:
    """Whether the row names a role that the user has there on none of the days it means."""
    if row.role is None:
        return False
    days = grants.days_of(Term(row.first or known.today, row.last))
    return user is None or not any(
        (grant.user_id, grant.role, grant.unit_id) == (user.id, row.role, unit.id) and grant.valid.overlaps(days)
        for grant in known.grants
    )


def _create(known: Known, written: Written, row: UserRow, unit: Unit) -> bulk.Outcome:
    user = User(
        id=uuid7(),
        username=row.username,
        username_key=username_key(row.username),
        name=row.name,
        sort_key=sort_key(row.name),
        search=search_text(row.name, row.username),
        email=row.email,
        unit_id=unit.id,
        password_hash=None,
    )
    written.created.append((user, unit))
    _grant(known, written, row, unit, user)
    return "created"


def _update(known: Known, written: Written, row: UserRow, unit: Unit, user: User) -> bulk.Outcome:
    wanted: dict[str, Any] = {"name": row.name, "unit_id": unit.id}
    wanted |= {} if row.email is None else {"email": row.email}
    changes = {name: value for name, value in wanted.items() if getattr(user, name) != value}
    for name, value in changes.items():
        setattr(user, name, value)
    if "name" in changes:
        user.sort_key, user.search = sort_key(user.name), search_text(user.name, user.username)
    if changes:
        written.updated.append((user, unit, {name: str(value) for name, value in changes.items()}))
    granted = _grant(known, written, row, unit, user) if _lacks(known, row, unit, user) else False
    return "updated" if changes or granted else "unchanged"


def _grant(known: Known, written: Written, row: UserRow, unit: Unit, user: User) -> bool:
    if row.role is None:
        return False
    days = grants.days_of(Term(row.first or known.today, row.last))
    grant = Grant(user_id=user.id, role=row.role, unit_id=unit.id, valid=days)
    written.granted.append((grant, unit))
    return True


async def _tell(session: AsyncSession, actor: Actor, written: Written) -> None:
    for user, unit in written.created:
        tell(session, actor, "create", user, {"username": user.username, "name": user.name}, unit.department_id)
    for user, unit, changes in written.updated:
        tell(session, actor, "update", user, changes, unit.department_id)
    for grant, unit in written.granted:
        tell(session, actor, "create", grant, grants.told(grant), unit.department_id)
    new = {user.id for user, _ in written.created}
    changed = {user.id for user, _, _ in written.updated} | {grant.user_id for grant, _ in written.granted}
    for user_id in sorted(each for each in changed - new if each is not None):
        await let_go(session, "user", user_id)
