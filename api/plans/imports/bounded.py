"""Reading an untrusted file: parsed in a bounded child process, understood here."""

import asyncio
import os
import sys

from api.kit.child import end
from api.plans.imports.document import Document
from api.plans.imports.preview import Preview, Refused
from api.plans.imports.sniff import kind_of
from api.plans.imports.understand.names import Match, no_match
from api.plans.imports.understand.plan import understand
from api.plans.imports.wire import unpack

WALL_SECONDS = 120.0  # the child's processor time is bounded below this; a busy machine may need longer by the clock


async def read(data: bytes, filename: str = "", match: Match = no_match, wall_seconds: float = WALL_SECONDS) -> Preview:
    """The preview of a plan document, as `reading.read` gives it.

    Raises Refused; `took_too_long` when the child ran into its limits.
    """
    kind_of(data, filename)
    return understand(await parse(data, filename, wall_seconds), match)


async def parse(data: bytes, filename: str = "", wall_seconds: float = WALL_SECONDS) -> Document:
    """The document in the file, parsed by a child that sees neither settings nor secrets. Raises Refused."""
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "api.plans.imports.child",
        filename,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={"PATH": os.defpath, "PYTHONPATH": os.pathsep.join(sys.path), "LC_ALL": "C.UTF-8"},
    )
    try:
        async with asyncio.timeout(wall_seconds):
            packed, _ = await child.communicate(data)
    except TimeoutError as error:
        raise Refused("took_too_long") from error
    finally:
        await end(child)
    if child.returncode != 0:
        raise Refused("took_too_long")
    return unpack(packed)
