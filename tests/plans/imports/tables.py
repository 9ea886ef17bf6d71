"""Small tables for the tests, written as lists of texts."""

from api.plans.imports.document import Document, GridRow, Paragraph, Slot, Table
from api.plans.imports.preview import Preview, Row
from api.plans.imports.understand.names import Match, no_match
from api.plans.imports.understand.plan import understand

TASK_HEAD = ["TT", "Nhiệm vụ", "Sản phẩm", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời gian"]
TARGET_HEAD = ["TT", "Chỉ tiêu", "Đơn vị tính", "Mức đạt 2026"]
RIGHT, BELOW = "→", "↓"  # covered by the cell at the left, by the cell above


def slot(text: str) -> Slot:
    """One place; “*” before a text makes it bold."""
    if text in (RIGHT, BELOW):
        return Slot(across=text == RIGHT, down=text == BELOW)
    return Slot(text.removeprefix("*"), bold=text.startswith("*"))


def table(*rows: list[str], number: int = 1, pages: tuple[int, ...] = (), name: str = "") -> Table:
    """A table; `pages` are the rows, from 0, that begin a page."""
    grid = [
        GridRow(tuple(map(slot, row)), i + 1, sum(p <= i for p in pages) + 1 if pages else None, i in pages)
        for i, row in enumerate(rows)
    ]
    return Table(tuple(grid), number, name)


def preview(*items: Table | str, match: Match = no_match, year: int | None = 2026) -> Preview:
    """What is understood of a document of these lines and tables, in a plan of a year."""
    top = ["KẾ HOẠCH", f"Chuyển đổi số năm {year}"] if year else []
    parts = [Paragraph(item) if isinstance(item, str) else item for item in (*top, *items)]
    return understand(Document(tuple(parts)), match)


def tasks(*rows: list[str], pages: tuple[int, ...] = ()) -> list[Row]:
    """The preview rows of one table of tasks."""
    return preview(table(TASK_HEAD, *rows, pages=pages)).rows


def codes(row: Row) -> list[str]:
    """The codes of a row's problems."""
    return [problem.code for problem in row.problems]
