"""The API process. It imports nothing it does not serve with: its memory and start are measured."""

import contextlib
import socket
import sys

import uvicorn

from api.cli import spare  # noqa: F401 - before whatever it spares us
from api.cli.process import follow_supervisor, wait_at_gate
from api.kit.http import ending
from api.main import app
from api.settings import get_settings

STARTUP_FAILURE = 3  # as uvicorn itself exits
GRACE_SECONDS = 5
"""How long requests under way may take to end after SIGTERM."""


class _Server(uvicorn.Server):
    """Tells those who hold answers open for long before it waits for them."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop: no new connections, and an end to streams; answers under way have their grace."""
        ending.begin()
        await super().shutdown(sockets)


def main() -> None:
    """Serve the API and the built SPA until SIGTERM."""
    follow_supervisor()
    wait_at_gate()
    settings = get_settings()
    config = uvicorn.Config(
        app,
        factory=True,
        host=settings.host,
        port=settings.port,
        ws="none",
        lifespan="on",
        access_log=False,  # the application writes its own, with the request id
        log_config=None,
        server_header=False,
        proxy_headers=False,  # trusted_proxies says whose word the rate limit takes
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    server = _Server(config)
    with contextlib.suppress(KeyboardInterrupt):
        server.run()
    if not server.started:
        sys.exit(STARTUP_FAILURE)


if __name__ == "__main__":
    main()
