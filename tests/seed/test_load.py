"""Loading the seed into a migrated database: what is there afterwards, and what a second run leaves alone."""

import time
from typing import Any

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.models import AuditEntry
from api.identity.models import Client, Grant, User
from api.indicators.models import Indicator, Target
from api.kit.events import FeedEvent, OutboxEvent
from api.plans.models import Deliverable, Participation, Plan, ReportingRule, Task, TaskGroup
from api.settings import Settings
from api.units.models import Audience, AudienceMember, Cluster, ClusterMember, Unit, UnitAlias, UnitSuccession
from seed.loading import DemonstrationRefused, load_into
from tests.seed.support import SLUGS, plan

TABLES: tuple[Any, ...] = (
    Unit, UnitAlias, UnitSuccession, Audience, AudienceMember, Cluster, ClusterMember, Indicator, Plan, TaskGroup,
    Task, Deliverable, Participation, Target, ReportingRule, User, Client, Grant, AuditEntry, OutboxEvent, FeedEvent,
)  # fmt: skip


async def _counts(session: AsyncSession) -> dict[str, int]:
    await session.flush()
    return {table.__tablename__: await session.scalar(select(func.count()).select_from(table)) or 0 for table in TABLES}


async def test_reference_and_plans_are_loaded(seeded_session: AsyncSession) -> None:
    counts = await _counts(seeded_session)
    assert (counts["audiences"], counts["audience_members"], counts["indicators"]) == (51, 10, 68)
    assert (counts["plans"], counts["task_groups"], counts["tasks"], counts["targets"]) == (5, 23, 117, 91)
    assert counts["reporting_rules"] == 34
    assert counts["unit_successions"] == 29 + 2 + 1 + 13 + 6


async def test_the_demonstration_is_loaded_beside_them(seeded_session: AsyncSession) -> None:
    counts = await _counts(seeded_session)
    assert counts["units"] == 121 + 1044
    assert (counts["clusters"], counts["cluster_members"]) == (12, 900)
    assert (counts["users"], counts["clients"], counts["grants"]) == (36, 5, 41)


async def test_without_the_demonstration_nothing_sample_is_there(session: AsyncSession, settings: Settings) -> None:
    await load_into(session, settings)
    counts = await _counts(session)
    assert (counts["units"], counts["plans"], counts["tasks"]) == (121, 5, 117)
    assert (counts["users"], counts["clients"], counts["grants"], counts["clusters"]) == (0, 0, 0, 0)
    assert await session.scalar(select(func.count()).where(Unit.sample)) == 0


async def test_plans_stand_issued_with_number_and_date_empty(seeded_session: AsyncSession) -> None:
    found = {row.title: row for row in await seeded_session.scalars(select(Plan))}
    for slug in SLUGS:
        row = found[plan(slug)["title"]]
        assert (row.status, row.number, row.issued_on) == ("issued", None, None)
        assert str(row.effective_on) == plan(slug)["effective_on"]
        assert row.task_count == len(plan(slug)["tasks"])
        assert row.target_count == len(plan(slug)["targets"])


async def test_every_schedule_keeps_its_printed_phrase(seeded_session: AsyncSession) -> None:
    kept = sorted(task.schedule["text"] for task in await seeded_session.scalars(select(Task)))
    assert kept == sorted(row["schedule_text"] or "" for slug in SLUGS for row in plan(slug)["tasks"])


async def test_both_readings_of_a_task_of_quang_ninh_are_kept(seeded_session: AsyncSession) -> None:
    kept = [task for task in await seeded_session.scalars(select(Task)) if task.readings]
    assert len(kept) == 15
    row = next(task for task in kept if task.code == "2.1")
    assert row.readings[0]["schedule_text"] == "Trước 30/6/2025; duy trì"
    assert "Trước 30/6/2025; duy trì" in (row.note or "")


async def test_a_second_run_changes_nothing(seeded_session: AsyncSession, seed_settings: Settings) -> None:
    before = await _counts(seeded_session)
    await load_into(seeded_session, seed_settings)
    assert await _counts(seeded_session) == before


async def test_a_second_run_is_quick(seeded_session: AsyncSession, seed_settings: Settings) -> None:
    begun = time.process_time()
    await load_into(seeded_session, seed_settings)
    assert time.process_time() - begun < 1.5


async def test_a_row_that_was_changed_stays_changed(seeded_session: AsyncSession, seed_settings: Settings) -> None:
    changes: list[tuple[Any, Any, dict[str, Any]]] = [
        (Unit, Unit.code == "hp-001054", {"name": "Trường Tiểu học đổi tên"}),
        (Audience, Audience.code == "hp-dt-csgd", {"name": "Các trường"}),
        (Indicator, Indicator.code == "hoc-ba-so", {"name": "Học bạ số"}),
        (User, User.username == "leader.hai-phong", {"name": "Người khác", "password_hash": None}),
        (Client, Client.code == "ioc.hai-phong", {"scopes": ["plan:read"]}),
    ]
    for table, condition, values in changes:
        await seeded_session.execute(update(table).where(condition).values(**values))
    await load_into(seeded_session, seed_settings)
    seeded_session.expire_all()
    for table, condition, values in changes:
        row = await seeded_session.scalar(select(table).where(condition))
        assert {name: getattr(row, name) for name in values} == values


async def test_what_was_deleted_does_not_come_back(seeded_session: AsyncSession, seed_settings: Settings) -> None:
    gone = {"deleted_at": seeded_session.info["now"]}
    tables: tuple[Any, ...] = (User, Client, Grant, Cluster, Audience, Plan, Indicator)
    for table in tables:
        await seeded_session.execute(update(table).values(**gone))
    before = await _counts(seeded_session)
    await load_into(seeded_session, seed_settings)
    assert await _counts(seeded_session) == before


@pytest.mark.parametrize(
    "address", [{"host": "0.0.0.0"}, {"public_url": "https://lotrinh.example.vn"}], ids=["bound", "proxied"]
)
async def test_a_deployment_others_can_reach_refuses_the_demonstration(
    session: AsyncSession, seed_settings: Settings, address: dict[str, str]
) -> None:
    with pytest.raises(DemonstrationRefused):
        await load_into(session, seed_settings.model_copy(update=address))
    assert (await _counts(session))["units"] == 0
