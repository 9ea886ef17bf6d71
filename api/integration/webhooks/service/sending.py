"""One message to one address: resolved, checked and called as resolved, so that a name cannot change in between."""

import asyncio
import socket
import ssl
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from ipaddress import ip_address

import httpx

from api.integration.webhooks.rules import may_call, url_fault
from api.settings import Settings

TIMEOUT_SECONDS = 15.0
Resolve = Callable[[str, int], Awaitable[list[str]]]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a message; `error` says why there was no answer. `retry_after` is what a receiver asks for."""

    status_code: int | None
    error: str | None
    milliseconds: int
    retry_after: int | None = None


async def resolve(host: str, port: int) -> list[str]:
    """The addresses of a name."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]


@dataclass(frozen=True)
class Sender:
    """Sends messages; follows no redirect, uses no proxy, keeps no cookie and reads no answer's body."""

    settings: Settings
    resolve: Resolve = resolve
    trust: ssl.SSLContext = field(default_factory=ssl.create_default_context)

    async def send(self, url: str, headers: dict[str, str], body: bytes) -> Answer:
        """Post a message. Never raises for what the receiver or the net does."""
        began = time.perf_counter()
        try:
            async with asyncio.timeout(TIMEOUT_SECONDS):
                response = await self._post(url, headers, body)
        except TimeoutError:
            return Answer(None, "timeout", _since(began))
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
            return Answer(None, type(error).__name__, _since(began))
        if isinstance(response, str):
            return Answer(None, response, _since(began))
        asked = response.headers.get("retry-after", "")
        return Answer(response.status_code, None, _since(began), int(asked) if asked.isdecimal() else None)

    async def _post(self, url: str, headers: dict[str, str], body: bytes) -> httpx.Response | str:
        settings = self.settings
        if fault := url_fault(url, http=settings.webhook_http, allowed=settings.webhook_networks):
            return fault
        meant = httpx.URL(url)
        host, port = meant.raw_host.decode().strip("[]"), meant.port or (443 if meant.scheme == "https" else 80)
        found = await self.resolve(host, port)
        if not found or not all(
            may_call(ip_address(each.partition("%")[0]), settings.webhook_networks) for each in found
        ):
            return "private_address"
        named = {"Host": meant.netloc.decode("ascii")} | headers
        async with httpx.AsyncClient(verify=self.trust, trust_env=False, follow_redirects=False) as client:
            request = client.build_request(
                "POST", meant.copy_with(host=found[0]), headers=named, content=body,
                timeout=TIMEOUT_SECONDS, extensions={"sni_hostname": host},
            )  # fmt: skip
            response = await client.send(request, stream=True)
            await response.aclose()
            return response


def _since(began: float) -> int:
    return int((time.perf_counter() - began) * 1000)
