"""The second factor of one's own account: an authenticator app, and recovery codes for when it is not at hand."""

from fastapi import Request, Response

from api.audit.service import Actor
from api.identity.dependencies.accounts import Caller, UserOnly, UserToWrite
from api.identity.errors import BeyondReach, NoSecondFactor, SecondFactorNeeded, TooManyAttempts
from api.identity.schemas.second_factor import AppCodeIn, AppOut, ProofIn, RecoveryCodesOut, SecondFactorOut, ShownIn
from api.identity.service import second_factor
from api.identity.service.second_factor import Hand
from api.kit.db import Tx
from api.kit.http.answers import plain
from api.kit.http.idempotency import hide_when_replayed
from api.kit.http.route import resource
from api.kit.permissions import Subject, while_confined
from api.kit.problems import Forbidden, NotFound, declare

router = resource("me")
of_others = resource("users")
_NO_STORE = {"Cache-Control": "no-store"}


def _hand(request: Request, subject: Subject) -> Hand:
    return Hand(Actor.of(request), subject, request.app.state.settings)


@router.get(
    "/me/second-factor",
    operation_id="get_second_factor",
    response_model=SecondFactorOut,
    responses=declare(Forbidden),
)
@while_confined
async def get_second_factor(session: Tx, subject: UserOnly) -> Response:
    """Whether one's account has a second factor, and whether it must."""
    return plain(await second_factor.describe(session, subject))


@router.post(
    "/me/second-factor/app",
    operation_id="begin_second_factor",
    status_code=201,
    response_model=AppOut,
    responses=declare(Forbidden, TooManyAttempts),
)
@while_confined
async def begin_second_factor(request: Request, session: Tx, subject: UserOnly, body: ProofIn) -> Response:
    """Get a secret for an authenticator app; it holds once its first code was sent to `…/app/confirm`."""
    secret, address = await second_factor.begin(session, _hand(request, subject), body.current_password)
    hide_when_replayed(request, "secret", "address")
    return _secret({"secret": secret, "address": address}, 201)


@router.post(
    "/me/second-factor/app/confirm",
    operation_id="confirm_second_factor",
    response_model=RecoveryCodesOut,
    responses=declare(Forbidden, TooManyAttempts),
)
@while_confined
async def confirm_second_factor(request: Request, session: Tx, subject: UserOnly, body: AppCodeIn) -> Response:
    """Send the app's first code: from now on signing in with the password asks for one."""
    codes = await second_factor.confirm(session, _hand(request, subject), body.code)
    hide_when_replayed(request, "recovery_codes")
    return _secret({"recovery_codes": codes})


@router.post(
    "/me/second-factor/show",
    operation_id="show_second_factor",
    status_code=204,
    responses=declare(Forbidden, NoSecondFactor, TooManyAttempts),
)
@while_confined
async def show_second_factor(request: Request, session: Tx, subject: UserOnly, body: ShownIn) -> None:
    """Show the second factor in a session begun without one, as by a provider."""
    await second_factor.step_up(session, _hand(request, subject), body.code)


@router.post(
    "/me/second-factor/recovery-codes",
    operation_id="renew_recovery_codes",
    response_model=RecoveryCodesOut,
    responses=declare(Forbidden, NoSecondFactor, TooManyAttempts),
)
async def renew_recovery_codes(request: Request, session: Tx, subject: UserOnly, body: ProofIn) -> Response:
    """Get new recovery codes; those so far stop to hold."""
    codes = await second_factor.renew_codes(session, _hand(request, subject), body.current_password)
    hide_when_replayed(request, "recovery_codes")
    return _secret({"recovery_codes": codes})


@router.post(
    "/me/second-factor/remove",
    operation_id="remove_second_factor",
    status_code=204,
    responses=declare(Forbidden, NoSecondFactor, SecondFactorNeeded, TooManyAttempts),
)
async def remove_second_factor(request: Request, session: Tx, subject: UserOnly, body: ProofIn) -> None:
    """Do without a second factor; an administrator may not."""
    await second_factor.give_up(session, _hand(request, subject), body.current_password)


@of_others.delete(
    "/users/{user_id}/second-factor",
    operation_id="reset_second_factor",
    status_code=204,
    responses=declare(Forbidden, BeyondReach, NotFound),
)
async def reset_second_factor(request: Request, session: Tx, subject: Caller, user: UserToWrite) -> None:
    """Have somebody else set up their second factor anew, who lost it; their sessions end."""
    await second_factor.reset(session, Actor.of(request), subject, user)


def _secret(body: dict[str, object], status: int = 200) -> Response:
    answer = plain(body, status)
    answer.headers.update(_NO_STORE)
    return answer
