"""All that the caller's own units owe as one list, in the order of its urgency."""

from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from api.assignments.permissions import ASSIGNMENT_WRITE
from api.assignments.queries.assignments import open_of
from api.dashboard.queries import owed as queries
from api.dashboard.rules import urgency
from api.kit.calendar import end_of_day, has_passed
from api.kit.permissions import Subject
from api.plans.queries.parties import raw
from api.units.models.arrays import any_id
from api.units.scope import own_units

_PLAIN = ("id", "title", "status")


async def owed(session: AsyncSession, subject: Subject) -> dict[str, Any]:
    """Work, reports, data requests and requests to clarify; those due first before."""
    now = session.info["now"]
    found = await _work(session, subject, now)
    found += [_report(row, now) for row in await session.execute(queries.reports(subject))]
    found += [
        _item("data_request", row, row.due_at, now)
        for row in await session.execute(queries.data_requests(subject, now))
    ]
    found += [
        _item("clarification_request", row, end_of_day(row.due_on), now)
        for row in await session.execute(queries.clarifications(subject))
    ]
    found.sort(key=lambda each: (*urgency(each["due_at"], handed_in=each["handed_in"]), each["kind"], str(each["id"])))
    return {"items": found[: queries.MOST], "more": len(found) > queries.MOST}


async def _work(session: AsyncSession, subject: Subject, now: datetime) -> list[dict[str, Any]]:
    rows = await session.execute(open_of(any_id(own_units(subject, ASSIGNMENT_WRITE)), now).limit(queries.MOST + 1))
    return [_assignment(orjson.loads(item), status, due_at) for item, status, due_at in rows]


def _assignment(body: dict[str, Any], status: str, due_at: datetime | None) -> dict[str, Any]:
    return {
        "kind": "assignment",
        "id": body["id"],
        "title": body["task"]["name"],
        "unit": body["unit"],
        "owed_to": None,
        "status": status,
        "due_at": due_at,
        "overdue": body["overdue"],
        "handed_in": status == "awaiting_confirmation",
        "period": None,
        "answers_questions": False,
        "assignment": body,
    }


def _report(row: Row[Any], now: datetime) -> dict[str, Any]:
    more = {"period": row.period, "answers_questions": row.kind == "school"}
    return _item("report", row, row.due_at, now) | more


def _item(kind: str, row: Row[Any], due_at: datetime | None, now: datetime) -> dict[str, Any]:
    return {
        "kind": kind,
        **{name: getattr(row, name) for name in _PLAIN},
        "unit": raw(row.unit),
        "owed_to": raw(row.owed_to),
        "due_at": due_at,
        "overdue": due_at is not None and has_passed(due_at, now),
        "handed_in": False,
        "period": None,
        "answers_questions": False,
        "assignment": None,
    }
