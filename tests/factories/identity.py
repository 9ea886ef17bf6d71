"""Accounts, grants and a small tree to hold them: ministry › Sở A and Sở B › a commune › a school each."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from argon2 import PasswordHasher
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import SYSTEM
from api.identity.models import Client, Grant, User
from api.identity.rules.factors import Proof
from api.identity.rules.tokens import Principal
from api.identity.service import clients, grants, subjects, users
from api.identity.service.sessions import Origin, start
from api.kit.calendar import vietnam_today
from api.kit.permissions import Subject
from api.settings import Settings
from api.units.models import Unit
from api.units.rules.newcomer import NewUnit, Place
from api.units.service import load

PASSWORD = "Đường-dài 2026!"
SECRET = "a-client-secret-of-the-tests"
# As strong as it needs to be for a test: a real one would take 40 ms each.
_FAST = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
HASHED = _FAST.hash(PASSWORD)
LONG_AGO = date(2020, 1, 1)

_TREE = (
    ("top", "Bộ", "ministry", None),
    ("a", "Sở A", "department", "top"),
    ("b", "Sở B", "department", "top"),
    ("a-division", "Phòng A", "division", "a"),
    ("a-commune", "Xã A", "commune", "a"),
    ("a-school", "Trường A", "school", "a-commune"),
    ("b-commune", "Xã B", "commune", "b"),
    ("b-school", "Trường B", "school", "b-commune"),
)


@dataclass(frozen=True)
class Account:
    """A user with the subject it signs in as."""

    user: User
    subject: Subject
    grant: Grant


async def plant_tree(session: AsyncSession) -> dict[str, UUID]:
    """The tree's unit ids by code."""
    newcomers = [
        NewUnit(code=code, name=name, kind=kind, professional=() if parent is None else (Place(parent),))
        for code, name, kind, parent in _TREE
    ]
    await load(session, SYSTEM, newcomers, vietnam_today(session.info["now"]))
    found = (await session.execute(select(Unit.code, Unit.id))).all()
    return {row.code: row.id for row in found}


async def make_user(session: AsyncSession, username: str, unit_id: UUID, *, sample: bool = False) -> User:
    """A user whose password is PASSWORD."""
    user = await users.ensure(
        session,
        SYSTEM,
        username=username,
        name=f"Người dùng {username}",
        unit_id=unit_id,
        password_hash=HASHED,
        sample=sample,
    )
    await session.commit()
    return user


async def make_grant(
    session: AsyncSession,
    holder: User | Client,
    role: str,
    unit_id: UUID,
    *,
    first: date = LONG_AGO,
    last: date | None = None,
) -> Grant:
    """A grant, from long ago unless said otherwise."""
    grant = await grants.ensure(session, SYSTEM, holder=holder, role=role, unit_id=unit_id, first=first, last=last)
    await session.commit()
    return grant


async def make_account(session: AsyncSession, username: str, role: str, unit_id: UUID) -> Account:
    """A user with one grant, signed in by a session of its own."""
    user = await make_user(session, username, unit_id)
    grant = await make_grant(session, user, role, unit_id)
    return Account(user, await subject_of(session, user), grant)


async def subject_of(session: AsyncSession, user: User) -> Subject:
    """The subject of a new session of a user, who showed two factors."""
    settings = Settings(database_url="postgresql://unused")
    proof = Proof("password_totp", strong=True)
    opened = await start(session, user.id, "direct", Origin(SYSTEM, "tests"), settings, proof=proof)
    await session.commit()
    subject = await subjects.load(session, Principal("user", user.id, "direct", opened.session_id, None))
    assert subject is not None
    return subject


async def make_client(session: AsyncSession, code: str, unit_id: UUID, scopes: tuple[str, ...]) -> Client:
    """A client whose secret is SECRET."""
    client = await clients.ensure(
        session, SYSTEM, code=code, name=f"Hệ thống {code}", unit_id=unit_id, scopes=scopes, secret=SECRET
    )
    await session.commit()
    return client


def days_from(day: date, days: int) -> date:
    """A day some days later or, negative, earlier."""
    return day + timedelta(days=days)
