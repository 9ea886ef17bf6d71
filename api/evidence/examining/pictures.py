"""Draws one untrusted file in a process of its own: `python -m api.evidence.examining.pictures FILE TYPE FOLDER`.

The pictures are JPEG without a word of what the file says beside its pixels: no place, no camera, no author.
"""

import json
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pypdfium2
from PIL import Image, ImageOps

from api.kit.child import bound

MEMORY = 1 << 30
SECONDS = 60
FILE_BYTES = 16 << 20
MOST_PAGES = 12
_LARGE, _SMALL = 1600, 320  # pixels of the longer side
_QUALITY = 80
_POINTS = 72
_SHARPEST = 200 / _POINTS
_PHOTOGRAPHS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
# A picture of more pixels than twice this is not opened: phones make 108 million.
Image.MAX_IMAGE_PIXELS = 60_000_000


def draw(file: Path, media_type: str, folder: Path) -> dict[str, object]:
    """What is said of the file; its pictures are in the folder."""
    if media_type in _PHOTOGRAPHS:
        with Image.open(file, formats=[_PHOTOGRAPHS[media_type]]) as opened:
            shown = _upright(opened)
        return {"pages": None, "look": look_of(shown), "pictures": _saved(iter([shown]), folder)}
    with pypdfium2.PdfDocument(file) as document:
        pages = len(document)
        drawn = (_page(document[position]) for position in range(min(pages, MOST_PAGES)))
        return {"pages": pages, "look": None, "pictures": _saved(drawn, folder)}


def _upright(opened: Image.Image) -> Image.Image:
    """The pixels alone, the right way up, on white where it is transparent."""
    opened.draft("RGB", (2 * _LARGE, 2 * _LARGE))
    opened.thumbnail((2 * _LARGE, 2 * _LARGE))
    turned = ImageOps.exif_transpose(opened).convert("RGBA")
    paper = Image.new("RGB", turned.size, "white")
    paper.paste(turned, mask=turned)
    return paper


def _page(page: pypdfium2.PdfPage) -> Image.Image:
    scale = min(_SHARPEST, _LARGE / max(1.0, *page.get_size()))
    drawn: Image.Image = page.render(scale=scale, may_draw_forms=False).to_pil()
    return drawn.convert("RGB")


def _saved(pictures: Iterator[Image.Image], folder: Path) -> list[tuple[int, int, int]]:
    """Position, width and height of each that was saved; the first one also small, as the thumbnail."""
    told = []
    for position, picture in enumerate(islice(pictures, MOST_PAGES), start=1):
        sizes = ((position, _LARGE),) if position > 1 else ((0, _SMALL), (1, _LARGE))
        for at, longest in sizes:
            copy = picture.copy()
            copy.thumbnail((longest, longest))
            copy.save(folder / f"{at}.jpg", "JPEG", quality=_QUALITY, optimize=True, exif=b"", icc_profile=None)
            told.append((at, copy.width, copy.height))
    return told


def look_of(picture: Image.Image) -> int:
    """What it looks like, in 64 bits: whether it gets darker from each of nine by eight squares to the next (dHash)."""
    squares = picture.convert("L").resize((9, 8), Image.Resampling.LANCZOS).tobytes()
    steps = (squares[9 * row + column] > squares[9 * row + column + 1] for row in range(8) for column in range(8))
    return sum(darker << place for place, darker in enumerate(steps))


if __name__ == "__main__":
    bound(memory=MEMORY, seconds=SECONDS, file_bytes=FILE_BYTES)
    json.dump(draw(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])), sys.stdout)
