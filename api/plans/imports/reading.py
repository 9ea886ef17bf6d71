"""A file becomes a preview, in this process. Untrusted files go through `bounded.read`, which calls this in a child."""

from pathlib import Path

from api.plans.imports.document import Document
from api.plans.imports.preview import Preview
from api.plans.imports.readers import docx, pdf, xlsx
from api.plans.imports.sniff import FileKind, kind_of
from api.plans.imports.understand.names import Match, no_match
from api.plans.imports.understand.plan import understand


def read(file: bytes | Path, filename: str = "", match: Match = no_match) -> Preview:
    """The preview of a plan document.

    `match` says which units and audiences a printed name may mean. Raises Refused, with a code of `messages.REFUSALS`.
    """
    if isinstance(file, Path):
        filename, file = filename or file.name, file.read_bytes()
    return understand(open_document(file, filename), match)


_READERS = {FileKind.DOCX: docx.read, FileKind.XLSX: xlsx.read, FileKind.PDF: pdf.read}


def open_document(data: bytes, filename: str = "") -> Document:
    """The paragraphs and tables of the file. Raises Refused."""
    return _READERS[kind_of(data, filename)](data)
