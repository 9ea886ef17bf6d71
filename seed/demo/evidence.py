"""Proof some of Hải Phòng's sample schools sent in, and what was found of it; the same at every call.

All is made by code but `signed.pdf`: a signature has chance in it. Its keys were made for it and thrown away; nobody
vouches for the authority, so it shows as whole and untrusted.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

from seed.demo.photograph import photograph

_MARK = " (dữ liệu mẫu)"
_ACROSS, _DOWN, _SQUARE = 12, 8, 40
_SAID = "DU LIEU MAU - SAMPLE DATA"


@dataclass(frozen=True, slots=True)
class SampleEvidence:
    """A file of one school for one task, what was found of it (none yet: nobody looked), and why."""

    unit: str
    task: str
    title: str
    filename: str
    content: bytes
    verdict: str | None = None
    reason: str | None = None


_SIGNED = "Kế hoạch tập huấn đã ký số.pdf"
_UNREADABLE = "Ảnh chụp mờ, không đọc được số và ngày của văn bản; đề nghị gửi bản quét."
_ROWS = (
    ("hp-001054", "2", "Kế hoạch chuyển đổi số năm học của trường", "ke-hoach-cds.pdf", "verified", None),
    ("hp-001054", "11", "Ảnh phòng lưu trữ học bạ trước khi số hóa", "phong-luu-tru.png", None, None),
    ("hp-001055", "2", "Kế hoạch chuyển đổi số của nhà trường", "ke-hoach.pdf", None, None),
    ("hp-001055", "11", "Biên bản nghiệm thu số hóa học bạ", "bien-ban-nghiem-thu.pdf", "verified", None),
    ("hp-001056", "2", "Ảnh chụp kế hoạch đã ký", "ke-hoach-da-ky.png", "rejected", _UNREADABLE),
    ("hp-001056", "27", "Ảnh buổi tập huấn an toàn thông tin", "tap-huan.png", None, None),
    ("hp-001060", "2", "Kế hoạch triển khai chuyển đổi số", "kh-trien-khai.pdf", "verified", None),
    ("hp-001061", "27", "Danh sách giáo viên dự tập huấn", "danh-sach.pdf", None, None),
    ("hp-001056", "27", "Ảnh chụp trường trong ngày tập huấn", "anh-truong.jpg", None, None),
    ("hp-001061", "27", "Kế hoạch tập huấn, đã ký số", _SIGNED, None, None),
)


def evidence() -> Iterator[SampleEvidence]:
    """What schools sent."""
    for number, (unit, task, title, filename, verdict, reason) in enumerate(_ROWS):
        yield SampleEvidence(unit, task, title + _MARK, filename, _content(number, filename), verdict, reason)


def _content(number: int, filename: str) -> bytes:
    if filename == _SIGNED:
        return (files("seed.demo") / "signed.pdf").read_bytes()
    if filename.endswith(".jpg"):
        return photograph()
    return _picture(number) if filename.endswith(".png") else _document(number)


def _document(number: int) -> bytes:
    """A PDF of one page that says what it is."""
    drawn = f"BT /F1 22 Tf 72 720 Td ({_SAID}) Tj 0 -36 Td /F1 14 Tf (Minh chung so {number + 1}) Tj ET".encode()
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>"
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        page,
        b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    made, places = b"%PDF-1.4\n", []
    for position, each in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj%s endobj\n" % (position, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    ends = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, len(made))
    return made + b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1) + table + ends


def _picture(number: int) -> bytes:
    """A PNG of squares, of other colours for each number."""
    lines = (b"".join(_colour(number, x, y) * _SQUARE for x in range(_ACROSS)) for y in range(_DOWN))
    rows = b"".join((b"\0" + line) * _SQUARE for line in lines)
    header = struct.pack(">IIBBBBB", _ACROSS * _SQUARE, _DOWN * _SQUARE, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(rows)) + _chunk(b"IEND", b"")


def _colour(number: int, column: int, row: int) -> bytes:
    return bytes((60 + (column * (37 + number) + row * 11) % 180, 90 + (row * (29 + number)) % 150, 120 + number * 12))


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
