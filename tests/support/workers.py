"""Workers as processes of their own, to be killed and stopped for real."""

import asyncio
import subprocess
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from api.cli.process import command, environment


@contextmanager
def a_worker(url: str, home: Path, **variables: str) -> Iterator["subprocess.Popen[bytes]"]:
    """A worker process, gone at the end. `variables` are more of its environment."""
    settings = {"LOTRINH_DATABASE_URL": url, "LOTRINH_HOME": str(home), "LOTRINH_LOG_LEVEL": "ERROR"}
    worker = subprocess.Popen(command("api.worker"), env=environment(**settings) | variables)
    try:
        yield worker
    finally:
        worker.kill()
        worker.wait()


async def until(holds: Callable[[], Awaitable[bool]]) -> None:
    """Look until something is so."""
    async with asyncio.timeout(60):
        while not await holds():
            await asyncio.sleep(0.05)
