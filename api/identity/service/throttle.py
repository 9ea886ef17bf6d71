"""Failed sign-ins, counted; successes and refusals for other reasons are not."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case, delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from api.identity.errors import TooManyAttempts
from api.identity.models import SignInFailure
from api.identity.rules import throttling
from api.settings import Settings

# The row of a network as a whole.
_ANY = ""


@dataclass(frozen=True, slots=True)
class Attempt:
    """Somebody tries an account from a network. What was typed as a username is kept as a digest only."""

    account: str
    network: str


def attempt_on(kind: str, name: str, address: str | None, device: str | None = None) -> Attempt:
    """An attempt on the user or client of a (folded) name, known or not.

    One from a browser the account has signed in from before is that device's, whatever its network does.
    """
    digest = hashlib.blake2b(f"{kind}:{name}".encode(), digest_size=16).hexdigest()
    return Attempt(digest, throttling.network_of(address or "") if device is None else f"device:{device}")


def attempt_within(kind: str, name: str) -> Attempt:
    """An attempt by somebody past the first door: counted for the account, wherever they come from.

    Nobody else can run up that count, so it locks nobody out.
    """
    return attempt_on(kind, name, None, device=f"{kind}:{name}")


async def check(session: AsyncSession, attempt: Attempt, settings: Settings, now: datetime) -> None:
    """Raise TooManyAttempts where too many failed before."""
    found = await session.execute(
        select(SignInFailure.account, SignInFailure.failures, SignInFailure.first_at).where(
            SignInFailure.network == attempt.network, SignInFailure.account.in_((attempt.account, _ANY))
        )
    )
    _refuse_if_many({row.account: throttling.Count(row.failures, row.first_at) for row in found}, settings, now)


async def count(session: AsyncSession, attempt: Attempt, settings: Settings, now: datetime) -> None:
    """Count a failure, of the account from its network and of the network."""
    over = SignInFailure.first_at <= now - timedelta(seconds=settings.sign_in_window_seconds)
    # The network's row first, always, so that two failures never wait for each other.
    rows = [
        {"account": account, "network": attempt.network, "failures": 1, "first_at": now}
        for account in (_ANY, attempt.account)
    ]
    statement = insert(SignInFailure).values(rows)
    changes = {
        "failures": case((over, 1), else_=SignInFailure.failures + 1),
        "first_at": case((over, now), else_=SignInFailure.first_at),
    }
    key = [SignInFailure.account, SignInFailure.network]
    await session.execute(statement.on_conflict_do_update(index_elements=key, set_=changes))


async def clear(session: AsyncSession, attempt: Attempt) -> None:
    """A success from a network forgets the account's failures there."""
    await session.execute(
        delete(SignInFailure).where(SignInFailure.account == attempt.account, SignInFailure.network == attempt.network)
    )


async def forget_old(session: AsyncSession, settings: Settings) -> int:
    """Delete counts whose window is over; how many."""
    over = session.info["now"] - timedelta(seconds=settings.sign_in_window_seconds)
    deleted = await session.execute(delete(SignInFailure).where(SignInFailure.first_at <= over))
    return int(deleted.rowcount)  # type: ignore[attr-defined]


def _refuse_if_many(counts: Mapping[str, throttling.Count], settings: Settings, now: datetime) -> None:
    window = timedelta(seconds=settings.sign_in_window_seconds)
    for account, found in counts.items():
        limit = settings.sign_in_network_failures if account == _ANY else settings.sign_in_failures
        left = throttling.wait(found, limit, window, now)
        if left is not None:
            raise TooManyAttempts(left.total_seconds())
