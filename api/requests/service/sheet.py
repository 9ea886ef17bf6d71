"""A request as a workbook: one row a unit, one column for each thing asked, numbers as numbers."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.documents.paper import Grid, GridColumn
from api.kit.calendar import VIETNAM, vietnam_today
from api.kit.permissions import Subject
from api.kit.problems import NotFound
from api.requests.queries import answers, requests
from api.requests.rules import Column, columns_of

_YES_NO = {True: "Có", False: "Không", None: None}
_LEADING = (
    GridColumn("STT", 6, "number"),
    GridColumn("Mã đơn vị", 16, "text"),
    GridColumn("Đơn vị", 40, "text"),
    GridColumn("Trực thuộc", 32, "text"),
)
_TRAILING = (GridColumn("Trả lời lúc", 18, "text"), GridColumn("Người trả lời", 28, "text"))
_WIDTHS = {"text": 36.0, "number": 16.0, "yes_no": 12.0, "date": 14.0, "choice": 24.0}


async def sheet(session: AsyncSession, subject: Subject, request_id: UUID) -> tuple[Grid, str, int]:
    """The workbook of the rows the caller sees, what it is called, and the version. Raises NotFound."""
    today = vietnam_today(session.info["now"])
    made = (await session.execute(requests.one(subject, request_id, today))).one_or_none()
    if made is None:
        raise NotFound
    columns = columns_of(made.columns)
    rows = (await session.execute(answers.sheet(subject, request_id, today))).all()
    counts = f"Đã trả lời {made.answered}/{made.asked} đơn vị; hạn {_when(made.due_at)}"
    grid = Grid(
        title=made.title,
        notes=(counts,),
        sheet="Trả lời",
        columns=(*_LEADING, *(_column(each) for each in columns), *_TRAILING),
        rows=tuple(_row(place, row, columns) for place, row in enumerate(rows, start=1)),
    )
    return grid, f"Yêu cầu - {made.title}", made.version


def _column(column: Column) -> GridColumn:
    kind: Any = column.kind if column.kind in {"number", "date"} else "text"
    return GridColumn(column.label, _WIDTHS[column.kind], kind)


def _row(place: int, row: Any, columns: tuple[Column, ...]) -> tuple[Any, ...]:
    values = row.values or {}
    told = (_YES_NO[values.get(each.key)] if each.kind == "yes_no" else values.get(each.key) for each in columns)
    at = None if row.answered_at is None else _when(row.answered_at)
    return (place, row.code, row.name, row.under, *told, at, row.answered_by)


def _when(at: datetime) -> str:
    """To the minute, in Việt Nam."""
    return f"{at.astimezone(VIETNAM):%H:%M %d/%m/%Y}"
