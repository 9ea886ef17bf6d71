"""One-time links: for those who let people in, and for those let in, who are nobody yet."""

from typing import Annotated

from fastapi import Query, Request, Response
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import Actor
from api.identity.dependencies.accounts import InvitationReader, InvitationToEnd, InvitationWriter, Today
from api.identity.errors import LinkOver, TooManyAttempts, TooManyLinks
from api.identity.models import Invitation, User
from api.identity.queries import invitations as queries
from api.identity.schemas.invitations import (
    AcceptIn,
    InvitationFilters,
    InvitationIn,
    InvitationOut,
    InvitationWithLink,
    LinkHolder,
    ManyInvitations,
    ManyInvitationsIn,
    ResetIn,
    TokenIn,
    WaitingOut,
    Where,
)
from api.identity.service import invitations
from api.identity.service.invitations import Made
from api.kit.db import Tx
from api.kit.http.answers import plain
from api.kit.http.idempotency import hide_when_replayed
from api.kit.http.route import PublicRoute, resource
from api.kit.pagination import page
from api.kit.problems import Forbidden, IdempotencyMismatch, Invalid, NotFound, StillRunning, declare
from api.kit.schemas import Page
from api.units.models import Unit

router = resource("invitations")
public = resource("invitations", PublicRoute)
# A secret in an answer stays in no cache.
_NO_STORE = {"Cache-Control": "no-store"}


@router.get(
    "/invitations",
    operation_id="list_invitations",
    response_model=Page[InvitationOut],
    responses=declare(Forbidden),
)
async def list_invitations(
    request: Request,
    session: Tx,
    subject: InvitationReader,
    today: Today,
    query: Annotated[InvitationFilters, Query()],
) -> Response:
    """The one-time links of accounts the caller may give links for. Sorts: created_at, expires_at, unit."""
    now = session.info["now"]
    return await page(
        request,
        session,
        queries.filtered_invitations(queries.invitations(subject, today), query, now),
        query,
        sorts=queries.INVITATION_SORTS,
        default_sort="-created_at",
        tie=Invitation.id,
        shape=lambda row: queries.invitation_row(row, now),
    )


@router.get(
    "/invitations/waiting",
    operation_id="count_waiting_accounts",
    response_model=WaitingOut,
    responses=declare(Forbidden),
)
async def count_waiting_accounts(session: Tx, subject: InvitationWriter, query: Annotated[Where, Query()]) -> Response:
    """How many accounts of a unit and below wait for a link, before any is made."""
    return plain(await invitations.waiting(session, subject, query))


@router.post(
    "/invitations",
    operation_id="create_invitation",
    status_code=201,
    response_model=InvitationWithLink,
    responses=declare(Forbidden, StillRunning, Invalid, IdempotencyMismatch),
)
async def create_invitation(request: Request, session: Tx, subject: InvitationWriter, body: InvitationIn) -> Response:
    """Make a one-time link that lets an account in, or back in. Links it had before stop working.

    Administrators do so in their reach; coordinators and commune officers for accounts of units below their own.
    """
    settings = request.app.state.settings
    made = await invitations.create(session, Actor.of(request), subject, settings, body.user)
    hide_when_replayed(request, "link")
    return await _shown(session, made)


@router.post(
    "/invitations/by-filter",
    operation_id="create_invitations",
    status_code=201,
    response_model=ManyInvitations,
    responses=declare(Forbidden, TooManyLinks, StillRunning, Invalid, IdempotencyMismatch),
)
async def create_invitations(
    request: Request, session: Tx, subject: InvitationWriter, body: ManyInvitationsIn
) -> Response:
    """Make a link for every account without a password at a unit and below it: a sheet to print, unit by unit.

    An administrator may have accounts opened first for units that have none.
    """
    made = await invitations.create_many(session, Actor.of(request), subject, request.app.state.settings, body)
    hide_when_replayed(request, "items")
    answer = plain({"items": [_line(*each) for each in made], "count": len(made)}, 201)
    answer.headers.update(_NO_STORE)
    return answer


@router.delete(
    "/invitations/{invitation_id}",
    operation_id="delete_invitation",
    status_code=204,
    responses=declare(Forbidden, NotFound),
)
async def delete_invitation(request: Request, session: Tx, invitation: InvitationToEnd) -> None:
    """Withdraw a link; from then on it opens nothing."""
    await invitations.revoke(session, Actor.of(request), invitation)


@public.post(
    "/auth/invitations/look",
    operation_id="look_at_invitation",
    response_model=LinkHolder,
    responses=declare(LinkOver, TooManyAttempts),
)
async def look_at_invitation(request: Request, session: Tx, body: TokenIn) -> Response:
    """Whom a link is for, and nothing of anybody else. The secret comes in the body: addresses are logged."""
    found = await invitations.holder(session, request.app.state.settings, Actor.of(request), body.token)
    names = ("username", "name", "unit_name", "purpose", "expires_at")
    answer = plain({name: getattr(found, name) for name in names})
    answer.headers.update(_NO_STORE)
    return answer


@public.post(
    "/auth/invitations/accept",
    operation_id="accept_invitation",
    status_code=204,
    responses=declare(LinkOver, TooManyAttempts),
)
async def accept_invitation(request: Request, session: Tx, body: AcceptIn) -> None:
    """Set the password of the link's account, which uses the link up; then sign in with it."""
    await invitations.accept(session, request.app.state.settings, Actor.of(request), body.token, body.password)


@public.post(
    "/auth/password-resets",
    operation_id="ask_for_password_reset",
    status_code=202,
    response_class=Response,
    responses=declare(TooManyAttempts),
)
async def ask_for_password_reset(request: Request, session: Tx, body: ResetIn) -> Response:
    """Ask for a new password by e-mail: a link for each account of the address, if it has any.

    The answer, and what it takes to give it, are the same whether or not the address is known.
    """
    await invitations.ask_for_reset(session, request.app.state.settings, Actor.of(request), body.email)
    return Response(status_code=202, headers=_NO_STORE)


async def _shown(session: AsyncSession, made: Made) -> Response:
    statement = select(User, Unit).join(Unit, Unit.id == User.unit_id).where(User.id == made.invitation.user_id)
    user, unit = (await session.execute(statement)).one()
    each = made.invitation
    body = {
        "id": each.id,
        "user": {"id": user.id, "code": user.username, "name": user.name},
        "unit": {"id": unit.id, "code": unit.code, "name": unit.name},
        "purpose": each.purpose,
        "state": "open",
        "created_at": each.created_at,
        "expires_at": each.expires_at,
        "used_at": None,
        "link": made.link,
    }
    answer = plain(body, 201)
    answer.headers.update(_NO_STORE)
    return answer


def _line(made: Made, user: User, unit: Unit) -> dict[str, object]:
    return {
        "id": made.invitation.id,
        "unit": {"id": unit.id, "code": unit.code, "name": unit.name},
        "username": user.username,
        "name": user.name,
        "link": made.link,
        "expires_at": made.invitation.expires_at,
    }
