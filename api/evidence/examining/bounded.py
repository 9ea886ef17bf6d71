"""Has a file looked into by children that may fail, each on its own: this process only reads what they say."""

import mmap
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from api.kit import child

WALL_SECONDS = 120.0  # processor time is bounded below this; a busy machine may need longer by the clock
# Every signature says which bytes it is of, and nothing can hide that: offsets cannot stand in a packed object.
_OF_SIGNATURES = b"/ByteRange"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that was drawn of a file: 0 is its thumbnail, 1 and up are its pages."""

    position: int
    path: Path
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Pictures:
    """What a file looks like: its pages if it has any, its hash by sight if it is a photograph, what was drawn."""

    pages: int | None = None
    look: int | None = None
    drawn: tuple[Picture, ...] = ()


async def draw(file: Path, media_type: str, folder: Path) -> Pictures:
    """Draw thumbnail and previews into a folder; nothing of a file that cannot be drawn within the bounds."""
    words = (str(file), media_type, str(folder))
    said = await child.run("api.evidence.examining.pictures", *words, wall_seconds=WALL_SECONDS)
    if said is None:
        return Pictures()
    told = orjson.loads(said)
    drawn = (
        Picture(position, folder / f"{position}.jpg", width, height) for position, width, height in told["pictures"]
    )
    return Pictures(told["pages"], told["look"], tuple(drawn))


async def read_signatures(file: Path, roots: Path | None) -> list[dict[str, Any]]:
    """Who signed a PDF, and whether it is as they signed it. Nothing of one that cannot be read."""
    if not _mentions(file, _OF_SIGNATURES):
        return []
    words = (str(file), str(roots or ""))
    said = await child.run("api.evidence.examining.signatures", *words, wall_seconds=WALL_SECONDS)
    return [] if said is None else list(orjson.loads(said))


def _mentions(file: Path, words: bytes) -> bool:
    with file.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return content.find(words) >= 0
