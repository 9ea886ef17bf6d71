"""What runs in the child process: a paper on standard input, its file on standard output."""

import sys
from pathlib import Path

from api.documents import pdf, sheet, word
from api.documents.paper import Paper, unpack


def main(form: str, fonts: str) -> None:
    """Draw what standard input holds."""
    sys.stdout.buffer.write(_write(unpack(sys.stdin.buffer.read()), form, fonts))


def _write(paper: Paper, form: str, fonts: str) -> bytes:
    if form == "docx":
        return word.write(paper)
    return sheet.write(paper) if form == "xlsx" else pdf.write(paper, Path(fonts))


if __name__ == "__main__":
    main(*sys.argv[1:])
