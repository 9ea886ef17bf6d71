"""`/passkeys` of one's own account, and `/auth/passkeys` to sign in with one."""

from typing import Annotated

from fastapi import Query, Request, Response

from api.audit.service import Actor
from api.identity.dependencies.accounts import Today, UserOnly
from api.identity.dependencies.callers import origin_of, set_cookie
from api.identity.errors import AccountClosed, BeyondReach, TooManyAttempts
from api.identity.models import User
from api.identity.service import proving
from api.kit.clock import Now
from api.kit.db import Tx
from api.kit.http.answers import plain
from api.kit.http.route import PublicRoute, resource, together
from api.kit.pagination import page
from api.kit.problems import Forbidden, NotFound, declare
from api.kit.schemas import Page
from api.signin.passkeys import queries
from api.signin.passkeys.dependencies import Owned, OwnPasskey, SeenPasskey, here
from api.signin.passkeys.errors import PasskeyRefused, PasskeysUnavailable, TooManyPasskeys
from api.signin.passkeys.models import Passkey
from api.signin.passkeys.schemas import (
    AddOptionsIn,
    OptionsOut,
    PasskeyFilters,
    PasskeyIn,
    PasskeyOut,
    PasskeyPatch,
    PasskeySignInIn,
)
from api.signin.passkeys.service import keys
from api.signin.passkeys.service.keys import Asked

public = resource("auth", PublicRoute)
guarded = resource("passkeys")
_NO_STORE = {"Cache-Control": "no-store"}


@public.post(
    "/auth/passkeys/options",
    operation_id="ask_for_passkey",
    response_model=OptionsOut,
    responses=declare(PasskeysUnavailable),
)
async def ask_for_passkey(request: Request, now: Now) -> Response:
    """What to ask a browser for, so that it offers its passkeys for this service."""
    return _asked(keys.ask_to_sign_in(here(request), now))


@public.post(
    "/auth/passkeys",
    operation_id="sign_in_with_passkey",
    status_code=204,
    response_class=Response,
    responses=declare(AccountClosed, PasskeyRefused, PasskeysUnavailable, TooManyAttempts),
)
async def sign_in_with_passkey(request: Request, session: Tx, now: Now, body: PasskeySignInIn) -> Response:
    """Sign a browser in with the answer of a passkey, as `client_id=web`: `/auth/token` gives it its access token.

    The passkey has checked a finger, a face or a PIN, so it is two factors in one. No answer is taken twice.
    """
    at = here(request)
    opened = await keys.sign_in(session, at, origin_of(request), state=body.state, credential=body.credential)
    response = Response(status_code=204, headers=_NO_STORE)
    set_cookie(response, opened, at.settings, now)
    return response


@guarded.get("/passkeys", operation_id="list_passkeys", response_model=Page[PasskeyOut], responses=declare(Forbidden))
async def list_passkeys(
    request: Request, session: Tx, subject: UserOnly, today: Today, query: Annotated[PasskeyFilters, Query()]
) -> Response:
    """The passkeys of one's own account, or of one that the caller administers. Sorts: created_at."""
    return await page(
        request,
        session,
        queries.passkeys(subject, today, query.user),
        query,
        sorts=queries.SORTS,
        default_sort="created_at",
        tie=Passkey.id,
        shape=queries.passkey_row,
    )


@guarded.post(
    "/passkeys/options",
    operation_id="ask_to_add_passkey",
    response_model=OptionsOut,
    responses=declare(Forbidden, PasskeysUnavailable, TooManyPasskeys, TooManyAttempts),
)
async def ask_to_add_passkey(request: Request, session: Tx, subject: UserOnly, body: AddOptionsIn) -> Response:
    """What to ask a browser for, so that it makes a passkey for one's own account."""
    at = here(request)
    await proving.demand(session, Actor.of(request), subject, at.settings, body.current_password)
    user = await session.get_one(User, subject.id)
    return _asked(await keys.ask_to_add(session, at, user))


@guarded.post(
    "/passkeys",
    operation_id="create_passkey",
    status_code=201,
    response_model=PasskeyOut,
    responses=declare(Forbidden, PasskeyRefused, PasskeysUnavailable),
)
async def create_passkey(request: Request, session: Tx, subject: UserOnly, body: PasskeyIn) -> Response:
    """Add the passkey that a browser has made to one's own account."""
    user = await session.get_one(User, subject.id)
    made = await keys.add(
        session, Actor.of(request), here(request), user,
        state=body.state, credential=body.credential, name=body.name,
    )  # fmt: skip
    return _shown(Owned(made, user), 201)


@guarded.patch(
    "/passkeys/{passkey_id}",
    operation_id="update_passkey",
    response_model=PasskeyOut,
    responses=declare(Forbidden, NotFound),
)
async def update_passkey(request: Request, session: Tx, own: OwnPasskey, body: PasskeyPatch) -> Response:
    """Call one of one's own passkeys something else."""
    if body.name:
        await keys.rename(session, Actor.of(request), own.passkey, own.user, body.name)
    return _shown(own)


@guarded.delete(
    "/passkeys/{passkey_id}",
    operation_id="delete_passkey",
    status_code=204,
    responses=declare(Forbidden, BeyondReach, NotFound),
)
async def delete_passkey(request: Request, session: Tx, subject: UserOnly, seen: SeenPasskey) -> None:
    """Remove a passkey, one's own or of an account one administers: it opens nothing any more."""
    await keys.remove(session, Actor.of(request), subject, seen.passkey, seen.user)


def _asked(asked: Asked) -> Response:
    answer = plain({"state": asked.state, "options": asked.options})
    answer.headers.update(_NO_STORE)
    return answer


def _shown(owned: Owned, status: int = 200) -> Response:
    passkey, user = owned
    body = {
        "id": passkey.id,
        "user": {"id": user.id, "code": user.username, "name": user.name},
        "name": passkey.name,
        "backed_up": passkey.backed_up,
        "created_at": passkey.created_at,
        "last_used_at": passkey.last_used_at,
    }
    return plain(body, status)


router = together(public, guarded)
