"""The five plans: each stored whole, as issued, unless there is one of that unit, year and title."""

from collections.abc import AsyncIterator
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import SYSTEM
from api.plans.models import Plan
from api.plans.schemas.engagement import ReportingRuleIn
from api.plans.schemas.plan import PlanIn, TaskGroupIn
from api.plans.schemas.task import PrintedTask
from api.plans.service import find_plan, replace_reporting_rules, store_issued, store_tasks
from seed.files import SLUGS, plan

_OF_PLAN = PlanIn.model_fields.keys()
_OF_TASK = PrintedTask.model_fields.keys()
_OF_READING = ("title", "schedule_text", "deliverables")


async def load_plans(session: AsyncSession, *, before_includes_day: bool) -> AsyncIterator[tuple[Plan, dict[str, Any]]]:
    """Store the plans that are not there yet, with groups, tasks and reporting rules; each with its document."""
    for slug in SLUGS:
        document = plan(slug)
        if await find_plan(session, document["unit"], document["year"], document["title"]) is None:
            stored = await _store(session, document, before_includes_day=before_includes_day)
            yield stored, document


async def _store(session: AsyncSession, document: dict[str, Any], *, before_includes_day: bool) -> Plan:
    stored = await store_issued(session, SYSTEM, printed_plan(document))
    groups = [TaskGroupIn.model_validate(row) for row in document["task_groups"]]
    tasks = [printed_task(row) for row in document["tasks"]]
    await store_tasks(session, SYSTEM, stored, groups, tasks, before_includes_day=before_includes_day)
    rules = [ReportingRuleIn.model_validate(row) for row in document["reporting_rules"]]
    await replace_reporting_rules(session, SYSTEM, None, stored, rules)
    return stored


def printed_plan(document: dict[str, Any]) -> PlanIn:
    """What a document says of the plan itself."""
    return PlanIn.model_validate({name: value for name, value in document.items() if name in _OF_PLAN})


def printed_task(row: dict[str, Any]) -> PrintedTask:
    """A row of a document's tasks, its other reading beside it."""
    given = {name: value for name, value in row.items() if name in _OF_TASK and value != ""}
    schedule = {"text": row["schedule_text"] or ""}
    return PrintedTask.model_validate(given | {"schedule": schedule, "readings": _readings(row["appendix"])})


def _readings(appendix: dict[str, Any] | None) -> list[dict[str, Any]]:
    if appendix is None:
        return []
    named = [{name: each[name] for name in ("role", "printed_name")} for each in appendix["participations"]]
    return [{"source": "appendix", "participations": named, **{name: appendix[name] for name in _OF_READING}}]
