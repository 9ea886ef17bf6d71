"""Which provider a request means, and whose link."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Path, Request
from sqlalchemy import select

from api.identity.dependencies.accounts import Today, UserOnly
from api.identity.models import User
from api.identity.permissions import USER_WRITE
from api.identity.service import reach
from api.kit.db import Tx
from api.kit.http.route import PublicRoute
from api.kit.permissions import mark_guard
from api.kit.problems import Message, NotFound, invalid
from api.settings import OidcProvider, Settings
from api.signin.oidc import queries
from api.signin.oidc.models import ExternalIdentity
from api.signin.oidc.schemas import ProviderId
from api.signin.oidc.service.provider import Directory
from api.signin.oidc.service.signing_in import Door

UNKNOWN_PROVIDER = Message("Không có hệ thống đăng nhập này.", "There is no such provider.")


class NavigationRoute(PublicRoute):
    """A route browsers are led to: they want a page, and a provider adds to the address what it likes."""

    gives = ("*/*", "text/", "application/*")
    refuses_unknown = False


def named(settings: Settings, provider_id: str) -> OidcProvider | None:
    """The provider of an id, if there is one."""
    return next((each for each in settings.oidc_providers if each.id == provider_id), None)


def provider_of(settings: Settings, provider_id: str) -> OidcProvider:
    """The provider a body names. Raises Invalid."""
    found = named(settings, provider_id)
    if found is None:
        raise invalid("/provider", "unknown_provider", UNKNOWN_PROVIDER)
    return found


async def _door(request: Request, provider: Annotated[ProviderId, Path()]) -> Door:
    """The provider of the path. Raises NotFound."""
    settings: Settings = request.app.state.settings
    found = named(settings, provider)
    if found is None:
        raise NotFound
    state = request.app.state
    if getattr(state, "oidc_directory", None) is None:
        state.oidc_directory = Directory()
    return Door(found, state.oidc_directory, settings)


async def _identity(identity_id: UUID, subject: UserOnly, session: Tx, today: Today) -> tuple[ExternalIdentity, User]:
    """A link seen: one's own, or of an account all of which one administers. Raises NotFound, BeyondReach."""
    statement = (
        select(ExternalIdentity, User)
        .join(User, User.id == ExternalIdentity.user_id)
        .where(ExternalIdentity.id == identity_id, queries.visible(subject, today))
        .with_for_update(of=ExternalIdentity)
    )
    found = (await session.execute(statement)).one_or_none()
    if found is None:
        raise NotFound
    identity, user = found
    if user.id != subject.id:
        await reach.refuse_beyond(session, subject, USER_WRITE, user.id)
    return identity, user


Chosen = Annotated[Door, Depends(_door)]
Linked = Annotated[tuple[ExternalIdentity, User], mark_guard(_identity, None)]
