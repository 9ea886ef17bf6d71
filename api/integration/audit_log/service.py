"""The audit as a file."""

import csv
import io
from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.models import AuditEntry
from api.documents.paper import Grid, GridColumn
from api.integration.audit_log import queries
from api.integration.audit_log.errors import TooManyEntries
from api.integration.audit_log.schemas import AuditFilters
from api.kit.calendar import VIETNAM, vietnam_today
from api.kit.permissions import Subject

MOST = 20_000
_BYTE_ORDER_MARK = "\ufeff"  # spreadsheets take a file without one for another encoding
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_COLUMNS = (
    GridColumn("Vị trí", 10, "number"),
    GridColumn("Thời điểm", 20, "text"),
    GridColumn("Loại tài khoản", 14, "text"),
    GridColumn("Tài khoản", 22, "text"),
    GridColumn("Họ tên", 26, "text"),
    GridColumn("Hành động", 26, "text"),
    GridColumn("Đối tượng", 18, "text"),
    GridColumn("Mã đối tượng", 38, "text"),
    GridColumn("Đơn vị", 34, "text"),
    GridColumn("Địa chỉ mạng", 18, "text"),
    GridColumn("Mã yêu cầu", 28, "text"),
    GridColumn("Thay đổi", 80, "text"),
    GridColumn("Mã băm", 66, "text"),
)


async def sheet(session: AsyncSession, subject: Subject, filters: AuditFilters) -> Grid:
    """The entries asked for, newest first. Raises TooManyEntries."""
    now = session.info["now"]
    statement = queries.listed(subject, filters, vietnam_today(now))
    newest = statement.order_by(AuditEntry.at.desc(), AuditEntry.id.desc()).limit(MOST + 1)
    rows = (await session.execute(newest)).all()
    if len(rows) > MOST:
        raise TooManyEntries(limit=MOST)
    made = f"Lập lúc {now.astimezone(VIETNAM):%H:%M %d/%m/%Y}; {len(rows)} dòng"
    return Grid("Nhật ký hệ thống", (made,), "Nhật ký", _COLUMNS, tuple(_row(queries.shape(row)) for row in rows))


def as_csv(grid: Grid) -> bytes:
    """The same as CSV for spreadsheets; what somebody wrote never becomes a formula."""
    text = io.StringIO()
    text.write(_BYTE_ORDER_MARK)
    writer = csv.writer(text)
    writer.writerow([column.heading for column in grid.columns])
    writer.writerows([_plain(cell) for cell in row] for row in grid.rows)
    return text.getvalue().encode()


def _plain(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def _row(entry: dict[str, Any]) -> tuple[Any, ...]:
    actor: dict[str, Any] = entry["actor"]
    unit = entry["unit"] or {}
    return (
        entry["position"],
        f"{entry['at'].astimezone(VIETNAM):%Y-%m-%d %H:%M:%S}",
        actor["kind"],
        actor["code"],
        actor["name"],
        entry["action"],
        entry["entity"],
        entry["entity_id"],
        unit.get("name"),
        entry["address"],
        entry["request_id"],
        _changes(entry["changes"]),
        entry["hash"],
    )


def _changes(changes: dict[str, Any]) -> str:
    altered: dict[str, dict[str, Any]] = changes.get("altered", {})
    said = [f"{field}: {_said(each['before'])} → {_said(each['after'])}" for field, each in altered.items()]
    return "; ".join([*said, *_others(changes)])[:30_000]


def _others(changes: dict[str, Any]) -> Sequence[str]:
    return [f"{name}: {_said(value)}" for name, value in changes.items() if name != "altered"]


def _said(value: Any) -> str:
    return value if isinstance(value, str) else orjson.dumps(value).decode()
