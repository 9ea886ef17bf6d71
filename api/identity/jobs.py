"""What identity does by the clock."""

from sqlalchemy.ext.asyncio import AsyncSession

from api.identity.service import clients, idleness, invitations, sessions, signing, throttle
from api.settings import get_settings


async def forget_old(session: AsyncSession) -> dict[str, int]:
    """Delete sessions, secrets and counts of failures that are over; how many of each."""
    return {
        "sessions": await sessions.forget_old(session),
        "secrets": await clients.forget_old_secrets(session),
        "links": await invitations.forget_old(session),
        "failures": await throttle.forget_old(session, get_settings()),
    }


async def close_idle(session: AsyncSession) -> dict[str, int]:
    """Close privileged accounts nobody used for long, and tell those who come near it; how many of each."""
    return await idleness.close_idle(session, get_settings())


async def rotate_signing_keys(session: AsyncSession) -> int:
    """Make the next signing key when its time comes and forget those that are over; how many changed."""
    return await signing.rotate(session, get_settings())
