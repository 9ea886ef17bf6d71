"""Keeps what a plan and its tasks said on earlier days (ADR 0011); tasks by way of `service.rendering`."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from sqlalchemy import any_, delete, func, insert, select
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.ext.asyncio import AsyncSession

from api.kit.text import fold, sort_key
from api.plans.models import Plan, PlanVersion, TaskVersion
from api.plans.rules.history import carried
from api.units.models import arrays

_KEPT_OF_PLAN = ("version", "status", "task_count", "target_count", "updated_at")
_VERSION = TaskVersion.__table__


class Shown(NamedTuple):
    """A task as it was shown until now, `since` a day; nothing was before its first rendering."""

    id: UUID
    plan_id: UUID
    since: date | None
    version: int
    rendered: bytes

    @property
    def body(self) -> dict[str, Any]:
        """The task's JSON, without its version."""
        found: dict[str, Any] = orjson.loads(b"{" + self.rendered)
        return found


async def keep_plan(session: AsyncSession, plan: Plan, until: date) -> None:
    """Remember an issued plan as it is, before it becomes another on the day `until`."""
    await session.flush()
    if _lasted(plan.since, until):
        was = {name: getattr(plan, name) for name in _KEPT_OF_PLAN}
        session.add(PlanVersion(plan_id=plan.id, valid=Range(plan.since, until), **was))
    plan.since = until


async def keep_tasks(session: AsyncSession, changed: Sequence[tuple[Shown, bytes]], day: date) -> dict[UUID, date]:
    """Remember tasks of issued plans that are shown differently from `day` on; the day each is now shown since.

    A day gone by is an amendment's: what was shown between it and today is put right, its progress kept.
    """
    past = {shown.id: body for shown, body in changed if shown.since is not None and shown.since > day}
    rows = await _put_right(session, past, day) if past else []
    rows += [
        version_of(shown.plan_id, shown.version, shown.body, Range(shown.since, day))
        for shown, _ in changed
        if _lasted(shown.since, day)
    ]
    if rows:
        await session.execute(insert(TaskVersion), rows)
    return {shown.id: max(shown.since or day, day) for shown, _ in changed}


async def _put_right(session: AsyncSession, amended: Mapping[UUID, bytes], day: date) -> list[dict[str, Any]]:
    """Take out the versions of these tasks that reach beyond a day; them again, as amended from it on."""
    of_these = _VERSION.c.task_id == any_(arrays.ids(amended))
    beyond = of_these & func.coalesce(func.upper(_VERSION.c.valid) > day, True)
    found = (await session.execute(select(_VERSION).where(beyond))).all()
    await session.execute(delete(TaskVersion).where(beyond))
    rows = []
    for row in found:
        then, new = orjson.loads(b"{" + row.rendered), orjson.loads(b"{" + amended[row.task_id])
        first = row.valid.lower
        if first is None or first < day:
            rows.append({**row._mapping, "valid": Range(first, day)})
        after = Range(max(first or day, day), row.valid.upper)
        rows.append(version_of(row.plan_id, row.version, carried(new, then), after))
    return rows


def version_of(plan_id: UUID, version: int, body: Mapping[str, Any], valid: Range[date]) -> dict[str, Any]:
    """The row that keeps a task's JSON for some days."""
    products = (each["title"] for each in body["deliverables"])
    words = (body["number"], body["title"], body["purpose"], *body["requirements"], *products, body["note"])
    return {
        "task_id": UUID(body["id"]),
        "valid": valid,
        "plan_id": plan_id,
        "version": version,
        "group_id": body["group"] and UUID(body["group"]["id"]),
        "position": body["position"],
        "sort_key": sort_key(body["title"]),
        "search": fold(" ".join(word for word in words if word)),
        "status": body["status"],
        "percent": body["percent"],
        "due_on": body["due_on"] and date.fromisoformat(body["due_on"]),
        "updated_at": datetime.fromisoformat(body["updated_at"]),
        "leads": _named(body["participations"], {"lead"}),
        "parties": _named(body["participations"]),
        "rendered": orjson.dumps(body)[1:],
    }


def _named(participations: Iterable[Mapping[str, Any]], roles: Iterable[str] | None = None) -> list[UUID]:
    chosen = [each for each in participations if roles is None or each["role"] in roles]
    return [UUID(party["id"]) for each in chosen if (party := each["unit"] or each["audience"])]


def _lasted(since: date | None, until: date) -> bool:
    return since is None or since < until
