"""Which account somebody known at a provider is: found, made, ended."""

import hashlib
import hmac
from datetime import datetime

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.audit.service import Actor
from api.identity.models import User
from api.identity.service import telling
from api.identity.service.sealing import secret_key
from api.kit.permissions import Subject
from api.settings import OidcProvider, Settings
from api.signin.oidc.errors import IdentityTaken
from api.signin.oidc.models import ExternalIdentity


def hashed(settings: Settings, provider: OidcProvider, value: str) -> bytes:
    """What is kept of what a provider knows somebody by: who has the database alone cannot try citizen numbers."""
    return hmac.new(_key(settings), f"{provider.id}\n{provider.claim}\n{value}".encode(), hashlib.sha256).digest()


def _key(settings: Settings) -> bytes:
    if settings.identity_key is not None:
        return settings.identity_key.get_secret_value().encode()
    return HKDF(SHA256(), 32, salt=None, info=b"lotrinh identities").derive(secret_key(settings))


async def find(
    session: AsyncSession, provider: OidcProvider, value_hash: bytes
) -> tuple[ExternalIdentity, User] | None:
    """The link of somebody and the account it leads to, open or closed."""
    statement = (
        select(ExternalIdentity, User)
        .join(User, User.id == ExternalIdentity.user_id)
        .where(ExternalIdentity.provider == provider.id, ExternalIdentity.value_hash == value_hash)
    )
    found = (await session.execute(statement)).one_or_none()
    return None if found is None else (found[0], found[1])


async def link(
    session: AsyncSession, actor: Actor, user: User, provider: OidcProvider, value_hash: bytes
) -> ExternalIdentity:
    """Make somebody known at a provider an account here; whom the account was there before is forgotten.

    Raises IdentityTaken.
    """
    now: datetime = session.info["now"]
    of_user = (ExternalIdentity.user_id == user.id) & (ExternalIdentity.provider == provider.id)
    found = await session.scalar(select(ExternalIdentity).where(of_user).with_for_update())
    try:
        async with session.begin_nested():
            if found is None:
                found = ExternalIdentity(
                    user_id=user.id, provider=provider.id, value_hash=value_hash, created_at=now, last_used_at=None
                )
                session.add(found)
            elif found.value_hash != value_hash:
                found.value_hash, found.created_at, found.last_used_at = value_hash, now, None
    except IntegrityError as error:
        raise IdentityTaken from error
    _note(session, actor, "user.link_identity", user, provider.id)
    return found


async def end(
    session: AsyncSession, actor: Actor, by: Subject, linked: tuple[ExternalIdentity, User], label: str
) -> None:
    """End a link; sessions begun by it go on, for the account is the same. Its owner is told of another's act.

    `label` is what the provider is called.
    """
    identity, user = linked
    await session.delete(identity)
    await telling.tell_of_act(session, by, user.id, "account.way_removed", label)
    _note(session, actor, "user.unlink_identity", user, identity.provider)


def _note(session: AsyncSession, actor: Actor, action: str, user: User, provider: str) -> None:
    """Which provider, never who that is there."""
    changes = {"provider": provider}
    audit.record(session, actor, action, entity="user", entity_id=user.id, unit_id=user.unit_id, changes=changes)
