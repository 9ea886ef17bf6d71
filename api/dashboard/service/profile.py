"""A unit on one page before a visit."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from api.assignments.queries.assignments import moment
from api.dashboard.queries import profile as queries
from api.dashboard.service.page import Page
from api.plans.queries.parties import raw
from api.reporting.rules.report import is_overdue


async def profile(session: AsyncSession, page: Page) -> dict[str, Any]:
    """What one should know of the page's unit, beside its figures."""
    unit = page.unit
    late = (await session.execute(queries.late_work(unit["id"], moment(page.now)["late_before"]))).all()
    reports = await session.execute(queries.reports(unit["id"], page.today.year))
    return {
        "unit": {name: unit[name] for name in ("id", "code", "name")},
        "kind": unit["kind"],
        "people": await _people(session, page),
        "reports": [
            {**row._mapping, "overdue": is_overdue(row.status, row.due_at, page.now)} for row in reports
        ],
        "late": late[0].all if late else 0,
        "late_work": [_work(row) for row in late],
        "difficulties": [
            {**row._mapping, "unit": raw(row.unit), "task": raw(row.task)}
            for row in await session.execute(queries.difficulties(unit["id"]))
        ],
    }  # fmt: skip


async def _people(session: AsyncSession, page: Page) -> list[dict[str, Any]]:
    found: dict[Any, dict[str, Any]] = {}
    for row in await session.execute(queries.people(page.unit["id"], page.today)):
        person = found.setdefault(row.id, {"name": row.name, "email": row.email, "roles": []})
        person["roles"].append(row.role)
    return list(found.values())


def _work(row: Any) -> dict[str, Any]:
    plain = {
        name: getattr(row, name)
        for name in ("id", "version", "plan_id", "status", "percent", "person", "supervisor", "due_at", "occurrence")
    }
    return {**plain, "task": {"id": row.task_id, "code": row.task_code, "name": row.task}, "overdue": True}
