"""Signatures, addresses that may be called, and when to try again: pure."""

import base64
import hashlib
import hmac
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Literal
from urllib.parse import urlsplit

Verdict = Literal["delivered", "gone", "refused", "trouble"]
Network = IPv4Network | IPv6Network

SECRET_PREFIX = "whsec_"  # noqa: S105 - what every secret begins with
# Given up when it has been waiting for so long.
TRIED_FOR = timedelta(days=4)
DELIVERIES_KEPT = timedelta(days=90)
LONGEST_WAIT = timedelta(hours=8)
_WAITS = tuple(timedelta(seconds=s) for s in (5, 30, 120, 600, 1800, 3600, 7200, 14_400))
# Addresses that lead to IPv4 ones by way of IPv6, whatever those are.
_TUNNELS = tuple(ip_network(text) for text in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32"))
# What a receiver says when it is the time that is wrong, not the delivery.
_LATER = {408, 425, 429}


def written_secret(key: bytes) -> str:
    """A secret as its owner is shown it (Standard Webhooks)."""
    return SECRET_PREFIX + base64.b64encode(key).decode()


def signature(keys: Iterable[bytes], message_id: str, timestamp: int, body: bytes) -> str:
    """The `webhook-signature` of a message by each of some keys (Standard Webhooks, v1)."""
    signed = f"{message_id}.{timestamp}.".encode() + body
    made = (base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode() for key in keys)
    return " ".join(f"v1,{each}" for each in made)


def url_fault(url: str, *, http: bool, allowed: Sequence[Network]) -> str | None:
    """The code of what forbids an address for a webhook, as far as it can be seen without asking for its name."""
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return "bad_url"
    if not host or parts.username is not None or parts.fragment or not url.isascii() or not url.isprintable():
        return "bad_url"
    if parts.scheme not in ({"https", "http"} if http else {"https"}):
        return "https_only"
    try:
        address = ip_address(host)
    except ValueError:
        return None
    return None if may_call(address, allowed) else "private_address"


def may_call(address: IPv4Address | IPv6Address, allowed: Sequence[Network]) -> bool:
    """Whether a delivery may go to an address: the public internet, and networks the deployment names."""
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    if any(address in network for network in allowed):
        return True
    if any(address in network for network in _TUNNELS):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def verdict_of(status: int | None) -> Verdict:
    """What an answer means; None is no answer. A redirect is never followed: it is a refusal."""
    if status is None or status >= 500 or status in _LATER:
        return "trouble"
    if status == 410:
        return "gone"
    return "delivered" if 200 <= status < 300 else "refused"


def wait_after(failures: int, chance: float) -> timedelta:
    """How long to wait after so many failures in a row, a fifth more or less by chance (0 to 1)."""
    wait = _WAITS[failures - 1] if failures <= len(_WAITS) else LONGEST_WAIT
    return wait * (0.8 + 0.4 * chance)


def gives_up(queued_at: datetime, now: datetime) -> bool:
    """Whether a delivery that failed just now is not tried again."""
    return now - queued_at >= TRIED_FOR
