"""The first administrator, and the accounts a seed makes."""

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import SYSTEM
from api.identity import jobs
from api.identity.models import Client, Grant, SigningKey, TotpSecret, User, UserSession
from api.identity.service import admins, clients, grants, second_factor, users
from api.identity.service.passwords import hash_password, matches
from api.kit.problems import Invalid
from tests.factories import identity
from tests.factories.identity import Account
from tests.identity.conftest import SignIn

STRONG = "Một mật khẩu 2027!"


async def test_the_first_administrator_administers_everything(
    session: AsyncSession, sign_in: SignIn, tree: dict[str, UUID]
) -> None:
    user = await admins.create_admin(session, "quan.tri", "Quản trị", STRONG)
    await session.commit()
    subject = await identity.subject_of(session, user)
    assert [(reach.role, reach.unit_id) for reach in subject.reaches] == [("admin", tree["top"])]
    assert (await sign_in("quan.tri", STRONG)).status_code == 200


async def test_a_first_administrator_needs_a_free_name_a_good_password_and_a_tree(
    session: AsyncSession, tree: dict[str, UUID]
) -> None:
    with pytest.raises(Invalid):
        await admins.create_admin(session, "quan.tri", "Quản trị", "123456")
    await admins.create_admin(session, "quan.tri", "Quản trị", STRONG)
    with pytest.raises(admins.NameTaken):
        await admins.create_admin(session, "QUAN.TRI", "Quản trị", STRONG)


async def test_without_reference_data_there_is_nothing_to_administer(session: AsyncSession) -> None:
    with pytest.raises(admins.NoTopmostUnit):
        await admins.create_admin(session, "quan.tri", "Quản trị", STRONG)


async def test_loading_accounts_twice_changes_nothing_that_was_changed(
    session: AsyncSession, tree: dict[str, UUID]
) -> None:
    async def load() -> tuple[User, Client]:
        user = await users.ensure(
            session, SYSTEM, username="leader.a", name="Lãnh đạo", unit_id=tree["a"], password_hash=None, sample=True
        )
        client = await clients.ensure(
            session, SYSTEM, code="ioc.a", name="IOC", unit_id=tree["a"], scopes=("unit:read",), secret="s", sample=True
        )
        for holder, role in ((user, "leader"), (client, "viewer")):
            await grants.ensure(session, SYSTEM, holder=holder, role=role, unit_id=tree["a"], first=date(2026, 1, 1))
        await session.commit()
        return user, client

    user, client = await load()
    user.name, client.name = "Tên mới", "IOC mới"
    (grant,) = await session.scalars(select(Grant).where(Grant.user_id == user.id))
    await grants.delete(session, SYSTEM, grant)
    await session.commit()
    again, same = await load()
    assert (again.name, same.name, again.sample) == ("Tên mới", "IOC mới", True)
    assert await session.scalar(select(func.count(Grant.id))) == 2
    assert await session.scalar(select(func.count(Grant.id)).where(Grant.deleted_at.is_(None))) == 1


async def test_a_password_is_hashed_with_argon2id() -> None:
    hashed = await hash_password(STRONG)
    assert hashed.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert await matches(hashed, STRONG)
    assert not await matches(hashed, STRONG + " ")
    assert not await matches("no hash at all", STRONG)
    assert not await matches(None, STRONG)


async def test_the_worker_makes_the_first_signing_key(
    session: AsyncSession, monkeypatch: pytest.MonkeyPatch, settings: object
) -> None:
    monkeypatch.setattr(jobs, "get_settings", lambda: settings)
    assert await jobs.rotate_signing_keys(session) == 1
    assert await jobs.rotate_signing_keys(session) == 0
    assert await session.scalar(select(func.count(SigningKey.id))) == 1


async def test_an_administrator_who_lost_the_telephone_is_let_in_from_the_server(
    session: AsyncSession, admin: Account
) -> None:
    session.add(TotpSecret(user_id=admin.user.id, sealed_secret=b"-", confirmed_at=session.info["now"]))
    admin.user.disabled_at = session.info["now"]
    await session.commit()
    user = await admins.recover_admin(session, "ADMIN.A")
    assert (user.disabled_at, await second_factor.is_set(session, user.id)) == (None, False)
    living = select(func.count()).where(UserSession.user_id == user.id, UserSession.revoked_at.is_(None))
    assert await session.scalar(living) == 0


async def test_nobody_but_an_administrator_is_let_in_from_the_server(session: AsyncSession, leader: Account) -> None:
    with pytest.raises(admins.NoAdmin):
        await admins.recover_admin(session, "leader.a")
