"""A photograph as phones make them, drawn by code: a school that is nowhere, and where and by what it was “taken”."""

import io

from PIL import Image, ImageDraw

_WIDE, _HIGH = 1280, 960
_GROUND, _EAVES, _BELOW = 760, 330, 580
_SKY, _HAZE = (96, 158, 214), (226, 238, 246)
_WALL, _SHADE, _ROOF, _GLASS = (244, 214, 140), (214, 178, 104), (150, 58, 44), (86, 122, 148)
_FLAG, _STAR = (218, 37, 29), (255, 205, 0)
# In the sea off Hải Phòng: latitude and longitude in degrees, minutes, seconds.
_PLACE = {1: "N", 2: (20.0, 42.0, 0.0), 3: "E", 4: (107.0, 6.0, 0.0)}
_MAKER, _CAMERA_OF, _GPS = 0x010F, 0x0110, 0x8825


def photograph() -> bytes:
    """The JPEG: the same at every call."""
    picture = Image.new("RGB", (_WIDE, _HIGH))
    draw = ImageDraw.Draw(picture)
    _outside(draw)
    _building(draw)
    _flagpole(draw)
    draw.text((24, _HIGH - 44), "DU LIEU MAU - SAMPLE DATA", fill="white", font_size=28)
    told, held = Image.Exif(), io.BytesIO()
    told[_MAKER], told[_CAMERA_OF] = "May anh mau", "Sample camera"
    told.get_ifd(_GPS).update(_PLACE)
    picture.save(held, "JPEG", quality=85, exif=told)
    return held.getvalue()


def _outside(draw: ImageDraw.ImageDraw) -> None:
    for row in range(_GROUND):
        part = row / _GROUND
        mixed = tuple(round(above + (below - above) * part) for above, below in zip(_SKY, _HAZE, strict=True))
        draw.line(((0, row), (_WIDE, row)), fill=mixed)
    draw.rectangle((0, _GROUND, _WIDE, _HIGH), fill=(188, 172, 150))
    for row in range(_GROUND + 30, _HIGH, 46):
        draw.line(((0, row), (_WIDE, row)), fill=(170, 154, 132), width=3)
    for left in (20, 1120):
        draw.rectangle((left + 62, 560, left + 82, _GROUND), fill=(104, 76, 52))
        draw.ellipse((left, 420, left + 144, 620), fill=(62, 122, 66))


def _building(draw: ImageDraw.ImageDraw) -> None:
    draw.polygon(((150, _EAVES), (230, 250), (1050, 250), (1130, _EAVES)), fill=_ROOF)
    draw.rectangle((180, _EAVES, 1100, _GROUND), fill=_WALL)
    for top in (370, _BELOW):
        for left in range(237, 1060, 106):
            if top == _BELOW and 500 < left < 700:  # the door
                continue
            draw.rectangle((left, top, left + 64, top + 100), fill=_GLASS, outline="white", width=5)
            draw.line(((left + 32, top), (left + 32, top + 100)), fill="white", width=4)
    draw.rectangle((180, 510, 1100, 536), fill=_SHADE)
    draw.rectangle((590, 590, 690, _GROUND), fill=(112, 74, 46), outline="white", width=5)
    draw.rectangle((500, 262, 780, 318), fill="white")
    draw.text((640, 290), "TRUONG HOC MAU", fill=_ROOF, font_size=30, anchor="mm")


def _flagpole(draw: ImageDraw.ImageDraw) -> None:
    draw.line(((352, 140), (352, _GROUND)), fill=(210, 210, 214), width=7)
    draw.rectangle((356, 146, 476, 226), fill=_FLAG)
    points = ((0, -24), (6, -8), (23, -8), (9, 3), (14, 20), (0, 10), (-14, 20), (-9, 3), (-23, -8), (-6, -8))
    draw.polygon([(416 + across, 188 + down) for across, down in points], fill=_STAR)
