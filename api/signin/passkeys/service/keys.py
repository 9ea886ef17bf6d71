"""Passkeys themselves: added to an account, used to sign in, renamed, removed."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import orjson
import structlog
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from api.audit import service as audit
from api.audit.service import Actor
from api.identity.models import User
from api.identity.rules.factors import Proof
from api.identity.service import sessions, telling, throttle
from api.identity.service.sessions import Opened, Origin
from api.identity.service.tokens import WEB
from api.kit.apart import apart
from api.kit.permissions import Subject
from api.settings import Settings
from api.signin.passkeys.errors import PasskeyRefused, TooManyPasskeys
from api.signin.passkeys.models import Passkey
from api.signin.passkeys.rules import MOST, PATIENCE, Ceremony, Place
from api.signin.passkeys.service import ceremonies

_log = structlog.get_logger(__name__)
_NAME = "Lộ Trình"
_MILLISECONDS = int(PATIENCE.total_seconds() * 1000)
_TRANSPORTS = frozenset({"ble", "hybrid", "internal", "nfc", "smart-card", "usb"})


class At(NamedTuple):
    """Where passkeys are used: in a deployment, at the place browsers take it for."""

    settings: Settings
    place: Place


class Asked(NamedTuple):
    """What a browser is asked for, and what it brings back with the answer."""

    state: str
    options: dict[str, Any]


async def ask_to_add(session: AsyncSession, at: At, user: User) -> Asked:
    """Have a browser make a passkey that finds its account by itself. Raises TooManyPasskeys."""
    known = (await session.scalars(select(Passkey.credential_id).where(Passkey.user_id == user.id))).all()
    if len(known) >= MOST:
        raise TooManyPasskeys
    ceremony = ceremonies.begin("add", session.info["now"], user.id)
    options = generate_registration_options(
        rp_id=at.place.name,
        rp_name=_NAME,
        user_id=user.id.bytes,
        user_name=user.username,
        user_display_name=user.name,
        challenge=ceremonies.challenge_of(ceremony),
        timeout=_MILLISECONDS,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=each) for each in known],
    )
    return Asked(ceremonies.sealed(at.settings, ceremony), orjson.loads(options_to_json(options)))


async def add(
    session: AsyncSession, actor: Actor, at: At, user: User, *, state: str, credential: dict[str, Any], name: str
) -> Passkey:
    """Keep the public half of what a browser made. Raises PasskeyRefused."""
    now = session.info["now"]
    ceremony = ceremonies.opened(at.settings, "add", state, now, user.id)
    made = _verified(verify_registration_response, ceremony, at.place, credential)
    passkey = Passkey(
        user_id=user.id,
        credential_id=made.credential_id,
        public_key=made.credential_public_key,
        sign_count=made.sign_count,
        transports=_transports(credential),
        backed_up=made.credential_backed_up,
        name=name,
        created_at=now,
        last_used_at=None,
    )
    await ceremonies.spend(session, ceremony)
    try:
        async with session.begin_nested():
            session.add(passkey)
    except IntegrityError as error:
        raise PasskeyRefused from error
    _note(session, actor, "user.add_passkey", user, name)
    return passkey


def ask_to_sign_in(at: At, now: datetime) -> Asked:
    """Have a browser offer the passkeys it has for us; nobody says who they are first."""
    ceremony = ceremonies.begin("sign_in", now, None)
    options = generate_authentication_options(
        rp_id=at.place.name,
        challenge=ceremonies.challenge_of(ceremony),
        timeout=_MILLISECONDS,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return Asked(ceremonies.sealed(at.settings, ceremony), orjson.loads(options_to_json(options)))


async def sign_in(session: AsyncSession, at: At, origin: Origin, *, state: str, credential: dict[str, Any]) -> Opened:
    """A session for the answer of a passkey. Raises PasskeyRefused, TooManyAttempts, AccountClosed.

    Each failure counts for its network alone, as one of an account of its own.
    """
    now = session.info["now"]
    attempt = throttle.attempt_on("passkey", state, origin.actor.address)
    await throttle.check(session, attempt, at.settings, now)
    try:
        ceremony = ceremonies.opened(at.settings, "sign_in", state, now)
        return await _sign_in(session, at, origin, ceremony, credential)
    except PasskeyRefused:
        async with apart(session):
            await throttle.count(session, attempt, at.settings, now)
            changes = {"factor": "passkey"}
            audit.record(session, origin.actor, "user.sign_in_failed", entity="user", entity_id=None, changes=changes)
        raise


async def _sign_in(
    session: AsyncSession, at: At, origin: Origin, ceremony: Ceremony, credential: dict[str, Any]
) -> Opened:
    passkey, user = await _known(session, credential)
    shown = _verified(
        verify_authentication_response,
        ceremony,
        at.place,
        credential,
        credential_public_key=passkey.public_key,
        credential_current_sign_count=passkey.sign_count,
    )
    await ceremonies.spend(session, ceremony)
    passkey.sign_count, passkey.backed_up = shown.new_sign_count, shown.credential_backed_up
    passkey.last_used_at = session.info["now"]
    proof = Proof("passkey", strong=True)
    return await sessions.start(session, user.id, WEB, origin, at.settings, proof=proof)


async def _known(session: AsyncSession, credential: dict[str, Any]) -> tuple[Passkey, User]:
    """The passkey an answer names, locked: its count rises by one answer at a time."""
    statement = (
        select(Passkey, User)
        .join(User, User.id == Passkey.user_id)
        .where(Passkey.credential_id == _raw_id(credential), User.disabled_at.is_(None), User.deleted_at.is_(None))
        .with_for_update(of=Passkey)
    )
    found = (await session.execute(statement)).one_or_none()
    if found is None or not _is_of(found[1].id, credential):
        raise PasskeyRefused
    return found[0], found[1]


def _raw_id(credential: dict[str, Any]) -> bytes:
    try:
        return base64url_to_bytes(credential["rawId"])
    except Exception as error:
        raise PasskeyRefused from error


def _is_of(user_id: UUID, credential: dict[str, Any]) -> bool:
    """Whether the account that a passkey says it is of is the one it was added to."""
    response = credential.get("response")
    handle = response.get("userHandle") if isinstance(response, dict) else None
    return handle is None or handle == bytes_to_base64url(user_id.bytes)


def _verified(verify: Any, ceremony: Ceremony, place: Place, credential: dict[str, Any], **known: Any) -> Any:
    """What the library makes of an answer; whatever it stumbles over in one is the answer's fault."""
    try:
        return verify(
            credential=credential,
            expected_challenge=ceremonies.challenge_of(ceremony),
            expected_rp_id=place.name,
            expected_origin=place.origin,
            require_user_verification=True,
            **known,
        )
    except Exception as error:
        _log.warning("passkey_refused", why=f"{type(error).__name__}: {error}")
        raise PasskeyRefused from error


def _transports(credential: dict[str, Any]) -> list[str]:
    response = credential.get("response")
    told = response.get("transports") if isinstance(response, dict) else None
    words = {each for each in told if isinstance(each, str)} if isinstance(told, list) else set()
    return sorted(_TRANSPORTS & words)


async def rename(session: AsyncSession, actor: Actor, passkey: Passkey, user: User, name: str) -> None:
    """Call a passkey something else."""
    passkey.name = name
    _note(session, actor, "user.rename_passkey", user, name)


async def remove(session: AsyncSession, actor: Actor, by: Subject, passkey: Passkey, user: User) -> None:
    """Forget a passkey: it opens nothing any more. Sessions begun with it go on; its owner is told of another's act."""
    await session.delete(passkey)
    await telling.tell_of_act(session, by, user.id, "account.way_removed", passkey.name)
    _note(session, actor, "user.remove_passkey", user, passkey.name)


def _note(session: AsyncSession, actor: Actor, action: str, user: User, name: str) -> None:
    changes = {"name": name}
    audit.record(session, actor, action, entity="user", entity_id=user.id, unit_id=user.unit_id, changes=changes)
