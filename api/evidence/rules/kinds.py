"""What a file is, by its content: its name and whatever its sender says of it count for nothing."""

from collections.abc import Iterable

PDF, JPEG, PNG, WEBP = "application/pdf", "image/jpeg", "image/png", "image/webp"
MP4, ZIP = "video/mp4", "application/zip"
_OFFICE = "application/vnd.openxmlformats-officedocument."
DOCX = _OFFICE + "wordprocessingml.document"
XLSX = _OFFICE + "spreadsheetml.sheet"
PPTX = _OFFICE + "presentationml.presentation"
ALLOWED = (PDF, DOCX, XLSX, PPTX, JPEG, PNG, WEBP, MP4, ZIP)
PHOTOGRAPHS = frozenset({JPEG, PNG, WEBP})
LOOKED_INTO = PHOTOGRAPHS | {PDF}
NAMES = "PDF, DOCX, XLSX, PPTX, JPEG, PNG, WebP, MP4, ZIP"

_MAIN_PARTS = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX, "ppt/presentation.xml": PPTX}
_MACROS = "vbaProject.bin"
# ISO 14496-12 and 14496-14 brands of plain video; not pictures (heic, avif), not sound alone.
_BRANDS = frozenset({b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"MSNV", b"dash"})
_BEFORE_PDF = b"\xef\xbb\xbf\r\n\t "
ENOUGH = 1024
"""So many first bytes tell one kind from another."""


def sniff(head: bytes) -> str | None:
    """The media type of a file that begins so, ZIP for all that is one; None for what is not taken.

    A PDF must begin as one: what has other things before its header may be a page of HTML as well.
    """
    if head.lstrip(_BEFORE_PDF).startswith(b"%PDF-"):
        return PDF
    for magic, kind in ((b"\xff\xd8\xff", JPEG), (b"\x89PNG\r\n\x1a\n", PNG), (b"PK\x03\x04", ZIP)):
        if head.startswith(magic):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    return MP4 if head[4:8] == b"ftyp" and head[8:12] in _BRANDS else None


def of_members(names: Iterable[str]) -> str | None:
    """What a ZIP of these members is; None for a document that can run macros, which is not taken."""
    known = set(names)
    if "[Content_Types].xml" not in known:
        return ZIP
    if any(name.endswith(_MACROS) for name in known):
        return None
    return next((kind for part, kind in _MAIN_PARTS.items() if part in known), ZIP)


def is_contradicted(declared: str | None, found: str) -> bool:
    """Whether the sender said it was something else; a vague or missing word is no lie."""
    said = (declared or "").partition(";")[0].strip().lower()
    return said not in {"", "application/octet-stream", "application/offset+octet-stream", "multipart/form-data", found}
