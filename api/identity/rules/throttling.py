"""How many failed sign-ins are too many.

Failures are counted for (account, network) and for the network alone, never for the account alone: who tries
passwords from elsewhere cannot lock an office out of its own account.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

# A subscriber of IPv6 holds a whole /64 and could use a new address for every attempt.
_IPV6_PREFIX = 64


@dataclass(frozen=True, slots=True)
class Count:
    """Failures since `first_at`."""

    failures: int
    first_at: datetime


def network_of(address: str) -> str:
    """What an address is counted as: itself, or its /64."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return "unknown"
    if not isinstance(parsed, IPv6Address):
        return str(parsed)
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return str(ip_network((parsed.packed, _IPV6_PREFIX), strict=False))


def wait(count: Count | None, limit: int, window: timedelta, now: datetime) -> timedelta | None:
    """How long until the next attempt; None when one may be made now."""
    if count is None or count.failures < limit:
        return None
    left = count.first_at + window - now
    return left if left > timedelta(0) else None
