"""`/auth/oidc/…`, where browsers go to a provider and come back, and `/identities`, the links to accounts."""

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Query, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import Actor
from api.identity import queries as accounts
from api.identity.dependencies.accounts import Today, UserOnly, UserWriter
from api.identity.dependencies.callers import origin_of, set_cookie
from api.identity.errors import BeyondReach, TooManyAttempts
from api.identity.models import User
from api.identity.permissions import USER_WRITE
from api.identity.rules import browsers
from api.identity.service import proving, reach
from api.kit.clock import Now
from api.kit.db import Tx
from api.kit.http.answers import plain
from api.kit.http.language import language_of
from api.kit.http.route import PREFIX, resource, together
from api.kit.pagination import page
from api.kit.problems import Forbidden, Message, NotFound, declare, invalid
from api.kit.schemas import Page
from api.settings import Settings
from api.signin.oidc import queries
from api.signin.oidc.dependencies import Chosen, Linked, NavigationRoute, named, provider_of
from api.signin.oidc.errors import IdentityTaken, ProviderUnavailable
from api.signin.oidc.models import ExternalIdentity
from api.signin.oidc.rules import PATIENCE, Reason, Refused, normal_value
from api.signin.oidc.schemas import ElsewhereOut, IdentityFilters, IdentityIn, IdentityOut, LinkIdentityIn
from api.signin.oidc.service import links, signing_in
from api.signin.oidc.service.provider import farewell_address
from api.signin.oidc.service.signing_in import Begun, Door

public = resource("auth", NavigationRoute)
guarded = resource("identities")
_COOKIE = "lotrinh_oidc_"
_COOKIE_PATH = f"{PREFIX}/auth/oidc"
_ELSEWHERE: dict[int | str, dict[str, Any]] = {
    303: {"description": "Where the browser goes next: the provider's page, or one of ours."}
}
_UNKNOWN_USER = Message("Không có tài khoản này trong phạm vi của bạn.", "There is no such account in your reach.")
_NO_VALUE = Message("Giá trị này để trống.", "This says nothing.")


@public.get(
    "/auth/oidc/{provider}/start",
    operation_id="start_oidc_sign_in",
    status_code=303,
    response_class=Response,
    responses={**_ELSEWHERE, **declare(NotFound)},
)
async def start_oidc_sign_in(
    request: Request,
    now: Now,
    door: Chosen,
    next_path: Annotated[
        str | None, Query(alias="next", max_length=1000, description="The page of ours to end at.")
    ] = None,
) -> Response:
    """Send a browser to a provider to sign in (authorization code, PKCE S256, state, nonce)."""
    try:
        begun = await signing_in.begin(door, now, language=language_of(request), next_path=next_path, user_id=None)
    except Refused as refusal:
        return _refused(door, refusal.reason)
    return _led(begun.address, door.settings, begun)


@public.get(
    "/auth/oidc/{provider}/callback",
    operation_id="finish_oidc_sign_in",
    status_code=303,
    response_class=Response,
    responses={**_ELSEWHERE, **declare(NotFound)},
)
async def finish_oidc_sign_in(request: Request, session: Tx, now: Now, door: Chosen) -> Response:
    """Where a provider sends the browser back: it is signed in as by a password, or led to a page that says why not.

    An answer that is old, was used or was begun in another browser signs nobody in; nor does it open an account.
    """
    answer = dict(request.query_params)
    state = answer.get("state", "")
    try:
        done = await signing_in.finish(session, origin_of(request), door, answer, request.cookies.get(_name(state)))
    except Refused as refusal:
        await signing_in.note_refusal(session, origin_of(request), door, state, refusal.reason)
        return _forget(_refused(door, refusal.reason), state, door.settings)
    if done.opened is None:
        return _forget(_led(done.next), state, door.settings)
    response = _led("/sign-in/done?" + urlencode({"next": done.next}))
    set_cookie(response, done.opened, door.settings, now)
    return _forget(response, state, door.settings)


@public.get(
    "/auth/oidc/{provider}/end",
    operation_id="end_oidc_session",
    status_code=303,
    response_class=Response,
    responses={**_ELSEWHERE, **declare(NotFound)},
)
async def end_oidc_session(now: Now, door: Chosen) -> Response:
    """After signing out here, send the browser to end its session at the provider too (RP-initiated logout)."""
    back = f"{door.settings.issuer}/sign-in"
    try:
        metadata = await door.directory.metadata(door.provider, now)
    except Refused:
        return _led("/sign-in")
    return _led(farewell_address(door.provider, metadata, back=back) or "/sign-in")


@guarded.post(
    "/auth/oidc/{provider}/link",
    operation_id="link_own_identity",
    response_model=ElsewhereOut,
    responses=declare(Forbidden, NotFound, ProviderUnavailable, TooManyAttempts),
)
async def link_own_identity(
    request: Request, session: Tx, subject: UserOnly, door: Chosen, body: LinkIdentityIn
) -> Response:
    """Begin to link one's own account: send the browser to `location`, and it comes back linked."""
    await proving.demand(session, Actor.of(request), subject, door.settings, body.current_password)
    now, language = session.info["now"], language_of(request)
    try:
        begun = await signing_in.begin(door, now, language=language, next_path=body.next, user_id=subject.id)
    except Refused as refusal:
        raise ProviderUnavailable from refusal
    response = plain({"location": begun.address})
    _keep(response, door.settings, begun)
    return response


@guarded.get(
    "/identities", operation_id="list_identities", response_model=Page[IdentityOut], responses=declare(Forbidden)
)
async def list_identities(
    request: Request, session: Tx, subject: UserOnly, today: Today, query: Annotated[IdentityFilters, Query()]
) -> Response:
    """At which providers one's own account is known, or one that the caller administers. Sorts: created_at."""
    return await page(
        request,
        session,
        queries.identities(subject, today, query.user),
        query,
        sorts=queries.SORTS,
        default_sort="-created_at",
        tie=ExternalIdentity.id,
        shape=queries.identity_row,
    )


@guarded.post(
    "/identities",
    operation_id="create_identity",
    status_code=201,
    response_model=IdentityOut,
    responses=declare(Forbidden, BeyondReach, IdentityTaken),
)
async def create_identity(
    request: Request, session: Tx, subject: UserWriter, today: Today, body: IdentityIn
) -> Response:
    """Say who somebody else's account is at a provider, so that its owner can sign in there from the first day."""
    settings: Settings = request.app.state.settings
    provider = provider_of(settings, body.provider)
    user = await session.scalar(accounts.account_in_reach(User, subject, body.user, today))
    if user is None:
        raise invalid("/user", "unknown_user", _UNKNOWN_USER)
    if user.id == subject.id:
        raise Forbidden
    await reach.refuse_beyond(session, subject, USER_WRITE, user.id)
    value = normal_value(body.value, provider.claim)
    if value is None:
        raise invalid("/value", "string_too_short", _NO_VALUE)
    made = await links.link(session, Actor.of(request), user, provider, links.hashed(settings, provider, value))
    return await _shown(session, made, user)


@guarded.delete(
    "/identities/{identity_id}",
    operation_id="delete_identity",
    status_code=204,
    responses=declare(Forbidden, BeyondReach, NotFound),
)
async def delete_identity(request: Request, session: Tx, subject: UserOnly, linked: Linked) -> None:
    """End a link: nobody signs in by it any more."""
    provider = linked[0].provider
    known = named(request.app.state.settings, provider)
    label = provider if known is None else known.label_vi
    await links.end(session, Actor.of(request), subject, linked, label)


async def _shown(session: AsyncSession, made: ExternalIdentity, user: User) -> Response:
    await session.flush()
    body = {
        "id": made.id,
        "user": {"id": user.id, "code": user.username, "name": user.name},
        "provider": made.provider,
        "created_at": made.created_at,
        "last_used_at": made.last_used_at,
    }
    return plain(body, 201)


def _led(address: str, settings: Settings | None = None, begun: Begun | None = None) -> Response:
    response = Response(status_code=303, headers={"Location": address, "Cache-Control": "no-store"})
    if settings is not None and begun is not None:
        _keep(response, settings, begun)
    return response


def _refused(door: Door, reason: Reason) -> Response:
    return _led("/sign-in/refused?" + urlencode({"reason": reason, "provider": door.provider.id}))


def _name(state: str) -> str:
    """Each attempt has a cookie of its own: two tabs do not disturb each other."""
    return _COOKIE + "".join(filter(str.isalnum, state))[:12]


def _keep(response: Response, settings: Settings, begun: Begun) -> None:
    _cookie(response, settings, begun.state, begun.kept, int(PATIENCE.total_seconds()))


def _forget(response: Response, state: str, settings: Settings) -> Response:
    _cookie(response, settings, state, "", 0)
    return response


def _cookie(response: Response, settings: Settings, state: str, value: str, seconds: int) -> None:
    # Lax: the browser comes back from another site, and must bring it then.
    response.set_cookie(
        _name(state),
        value,
        max_age=seconds,
        path=_COOKIE_PATH,
        secure=browsers.needs_secure(settings.issuer),
        httponly=True,
        samesite="lax",
    )


router = together(public, guarded)
