"""What runs in the child process: a paper on standard input, its file on standard output."""

import sys
from pathlib import Path

from api.documents import grid, pdf, sheet, word
from api.documents.paper import Paper, unpack, unpack_grid


def main(form: str, fonts: str) -> None:
    """Draw what standard input holds."""
    given = sys.stdin.buffer.read()
    sys.stdout.buffer.write(grid.write(unpack_grid(given)) if form == "grid" else _write(unpack(given), form, fonts))


def _write(paper: Paper, form: str, fonts: str) -> bytes:
    if form == "docx":
        return word.write(paper)
    return sheet.write(paper) if form == "xlsx" else pdf.write(paper, Path(fonts))


if __name__ == "__main__":
    main(*sys.argv[1:])
