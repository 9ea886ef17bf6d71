"""Where a request finds us, and whose passkey it means."""

from typing import Annotated, NamedTuple
from uuid import UUID

from fastapi import Request
from sqlalchemy import select

from api.identity.dependencies.accounts import Today, UserOnly
from api.identity.models import User
from api.identity.permissions import USER_WRITE
from api.identity.service import reach
from api.kit.db import Tx
from api.kit.permissions import mark_guard
from api.kit.problems import NotFound
from api.settings import Settings
from api.signin.passkeys import queries
from api.signin.passkeys.errors import PasskeysUnavailable
from api.signin.passkeys.models import Passkey
from api.signin.passkeys.rules import place_of
from api.signin.passkeys.service.keys import At


class Owned(NamedTuple):
    """A passkey and the account it opens."""

    passkey: Passkey
    user: User


def here(request: Request) -> At:
    """Where we are asked; said after what is wrong with the body. Raises PasskeysUnavailable."""
    settings: Settings = request.app.state.settings
    host, public = request.headers.get("host"), settings.public_url is not None
    found = place_of(settings.issuer, host=host, public=public)
    if found is None:
        raise PasskeysUnavailable
    return At(settings, found)


async def _own(passkey_id: UUID, subject: UserOnly, session: Tx) -> Owned:
    """One of the caller's own. Raises NotFound."""
    statement = select(Passkey, User).join(User, User.id == Passkey.user_id)
    mine = statement.where(Passkey.id == passkey_id, User.id == subject.id).with_for_update(of=Passkey)
    found = (await session.execute(mine)).one_or_none()
    if found is None:
        raise NotFound
    return Owned(found[0], found[1])


async def _seen(passkey_id: UUID, subject: UserOnly, session: Tx, today: Today) -> Owned:
    """One of the caller's own, or of an account all of which they administer. Raises NotFound, BeyondReach."""
    statement = select(Passkey, User).join(User, User.id == Passkey.user_id)
    seen = statement.where(Passkey.id == passkey_id, queries.visible(subject, today)).with_for_update(of=Passkey)
    found = (await session.execute(seen)).one_or_none()
    if found is None:
        raise NotFound
    if found[1].id != subject.id:
        await reach.refuse_beyond(session, subject, USER_WRITE, found[1].id)
    return Owned(found[0], found[1])


OwnPasskey = Annotated[Owned, mark_guard(_own, None)]
SeenPasskey = Annotated[Owned, mark_guard(_seen, None)]
