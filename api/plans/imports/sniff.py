"""What a file is, judged by its bytes before anything parses them, and refusals that need no parsing."""

import io
import zipfile
from enum import StrEnum

from api.plans.imports.preview import Refused

MAX_BYTES = 50 * 1024 * 1024
MAX_ENTRIES = 3000
MAX_UNPACKED = 200 * 1024 * 1024
MAX_RATIO = 200  # of one entry above a megabyte; text of a plan packs 20 to 1
MAX_PART = 40 * 1024 * 1024  # of one XML part

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_MACRO_NAMES = (".docm", ".xlsm", ".dotm", ".xltm", ".xlsb", ".xlam")
_DOCX_PART = "word/document.xml"
_XLSX_PART = "xl/workbook.xml"
_PDF_HEAD = 1024  # the marker may follow some junk


class FileKind(StrEnum):
    """The kinds of file that can be read."""

    DOCX = "docx"
    XLSX = "xlsx"
    PDF = "pdf"


def may_be_plan(head: bytes) -> bool:
    """Whether a file that begins so may be of a kind that is read, or one whose refusal says what to do instead."""
    return head.startswith((_OLE, b"PK")) or b"%PDF-" in head[:_PDF_HEAD]


def kind_of(data: bytes, filename: str = "") -> FileKind:
    """The kind of the file, by its content; the name only tells of macros.

    Raises Refused: empty, too_large, unknown_kind, old_office, encrypted, macros, zip_bomb, damaged.
    """
    if not data:
        raise Refused("empty")
    if len(data) > MAX_BYTES:
        raise Refused("too_large")
    if data.startswith(_OLE):
        raise Refused("encrypted" if _ENCRYPTED_STREAM in data else "old_office")
    if b"%PDF-" in data[:_PDF_HEAD]:
        return FileKind.PDF
    if data.startswith(b"PK"):
        return _kind_of_package(data, filename)
    raise Refused("unknown_kind")


def _kind_of_package(data: bytes, filename: str) -> FileKind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
            _refuse_bomb(entries)
            names = {entry.filename for entry in entries}
            types = _content_types(package, names)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
        raise Refused("damaged") from error
    _refuse_macros(names, types, filename)
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refused("encrypted")
    if _DOCX_PART in names:
        return FileKind.DOCX
    if _XLSX_PART in names:
        return FileKind.XLSX
    raise Refused("unknown_kind")


def _refuse_bomb(entries: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    steep = any(e.file_size > 1024 * 1024 and e.file_size > MAX_RATIO * max(e.compress_size, 1) for e in entries)
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED or steep:
        raise Refused("zip_bomb")


def _content_types(package: zipfile.ZipFile, names: set[str]) -> str:
    if "[Content_Types].xml" not in names:
        return ""
    try:
        with package.open("[Content_Types].xml") as part:
            return part.read(1024 * 1024).decode("utf-8", "replace")
    except RuntimeError:  # locked with a zip password
        return ""


def _refuse_macros(names: set[str], types: str, filename: str) -> None:
    inside = any(name.lower().endswith(("vbaproject.bin", "vbadata.xml")) for name in names)
    if inside or "macroenabled" in types.lower() or filename.lower().endswith(_MACRO_NAMES):
        raise Refused("macros")
