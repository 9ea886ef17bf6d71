"""Drawing a paper: in a child process, a few at a time, so that the pages one person waits for stop nobody else."""

import asyncio
import os
import sys
from enum import StrEnum
from pathlib import Path

from api.documents.paper import Grid, Paper, pack
from api.kit.child import end
from api.kit.problems import Unavailable

AT_ONCE = 2  # children of one process
WALL_SECONDS = 60.0  # from when it is asked for, waiting included
EDITION = 1  # of the layouts; a higher one makes copies kept elsewhere stale


class Format(StrEnum):
    """What a document can be had as."""

    DOCX = "docx"
    PDF = "pdf"
    XLSX = "xlsx"

    @property
    def media_type(self) -> str:
        """Its media type."""
        return _MEDIA_TYPES[self]


_OFFICE = "application/vnd.openxmlformats-officedocument"
_MEDIA_TYPES = {
    Format.DOCX: f"{_OFFICE}.wordprocessingml.document",
    Format.PDF: "application/pdf",
    Format.XLSX: f"{_OFFICE}.spreadsheetml.sheet",
}
_turn = asyncio.Semaphore(AT_ONCE)


async def render(paper: Paper | Grid, form: Format, fonts: Path | None, wall_seconds: float = WALL_SECONDS) -> bytes:
    """The file; of a grid a workbook. `fonts` is the folder of a PDF's font, which the build of the screens lays down.

    Raises Unavailable when it takes too long or the font is missing.
    """
    if form is Format.PDF and fonts is None:
        raise Unavailable(headers={"Retry-After": "600"})
    try:
        async with asyncio.timeout(wall_seconds), _turn:
            return await _drawn(pack(paper), "grid" if isinstance(paper, Grid) else form, fonts)
    except TimeoutError as error:
        raise Unavailable(headers={"Retry-After": "60"}) from error


async def _drawn(paper: bytes, form: str, fonts: Path | None) -> bytes:
    """What a child makes of it. Raises RuntimeError when it fails, which is a fault of ours."""
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "api.documents.child",
        form,
        str(fonts or ""),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={"PATH": os.defpath, "PYTHONPATH": os.pathsep.join(sys.path), "LC_ALL": "C.UTF-8"},
    )
    try:
        made, said = await child.communicate(paper)
    finally:
        await end(child)
    if child.returncode != 0:
        raise RuntimeError(f"the {form} could not be drawn: {said.decode(errors='replace')[-2000:]}")
    return made
