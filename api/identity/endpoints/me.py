"""The caller about themselves."""

from fastapi import Request, Response

from api.audit.service import Actor
from api.identity.dependencies.accounts import Today, UserOnly
from api.identity.errors import TooManyAttempts
from api.identity.schemas.accounts import OwnPasswordIn
from api.identity.schemas.me import MeOut
from api.identity.service import me, users
from api.kit.db import Tx
from api.kit.http.answers import plain
from api.kit.http.route import resource
from api.kit.permissions import SignedIn, while_confined
from api.kit.problems import Forbidden, declare

router = resource("me")


@router.get("/me", operation_id="get_me", response_model=MeOut)
@while_confined
async def get_me(session: Tx, subject: SignedIn, today: Today) -> Response:
    """Who is signed in, with which grants in force today, and what they permit somewhere."""
    return plain(await me.describe(session, subject, today))


@router.put(
    "/me/password",
    operation_id="change_own_password",
    status_code=204,
    responses=declare(Forbidden, TooManyAttempts),
)
async def change_own_password(request: Request, session: Tx, subject: UserOnly, body: OwnPasswordIn) -> None:
    """Change one's own password, and end one's other sessions."""
    await users.change_own_password(
        session,
        Actor.of(request),
        subject,
        request.app.state.settings,
        current=body.current_password,
        new=body.new_password,
    )
