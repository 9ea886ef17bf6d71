"""From a Bearer token to the Subject, in microseconds when it was here before.

Two caches in the process, both bounded. Tokens: what a signature check found, until the token expires. Subjects: the
grants behind it, until somebody changes them (`kit.invalidation`, from this process or another), until the
Vietnamese day turns, and in any case for a few seconds only, should a message between processes be lost.
"""

import hashlib
from collections import OrderedDict
from datetime import datetime, timedelta
from typing import Generic, TypeVar
from uuid import UUID

from fastapi import FastAPI, Request

from api.identity.rules.pace import Bucket
from api.identity.rules.tokens import Principal, Refused, Verified
from api.identity.service import passwords, subjects
from api.identity.service.signing import INVALIDATION, KeyRing, UnknownKey
from api.kit import invalidation
from api.kit.calendar import start_of_day, vietnam_today
from api.kit.db import Database
from api.kit.permissions import Subject
from api.kit.problems import NotSignedIn, TooManyRequests
from api.settings import Settings
from api.units.service.above import announced

_TOKENS = 20_000
_ACCOUNTS = 10_000
_CLIENTS = 10_000
# Of one account; with more, all are read again.
_SESSIONS = 64
_DAY = timedelta(days=1)
Key = TypeVar("Key")
Value = TypeVar("Value")


class Recent(OrderedDict[Key, Value], Generic[Key, Value]):
    """The entries used last, up to a number."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._limit = limit

    def recall(self, key: Key) -> Value | None:
        """An entry, which thereby is the last used."""
        value = self.get(key)
        if value is not None:
            self.move_to_end(key)
        return value

    def keep(self, key: Key, value: Value) -> None:
        """Add an entry; the one not used for longest makes room."""
        self[key] = value
        if len(self) > self._limit:
            self.popitem(last=False)


class Authenticator:
    """What `main` installs as `app.state.authenticator`."""

    def __init__(self, settings: Settings, ring: KeyRing) -> None:
        self._ring = ring
        self._subject_life = timedelta(seconds=settings.subject_cache_seconds)
        self._tokens: Recent[bytes, Verified] = Recent(_TOKENS)
        # Of each account what its sessions and narrower tokens come to, and until when that may be believed.
        self._subjects: Recent[UUID, dict[Principal, tuple[Subject, datetime]]] = Recent(_ACCOUNTS)
        self._per_minute = settings.client_requests_per_minute
        self._buckets: Recent[UUID, Bucket] = Recent(_CLIENTS)
        self._changes = 0

    async def __call__(self, request: Request) -> Subject:
        """The caller of a request. Raises NotSignedIn, and TooManyRequests for a system that asks too often."""
        token = _bearer(request)
        now: datetime = request.app.state.clock()
        database: Database = request.app.state.database
        verified = await self._verify(token, database, now)
        request.state.signed_in_until = verified.expires_at
        subject = await self._subject(verified.principal, database, now)
        if subject.kind == "client":
            self._slow_down(request, subject, now)
        return subject

    def _slow_down(self, request: Request, client: Subject, now: datetime) -> None:
        """Count a client's request, once, however often it is asked who sent it."""
        pace = client.pace or self._per_minute
        if not hasattr(request.state, "to_wait"):
            bucket = self._buckets.recall(client.id)
            if bucket is None:
                bucket = Bucket(pace, now.timestamp())
                self._buckets.keep(client.id, bucket)
            request.state.to_wait = bucket.take(pace, now.timestamp())
        if request.state.to_wait:
            raise TooManyRequests(pace, request.state.to_wait)

    def drop(self, key: str | None) -> None:
        """Forget what changed: one account (`user:<id>`, `client:<id>`), the signing keys, or everything.

        What is about units (`above:…`) changes nobody's rights.
        """
        if key is not None and announced(key):
            return
        self._changes += 1
        kind, _, account = (key or "").partition(":")
        if kind in {"user", "client"}:
            self._subjects.pop(UUID(account), None)
            return
        self._subjects.clear()
        if key in {None, INVALIDATION}:
            self._tokens.clear()
            self._ring.forget()

    async def _verify(self, token: str, database: Database, now: datetime) -> Verified:
        digest = hashlib.sha256(token.encode()).digest()
        verified = self._tokens.recall(digest)
        if verified is None:
            verified = await self._read(token, database, now)
            self._tokens.keep(digest, verified)
        elif verified.expires_at <= now:
            del self._tokens[digest]
            raise NotSignedIn("invalid_token")
        return verified

    async def _read(self, token: str, database: Database, now: datetime) -> Verified:
        try:
            return self._ring.read(token, now)
        except UnknownKey:
            return await self._read_with_new_keys(token, database, now)
        except Refused as error:
            raise NotSignedIn("invalid_token") from error

    async def _read_with_new_keys(self, token: str, database: Database, now: datetime) -> Verified:
        """Once more with the keys as they are in the database, which are not read more often than the copy ages."""
        async with database.session(now) as session:
            await self._ring.refresh(session, now)
        try:
            return self._ring.read(token, now)
        except Refused as error:
            raise NotSignedIn("invalid_token") from error

    async def _subject(self, principal: Principal, database: Database, now: datetime) -> Subject:
        known = (self._subjects.recall(principal.id) or {}).get(principal)
        if known is not None and known[1] > now:
            return known[0]
        changes = self._changes
        async with database.session(now) as session:
            subject = await subjects.load(session, principal)
        if subject is None:
            raise NotSignedIn("invalid_token")
        # What was read while something changed may be of before the change: use it, but do not keep it.
        if changes == self._changes:
            self._keep(principal, subject, now)
        return subject

    def _keep(self, principal: Principal, subject: Subject, now: datetime) -> None:
        held = self._subjects.get(principal.id)
        if held is None or len(held) >= _SESSIONS:
            held = {}
            self._subjects.keep(principal.id, held)
        end_of_today = start_of_day(vietnam_today(now) + _DAY)
        held[principal] = (subject, min(now + self._subject_life, end_of_today))


def _bearer(request: Request) -> str:
    header = request.headers.get("authorization")
    if header is None:
        raise NotSignedIn
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise NotSignedIn
    return token


def install(app: FastAPI, settings: Settings) -> None:
    """Give an application its signing keys and its authenticator."""
    passwords.give_memory_back()
    ring = KeyRing(settings)
    authenticator = Authenticator(settings, ring)
    app.state.key_ring = ring
    app.state.authenticator = authenticator
    invalidation.subscribe(authenticator.drop)
