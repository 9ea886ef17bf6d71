"""Signing keys: kept in the database, sealed; a copy of them in each process; the tokens they sign and check."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson
import structlog
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from jose import jwk, jws
from jose.backends.base import Key
from jose.exceptions import JOSEError
from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.identity.models import SigningKey
from api.identity.rules import keys as rules
from api.identity.rules import tokens
from api.identity.service import sealing
from api.kit import invalidation
from api.kit.ids import uuid7
from api.settings import Settings

_log = structlog.get_logger(__name__)
INVALIDATION = "signing_keys"
# One number for the lock under which keys are made, unlike any other lock of ours.
_LOCK = 0x10_7217_4B45


@dataclass(frozen=True, slots=True)
class RingKey:
    """A signing key ready for use; `private` is None when it was sealed with a secret key that is not ours."""

    id: str
    signs_from: datetime
    public_jwk: dict[str, Any]
    public: Key
    private: Key | None


class UnknownKey(tokens.Refused):
    """The token names a key this process does not know; perhaps another has just made it."""


class KeyRing:
    """The process's copy of the signing keys, read again when one was made and at the latest every few seconds."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._keys: dict[str, RingKey] = {}
        self._read_at: datetime | None = None

    def forget(self) -> None:
        """Read the keys again before the next use."""
        self._read_at = None

    def is_fresh(self, now: datetime) -> bool:
        """Whether the copy need not be read again yet."""
        age = timedelta(seconds=self._settings.subject_cache_seconds)
        return self._read_at is not None and self._read_at <= now <= self._read_at + age

    def read(self, token: str, now: datetime) -> tokens.Verified:
        """Whom an access token speaks for. Raises UnknownKey, or Refused for any other reason.

        The algorithm is not the token's to choose: whatever its header says, only ES256 is ever tried.
        """
        try:
            key = self._keys.get(tokens.check_header(jws.get_unverified_header(token)))
            if key is None:
                raise UnknownKey
            payload = jws.verify(token, key.public, algorithms=[tokens.ALGORITHM])
            body = orjson.loads(payload)
        except (JOSEError, ValueError) as error:
            raise tokens.Refused("signature") from error
        return tokens.check_claims(body, issuer=self._settings.issuer, now=now)

    async def refresh(self, session: AsyncSession, now: datetime) -> list[RingKey]:
        """The keys, read again if the copy is old."""
        if not self.is_fresh(now):
            found = (await session.scalars(select(SigningKey))).all()
            self._keys = {key.id: _opened(key, self._settings) for key in found}
            self._read_at = now
        return list(self._keys.values())

    async def sign(self, session: AsyncSession, claims: dict[str, Any], now: datetime) -> str:
        """A signed access token. The deployment's first one makes the first key, in the same transaction."""
        key = _signer(await self.refresh(session, now), now)
        if key is None:
            key = await self._make_first(session, now)
        headers = {"typ": tokens.TYPE, "kid": key.id}
        return jws.sign(claims, key.private, headers=headers, algorithm=tokens.ALGORITHM)  # type: ignore[arg-type]

    async def _make_first(self, session: AsyncSession, now: datetime) -> RingKey:
        await _lock(session)
        self.forget()
        key = _signer(await self.refresh(session, now), now)
        if key is None:
            key = _opened(await _make(session, self._settings, signs_from=now), self._settings)
            self.forget()
        return key


async def published(session: AsyncSession, settings: Settings, now: datetime) -> list[dict[str, Any]]:
    """The public keys as a JWK set shows them: the next one, the current one, and those with living tokens."""
    found = list((await session.scalars(select(SigningKey).order_by(SigningKey.signs_from.desc()))).all())
    over = {key.id for key in rules.over(found, now, tokens.lifetime(settings.access_token_seconds))}
    return [key.public_jwk for key in found if key.id not in over]


async def rotate(session: AsyncSession, settings: Settings) -> int:
    """Make the next key when its time comes and forget those that are over; how many were made or forgotten."""
    now = session.info["now"]
    await _lock(session)
    found = list((await session.scalars(select(SigningKey))).all())
    begins = rules.next_begins(found, now, timedelta(days=settings.signing_key_days))
    if begins is not None:
        await _make(session, settings, signs_from=begins)
    over = rules.over(found, now, tokens.lifetime(settings.access_token_seconds))
    if over:
        await session.execute(delete(SigningKey).where(SigningKey.id.in_([key.id for key in over])))
        await invalidation.announce(session, INVALIDATION)
    return len(over) + (begins is not None)


async def _make(session: AsyncSession, settings: Settings, *, signs_from: datetime) -> SigningKey:
    private = ec.generate_private_key(ec.SECP256R1())
    key_id = str(uuid7())
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    public = jwk.construct(private.public_key(), tokens.ALGORITHM).to_dict()  # type: ignore[arg-type]
    key = SigningKey(
        id=key_id,
        public_jwk=public | {"kid": key_id, "use": "sig"},
        sealed_key=sealing.seal(sealing.secret_key(settings), pem, key_id),
        created_at=session.info["now"],
        signs_from=signs_from,
    )
    session.add(key)
    await session.flush()
    await invalidation.announce(session, INVALIDATION)
    _log.info("signing_key_made", kid=key_id, signs_from=signs_from.isoformat())
    return key


def _opened(key: SigningKey, settings: Settings) -> RingKey:
    pem = sealing.unseal(sealing.secret_key(settings), key.sealed_key, key.id)
    if pem is None:
        _log.warning("signing_key_sealed_with_another_secret", kid=key.id)
    private = None if pem is None else jwk.construct(pem.decode(), tokens.ALGORITHM)
    return RingKey(key.id, key.signs_from, key.public_jwk, jwk.construct(key.public_jwk, tokens.ALGORITHM), private)


def _signer(keys: Iterable[RingKey], now: datetime) -> RingKey | None:
    return rules.signing([key for key in keys if key.private is not None], now)


async def _lock(session: AsyncSession) -> None:
    """One process at a time makes keys; the lock ends with the transaction."""
    await session.execute(select(func.pg_advisory_xact_lock(_LOCK)))
