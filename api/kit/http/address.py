"""Where a request comes from."""

from ipaddress import IPv4Network, IPv6Network, ip_address

from fastapi import Request

Networks = tuple[IPv4Network | IPv6Network, ...]


def client_address(request: Request) -> str | None:
    """The caller's address; what `X-Forwarded-For` says only as far as proxies of ours vouch for it.

    Every proxy adds the address it was called from at the end, so the list is read from there: the first address
    that is not one of `trusted_proxies` is the caller, whatever else the caller wrote before it.
    """
    if request.client is None:
        return None
    peer = request.client.host
    proxies: Networks = request.app.state.settings.trusted_proxies
    if not proxies or not _is_in(peer, proxies):
        return peer
    return _first_stranger(request.headers.getlist("x-forwarded-for"), proxies) or peer


def _first_stranger(headers: list[str], proxies: Networks) -> str | None:
    hops = [hop.strip() for header in headers for hop in header.split(",")]
    for hop in reversed(hops):
        if not _is_address(hop):
            return None
        if not _is_in(hop, proxies):
            return hop
    return None


def _is_in(address: str, networks: Networks) -> bool:
    return _is_address(address) and any(ip_address(address) in network for network in networks)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
