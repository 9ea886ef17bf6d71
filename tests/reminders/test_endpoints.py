"""Rules of reminders and the message to copy, over the API."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.models import AuditEntry
from api.plans.models import Plan, Task
from api.reminders.jobs import tick
from tests.factories.identity import Account
from tests.reminders.conftest import COMMUNE, SCHOOL, owe
from tests.support.callers import Callers
from tests.support.clock import NOON

MESSAGE = "/api/v1/reminders/message"
STEPS = [{"days": -3, "to": "unit"}, {"days": 5, "to": "unit_above"}]


def rules(plan: Plan) -> str:
    return f"/api/v1/plans/{plan.id}/reminder-rules"


async def test_nobody(client: httpx.AsyncClient, plan: Plan) -> None:
    for method, path in (("GET", rules(plan)), ("PUT", rules(plan)), ("GET", MESSAGE)):
        assert (await client.request(method, path, json={"items": []})).status_code == 401


async def test_another_department(
    client: httpx.AsyncClient, callers: Callers, session: AsyncSession, plan: Plan, abroad: Account
) -> None:
    await _owes(session, plan)
    headers = callers.sign_in(abroad.subject)
    assert (await client.get(rules(plan), headers=headers)).status_code == 404
    assert (await client.put(rules(plan), json={"items": STEPS}, headers=headers)).status_code == 404
    assert (await client.get(MESSAGE, params={"plan": str(plan.id)}, headers=headers)).json()["units"] == 0
    assert (await client.get(MESSAGE, params={"under": SCHOOL}, headers=headers)).status_code == 422


async def test_who_may_not(client: httpx.AsyncClient, callers: Callers, plan: Plan, school: Account) -> None:
    headers = callers.sign_in(school.subject)
    assert (await client.get(rules(plan), headers=headers)).status_code == 200
    assert (await client.put(rules(plan), json={"items": STEPS}, headers=headers)).status_code == 403
    assert (await client.get(MESSAGE, headers=headers)).status_code == 403


async def test_rules_are_the_usual_ones_until_set(
    client: httpx.AsyncClient, callers: Callers, session: AsyncSession, plan: Plan, coordinator: Account
) -> None:
    headers = callers.sign_in(coordinator.subject)
    usual = (await client.get(rules(plan), headers=headers)).json()
    assert (usual["usual"], usual["items"][0]) == (True, {"days": -7, "to": "unit"})
    for items in (STEPS, STEPS, []):
        kept = await client.put(rules(plan), json={"items": items}, headers=headers)
        assert kept.json() == {"plan_id": str(plan.id), "items": items, "usual": False}
    told = select(func.count(AuditEntry.id)).where(AuditEntry.action == "plan.set_reminders")
    assert await session.scalar(told) == 2


@pytest.mark.parametrize(
    "step", [{"days": 61, "to": "unit"}, {"days": 1, "to": "ministry"}, {"days": 1.5, "to": "unit"}, {"to": "unit"}]
)
async def test_bad_rules_change_nothing(
    client: httpx.AsyncClient, callers: Callers, plan: Plan, coordinator: Account, step: dict[str, Any]
) -> None:
    headers = callers.sign_in(coordinator.subject)
    assert (await client.put(rules(plan), json={"items": [step]}, headers=headers)).status_code == 422
    assert (await client.get(rules(plan), headers=headers)).json()["usual"] is True


async def _owes(session: AsyncSession, plan: Plan) -> None:
    task = (await session.scalars(select(Task).where(Task.plan_id == plan.id))).first()
    assert task is not None
    for n, days in enumerate((-5, 5, None)):
        await owe(session, plan, task, str(n), None if days is None else NOON + timedelta(days=days))
    await session.commit()


async def test_the_message_names_who_has_what_open(
    client: httpx.AsyncClient, callers: Callers, session: AsyncSession, plan: Plan, commune: Account
) -> None:
    await _owes(session, plan)
    headers = callers.sign_in(commune.subject)
    for query in ({}, {"plan": str(plan.id)}, {"under": COMMUNE}, {"under": SCHOOL, "plan": str(plan.id)}):
        found = (await client.get(MESSAGE, params=query, headers=headers)).json()
        assert (found["units"], found["open"]) == (1, 3)
        assert "3 việc, 1 quá hạn, hạn gần nhất 25/05/2026" in found["text"]
        assert f"/units/{SCHOOL}" in found["text"]
    none = (await client.get(MESSAGE, params={"plan": str(uuid4())}, headers=headers)).json()
    assert (none["units"], none["open"]) == (0, 0)


async def test_the_message_costs_the_same_for_any_number(
    client: httpx.AsyncClient,
    callers: Callers,
    session: AsyncSession,
    plan: Plan,
    commune: Account,
    count_queries: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    headers, counts = callers.sign_in(commune.subject), []
    for _ in range(2):
        with count_queries() as seen:
            await client.get(MESSAGE, headers=headers)
        counts.append(len(seen))
        if len(counts) == 1:
            await _owes(session, plan)
    assert counts[0] == counts[1]


async def test_the_clock_drives_it(session: AsyncSession, plan: Plan) -> None:
    assert await tick(session) == 0
    assert await tick(session) == 0
