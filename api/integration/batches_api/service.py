"""Taking a load back, and the file of what it refused."""

import csv
import io
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.assignments.service import undo_assignments
from api.audit.service import Actor, record
from api.documents.paper import Grid, GridColumn
from api.indicators.service import undo_values
from api.integration.batches_api import queries
from api.kit.bulk import Batch, BatchUndone
from api.kit.bulk.rows import REMARK
from api.kit.events import emit
from api.kit.permissions import Subject
from api.kit.problems import Language

_BYTE_ORDER_MARK = "\ufeff"  # without it spreadsheets read Vietnamese as Latin-1
_ROW, _WHY = f"{REMARK}row", f"{REMARK}why"
_WIDTH = 18
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
Undo = Callable[[AsyncSession, Actor, Subject, UUID], Awaitable[int]]
_UNDO: Mapping[str, Undo] = {"indicator_value": undo_values, "assignment": undo_assignments}


async def undo(session: AsyncSession, actor: Actor, subject: Subject, batch: Batch) -> Batch:
    """Make all that a batch wrote what it was before.

    Raises BatchUndone, BatchOvertaken where something newer stands on it, Forbidden.
    """
    if batch.undone_at is not None:
        raise BatchUndone
    count = await _UNDO[batch.entity](session, actor, subject, batch.id)
    batch.version += 1
    batch.undone_at = batch.updated_at = session.info["now"]
    batch.undone_by = subject.name
    record(
        session, actor, "batch.undo", entity="batch", entity_id=batch.id, unit_id=batch.unit_id,
        changes={"entity": batch.entity, "records": count},
    )  # fmt: skip
    emit(
        session, "batch.updated", entity="batch", entity_id=batch.id, version=batch.version, unit_id=batch.unit_id,
        data={"entity": batch.entity, "undone": True, "records": count},
    )  # fmt: skip
    await session.flush()
    return batch


async def rejects(session: AsyncSession, load_id: UUID, language: Language) -> list[dict[str, Any]]:
    """The rows a batch refused as they were sent, each with its number and why: to be mended and sent again.

    Those of a job that wrote nothing are kept under its own id.
    """
    rows = await session.execute(queries.refused(load_id))
    return [_sent(row.sent) | {_ROW: row.row, _WHY: _why(row.errors, language)} for row in rows]


def as_csv(rows: Sequence[Mapping[str, Any]]) -> bytes:
    """The rows as CSV, their own columns first."""
    text = io.StringIO()
    text.write(_BYTE_ORDER_MARK)
    writer = csv.DictWriter(text, _names(rows), restval="")
    writer.writeheader()
    writer.writerows({name: _cell(cell) for name, cell in row.items()} for row in rows)
    return text.getvalue().encode()


def as_grid(rows: Sequence[Mapping[str, Any]], title: str) -> Grid:
    """The rows as a sheet."""
    names = _names(rows)
    columns = tuple(GridColumn(name, _WIDTH, "text") for name in names)
    cells = tuple(tuple(str(_cell(row.get(name))) for name in names) for row in rows)
    return Grid(title, (), "Rejects", columns, cells)


def _names(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    own = dict.fromkeys(name for row in rows for name in row if not name.startswith(REMARK))
    return [*own, _ROW, _WHY]


def _sent(sent: Any) -> dict[str, Any]:
    return sent if isinstance(sent, dict) else {}


def _cell(cell: Any) -> Any:
    """A cell as CSV has it; what somebody wrote never becomes a formula."""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, str) and cell.startswith(_FORMULA):
        return f"'{cell}"
    return "" if cell is None else cell


def _why(errors: Sequence[Mapping[str, Any]], language: Language) -> str:
    said = (": ".join(filter(None, (each["field"], each["message"][language]))) for each in errors)
    return "; ".join(said)
