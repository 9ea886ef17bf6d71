"""The authenticator app of an account, and the recovery codes that stand in for it."""

import hashlib
import hmac
import secrets
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.audit.service import Actor
from api.identity.errors import NoSecondFactor, SecondFactorNeeded
from api.identity.models import Grant, RecoveryCode, TotpSecret, User, UserSession
from api.identity.permissions import USER_WRITE
from api.identity.queries import holding
from api.identity.rules import totp
from api.identity.rules.factors import PRIVILEGED, Method
from api.identity.service import proving, reach, sealing, sessions, telling, throttle
from api.identity.service.journal import let_go
from api.kit.apart import apart
from api.kit.calendar import vietnam_today
from api.kit.permissions import Subject
from api.kit.problems import Forbidden, Message, invalid
from api.settings import Settings

ISSUER = "Lộ Trình"
_RANDOM = 16
_WRONG_CODE = Message("Mã chưa đúng hoặc đã được dùng. Hãy nhập mã mới.", "The code is wrong or was used already.")
_NOTHING_PENDING = Message(
    "Mã QR đã quá hạn. Hãy bắt đầu thiết lập lại.", "The QR code is too old. Begin setting up again."
)


class Hand(NamedTuple):
    """Who changes their own second factor, and the deployment's settings."""

    actor: Actor
    subject: Subject
    settings: Settings


async def describe(session: AsyncSession, subject: Subject) -> dict[str, Any]:
    """What one's account has of a second factor, and whether it must have one."""
    kept = await session.get(TotpSecret, subject.id)
    left = select(func.count()).where(RecoveryCode.user_id == subject.id, RecoveryCode.used_at.is_(None))
    user = await session.get_one(User, subject.id)
    return {
        "confirmed_at": None if kept is None else kept.confirmed_at,
        "recovery_codes": await session.scalar(left),
        "required": not user.sample and await is_privileged(session, subject.id),
        "password_needed": await proving.is_needed(session, subject),
    }


async def is_privileged(session: AsyncSession, user_id: UUID) -> bool:
    """Whether an account holds the keys of the house today."""
    today = vietnam_today(session.info["now"])
    held = select(Grant.id).where(Grant.user_id == user_id, Grant.role.in_(PRIVILEGED), holding(today))
    return await session.scalar(held.limit(1)) is not None


async def begin(session: AsyncSession, hand: Hand, password: str | None) -> tuple[str, str]:
    """A new secret and what its QR code says; the app used so far goes on until the first code of the new one.

    Raises Invalid, TooManyAttempts.
    """
    await proving.demand(session, hand.actor, hand.subject, hand.settings, password)
    user = await session.get_one(User, hand.subject.id, with_for_update=True)
    kept = await session.get(TotpSecret, user.id) or TotpSecret(user_id=user.id)
    secret = totp.new_secret()
    kept.sealed_pending = _sealed(hand.settings, user.id, secret)
    kept.pending_since = session.info["now"]
    session.add(kept)
    _note(session, hand.actor, "user.begin_second_factor", user)
    return secret, totp.address(secret, issuer=ISSUER, username=user.username)


async def confirm(session: AsyncSession, hand: Hand, code: str) -> list[str]:
    """Take the new secret for good with its first code; recovery codes, where there are none left.

    The session that does so has shown a second factor. Raises Invalid, TooManyAttempts.
    """
    user_id, now = hand.subject.id, session.info["now"]
    attempt = throttle.attempt_within("totp", str(user_id))
    await throttle.check(session, attempt, hand.settings, now)
    kept = await session.get(TotpSecret, user_id, with_for_update=True)
    if kept is None or kept.sealed_pending is None or kept.pending_since is None:
        raise invalid("/code", "nothing_pending", _NOTHING_PENDING)
    secret = _unsealed(hand.settings, user_id, kept.sealed_pending)
    if secret is None or kept.pending_since + totp.PENDING_FOR < now:
        raise invalid("/code", "nothing_pending", _NOTHING_PENDING)
    step = totp.matching_step(secret, totp.packed(code), now, None)
    if step is None:
        async with apart(session):
            await throttle.count(session, attempt, hand.settings, now)
        raise invalid("/code", "wrong_code", _WRONG_CODE)
    kept.sealed_secret, kept.confirmed_at, kept.last_step = kept.sealed_pending, now, step
    kept.sealed_pending = kept.pending_since = None
    await throttle.clear(session, attempt)
    user = await session.get_one(User, user_id)
    _note(session, hand.actor, "user.confirm_second_factor", user)
    await _strengthen(session, hand.subject)
    left = select(RecoveryCode.code_hash).where(RecoveryCode.user_id == user_id, RecoveryCode.used_at.is_(None))
    return [] if await session.scalar(left.limit(1)) is not None else await _new_codes(session, hand.settings, user)


async def give_up(session: AsyncSession, hand: Hand, password: str | None) -> None:
    """Do without. Raises Invalid, TooManyAttempts, NoSecondFactor, SecondFactorNeeded."""
    await proving.demand(session, hand.actor, hand.subject, hand.settings, password)
    if not await is_set(session, hand.subject.id):
        raise NoSecondFactor
    user = await session.get_one(User, hand.subject.id)
    if not user.sample and await is_privileged(session, user.id):
        raise SecondFactorNeeded
    await _forget(session, user.id)
    _note(session, hand.actor, "user.remove_second_factor", user)


async def renew_codes(session: AsyncSession, hand: Hand, password: str | None) -> list[str]:
    """New recovery codes in place of those so far. Raises Invalid, TooManyAttempts, NoSecondFactor."""
    await proving.demand(session, hand.actor, hand.subject, hand.settings, password)
    if not await is_set(session, hand.subject.id):
        raise NoSecondFactor
    user = await session.get_one(User, hand.subject.id, with_for_update=True)
    _note(session, hand.actor, "user.renew_recovery_codes", user)
    return await _new_codes(session, hand.settings, user)


async def reset(session: AsyncSession, actor: Actor, subject: Subject, user: User) -> None:
    """Have somebody else begin anew, who lost their telephone and their codes; their sessions end.

    Raises Forbidden, BeyondReach.
    """
    if user.id == subject.id:
        raise Forbidden
    await reach.refuse_beyond(session, subject, USER_WRITE, user.id)
    await forget(session, actor, user)
    await telling.tell_of_act(session, subject, user.id, "account.second_factor_reset")


async def forget(session: AsyncSession, actor: Actor, user: User) -> None:
    """Have an account begin anew with its second factor; its sessions end."""
    await _forget(session, user.id)
    await sessions.revoke_all(session, actor, user.id, "second_factor_reset")
    _note(session, actor, "user.reset_second_factor", user)


async def step_up(session: AsyncSession, hand: Hand, code: str) -> None:
    """Show the second factor in a session begun without one. Raises Invalid, TooManyAttempts, NoSecondFactor."""
    if not await is_set(session, hand.subject.id):
        raise NoSecondFactor
    if await take(session, hand.actor, hand.settings, hand.subject.id, code) is None:
        raise invalid("/code", "wrong_code", _WRONG_CODE)
    _note(session, hand.actor, "user.show_second_factor", await session.get_one(User, hand.subject.id))
    await _strengthen(session, hand.subject)


async def is_set(session: AsyncSession, user_id: UUID) -> bool:
    """Whether an account has an app that shows its codes."""
    statement = select(TotpSecret.user_id).where(TotpSecret.user_id == user_id, TotpSecret.confirmed_at.is_not(None))
    return await session.scalar(statement) is not None


async def take(session: AsyncSession, actor: Actor, settings: Settings, user_id: UUID, code: str) -> Method | None:
    """What a code is, which thereby is used up; None for a wrong or a used one, which is counted and recorded.

    Raises TooManyAttempts: whoever is here knows the password, so guesses count wherever they come from.
    """
    now, given = session.info["now"], totp.packed(code)
    attempt = throttle.attempt_within("totp", str(user_id))
    await throttle.check(session, attempt, settings, now)
    method = await (_take_of_app if totp.is_of_app(given) else _take_recovery)(session, settings, user_id, given)
    if method is None:
        async with apart(session):
            await throttle.count(session, attempt, settings, now)
            changes = {"factor": "second"}
            audit.record(session, actor, "user.sign_in_failed", entity="user", entity_id=user_id, changes=changes)
        return None
    await throttle.clear(session, attempt)
    return method


async def _take_of_app(session: AsyncSession, settings: Settings, user_id: UUID, code: str) -> Method | None:
    """Of two requests with one code the second waits here for the first, and then finds its step taken."""
    kept = await session.get(TotpSecret, user_id, with_for_update=True)
    secret = None if kept is None or kept.sealed_secret is None else _unsealed(settings, user_id, kept.sealed_secret)
    if kept is None or secret is None:
        return None
    step = totp.matching_step(secret, code, session.info["now"], kept.last_step)
    if step is None:
        return None
    kept.last_step = step
    return "password_totp"


async def _take_recovery(session: AsyncSession, settings: Settings, user_id: UUID, code: str) -> Method | None:
    unused = (RecoveryCode.user_id == user_id) & RecoveryCode.used_at.is_(None)
    taken = (
        update(RecoveryCode)
        .where(RecoveryCode.code_hash == _hashed(settings, user_id, code), unused)
        .values(used_at=session.info["now"])
        .returning(RecoveryCode.user_id)
    )
    return "password_recovery_code" if await session.scalar(taken) is not None else None


async def _new_codes(session: AsyncSession, settings: Settings, user: User) -> list[str]:
    now: datetime = session.info["now"]
    await session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    codes = [totp.recovery_code(secrets.token_bytes(_RANDOM)) for _ in range(totp.RECOVERY_CODES)]
    hashes = {_hashed(settings, user.id, totp.packed(code)) for code in codes}
    session.add_all(RecoveryCode(code_hash=each, user_id=user.id, created_at=now, used_at=None) for each in hashes)
    return codes


async def _forget(session: AsyncSession, user_id: UUID) -> None:
    await session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))
    await session.execute(delete(TotpSecret).where(TotpSecret.user_id == user_id))


async def _strengthen(session: AsyncSession, subject: Subject) -> None:
    """The caller's session has shown a second factor from now on, here and in every other process."""
    own = update(UserSession).where(UserSession.id == subject.session_id)
    await session.execute(own.values(strong_at=session.info["now"]))
    await let_go(session, "user", subject.id)


def _sealed(settings: Settings, user_id: UUID, secret: str) -> bytes:
    return sealing.seal(sealing.secret_key(settings), secret.encode(), f"totp {user_id}")


def _unsealed(settings: Settings, user_id: UUID, sealed: bytes) -> str | None:
    secret = sealing.unseal(sealing.secret_key(settings), sealed, f"totp {user_id}")
    return None if secret is None else secret.decode()


def _hashed(settings: Settings, user_id: UUID, code: str) -> bytes:
    """Keyed: fifty random bits alone could be tried out by who has the database."""
    return hmac.new(sealing.secret_key(settings), f"recovery\n{user_id}\n{code}".encode(), hashlib.sha256).digest()


def _note(session: AsyncSession, actor: Actor, action: str, user: User) -> None:
    audit.record(session, actor, action, entity="user", entity_id=user.id, unit_id=user.unit_id)
