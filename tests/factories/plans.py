"""Plans for tests: two provinces that have nothing to do with each other, audiences, plans drafted and issued."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import SYSTEM
from api.plans import service
from api.plans.models import Plan, Task
from api.plans.schemas.plan import PlanIn, TaskGroupIn
from api.plans.schemas.task import PrintedTask
from api.units.models import Unit
from api.units.rules.groups import NewAudience
from api.units.service import enter_audiences
from tests.factories.units import plant, province
from tests.support.replay import arranged

SCHOOLS = {"any_of": [{"kinds": ["school"]}]}


async def two_provinces(session: AsyncSession) -> dict[str, UUID]:
    """`hp` and `qng`, each with an audience `<slug>-dt-csgd` of its schools; ids by code."""
    return await arranged(session, "two provinces", Unit, _two_provinces)


async def _two_provinces(session: AsyncSession) -> dict[str, UUID]:
    ids = await plant(session, [*province("hp"), *province("qng")])
    audiences = await enter_audiences(
        session, SYSTEM, [NewAudience(f"{slug}-dt-csgd", slug, "Các cơ sở giáo dục", SCHOOLS) for slug in ("hp", "qng")]
    )
    await session.commit()
    return ids | {audience.code: audience.id for audience in audiences}


def a_task(code: str, title: str = "Triển khai chữ ký số", **more: Any) -> PrintedTask:
    """A row of an appendix, due in the second quarter and led by the office, unless said otherwise."""
    facts: dict[str, Any] = {
        "code": code,
        "number": code,
        "title": title,
        "schedule": {"text": "Quý II"},
        "participations": [{"role": "lead", "unit": "hp-vp", "printed_name": "Văn phòng Sở"}],
        "deliverables": [{"title": f"Báo cáo {code}", "kind": "document"}],
    }
    return PrintedTask.model_validate(facts | more)


async def issued_plan(
    session: AsyncSession,
    unit: str = "hp",
    tasks: Sequence[PrintedTask] = (),
    groups: Sequence[str] = ("I", "II"),
    **more: Any,
) -> Plan:
    """A plan in force since the first of January 2026."""
    facts: Mapping[str, Any] = {
        "unit": unit,
        "year": 2026,
        "title": f"Kế hoạch chuyển đổi số của {unit}",
        "effective_on": date(2026, 1, 1),
        "target_groups": [{"code": code, "title": f"Nhóm {code}"} for code in groups],
    }
    plan = await service.store_issued(session, SYSTEM, PlanIn.model_validate({**facts, **more}))
    headings = [TaskGroupIn(code=code, title=f"Nhóm {code}") for code in groups]
    await service.store_tasks(session, SYSTEM, plan, headings, tasks)
    await session.commit()
    return plan


async def draft_plan(
    session: AsyncSession, unit: str = "hp", tasks: Sequence[PrintedTask] = (), **more: Any
) -> tuple[Plan, list[Task]]:
    """A draft with groups I and II and these tasks, as if a coordinator had entered it."""
    plan = await issued_plan(session, unit, tasks, **more)
    plan.status = "draft"
    await session.commit()
    made = await session.scalars(select(Task).where(Task.plan_id == plan.id).order_by(Task.position))
    return plan, list(made)
