"""Child processes for what is not trusted with this one: bounded, without settings or secrets, never outliving it."""

import asyncio
import ctypes
import os
import resource
import signal
import sys
from contextlib import suppress

_ON_PARENTS_DEATH = 1  # PR_SET_PDEATHSIG of prctl(2)
_FILES = 64


def bound(*, memory: int, seconds: int, file_bytes: int) -> None:
    """Bounds this process for good, and ends it with the one that started it, even one killed (on Linux).

    Bytes of address space, seconds of processor time, bytes of the largest file it may write.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_ON_PARENTS_DEATH, signal.SIGKILL)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_NOFILE, (_FILES, _FILES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes, file_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


async def run(module: str, *arguments: str, wall_seconds: float) -> bytes | None:
    """What a module wrote to its standard output; None when it failed, ran into its bounds or took too long."""
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        module,
        *arguments,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={"PATH": os.defpath, "PYTHONPATH": os.pathsep.join(sys.path), "LC_ALL": "C.UTF-8"},
    )
    try:
        async with asyncio.timeout(wall_seconds):
            said, _ = await child.communicate()
    except TimeoutError:
        return None
    finally:
        await end(child)
    return said if child.returncode == 0 else None


async def end(child: asyncio.subprocess.Process) -> None:
    """The child never outlives the call, whatever ended it."""
    if child.returncode is None:
        with suppress(ProcessLookupError):
            child.kill()
        await child.wait()
