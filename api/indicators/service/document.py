"""A plan's document: its rows as the plain data that the writers take."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from api.documents.form import Letterhead, basis_line, letterhead
from api.documents.paper import Paper
from api.documents.plan import PlanFacts, PlanSigner, ReportingRule, plan_paper
from api.documents.tables import Group, PlanTarget, PlanTask
from api.indicators.models import Target
from api.indicators.queries import targets as target_queries
from api.kit.permissions import Subject
from api.kit.problems import NotFound
from api.plans.models import Plan, Task, TaskGroup
from api.plans.queries import plans as plan_queries
from api.plans.queries import tasks as task_queries
from api.plans.queries.scope import visible
from api.plans.service import reporting_rules
from api.units.queries.letterhead import letterhead as letterhead_of

_GONE = "cancelled"


async def plan_document(
    session: AsyncSession, subject: Subject, plan_id: UUID, today: date, as_of: date | None
) -> tuple[Paper, str, int]:
    """The paper of a plan the caller sees, now or at the end of a day; what to call it; its version. Raises NotFound.

    What was cancelled is left out: the paper is what holds.
    """
    statement = plan_queries.plans(subject, today, as_of).where(Plan.id == plan_id)
    row = (await session.execute(statement)).one_or_none()
    if row is None:
        raise NotFound
    groups = await session.execute(plan_queries.groups(plan_id).order_by(TaskGroup.position, TaskGroup.id))
    facts = PlanFacts(
        letterhead=await _letterhead(session, row, as_of or today),
        year=row.year,
        title=row.title,
        number=row.number,
        issued_on=row.issued_on,
        signer=PlanSigner(**orjson.loads(row.signer)) if row.signer else None,
        bases=[_basis(basis) for basis in orjson.loads(row.legal_bases)],
        recipients=row.recipients,
        duties=[(duty["unit_name"], duty["text"]) for duty in orjson.loads(row.duties)],
        rules=[_rule(rule) for rule in await reporting_rules(session, plan_id)],
        task_groups=[Group(group.code, group.title) for group in groups],
        tasks=await _tasks(session, subject, plan_id, today, as_of),
        target_groups=[Group(group["code"], group["title"]) for group in orjson.loads(row.target_groups)],
        targets=await _targets(session, subject, plan_id, today, as_of),
    )
    name = f"Kế hoạch năm {row.year} - {facts.letterhead.name}"
    return plan_paper(facts), name, row.version


async def _letterhead(session: AsyncSession, plan: Row[Any], today: date) -> Letterhead:
    """As the unit was called on the day of the document."""
    on = plan.issued_on or plan.effective_on or today
    unit = (await session.execute(letterhead_of(UUID(_json(plan.unit)["id"]), on))).one()
    return letterhead(unit.name, unit.kind, unit.parent)


def _json(text: str) -> dict[str, Any]:
    found: dict[str, Any] = orjson.loads(text)
    return found


def _basis(basis: Mapping[str, Any]) -> str:
    day = basis.get("issued_on")
    issued_on = date.fromisoformat(day) if day else None
    return basis_line(basis["type"], basis.get("number"), issued_on, basis.get("issuer"), basis.get("title"))


def _rule(rule: Mapping[str, Any]) -> ReportingRule:
    return ReportingRule(rule["subject"], rule["who_name"], rule["to_name"], rule["due_text"])


async def _tasks(
    session: AsyncSession, subject: Subject, plan_id: UUID, today: date, as_of: date | None
) -> list[PlanTask]:
    if as_of is None:
        now = task_queries.tasks(task_queries.ITEM, seen=visible(subject, today)).where(Task.plan_id == plan_id)
        statement = now.params(today=today).order_by(Task.position, Task.id)
    else:
        statement = task_queries.bodies_then(subject, plan_id, today, as_of)
    bodies = [orjson.loads(row.item) for row in await session.execute(statement)]
    return [_task(body) for body in bodies if body["status"] != _GONE]


def _task(body: Mapping[str, Any]) -> PlanTask:
    return PlanTask(
        code=body["id"],
        title=body["title"],
        group=body["group"] and body["group"]["code"],
        parent=body["parent_id"],
        number=body["number"],
        results=[each["title"] for each in body["deliverables"] if each["status"] != _GONE],
        **_parties(body["participations"]),
        deadline=body["schedule"]["text"],
        purpose=body["purpose"] or "",
        requirements=body["requirements"],
        note=body["note"] or "",
    )


def _parties(participations: Iterable[Mapping[str, Any]]) -> dict[str, list[str]]:
    named = {"lead": "lead", "coordinate": "coordinating"}
    found: dict[str, list[str]] = {name: [] for name in named.values()}
    for each in participations:
        if each["role"] in named:
            found[named[each["role"]]].append(each["printed_name"])
    return found


async def _targets(
    session: AsyncSession, subject: Subject, plan_id: UUID, today: date, as_of: date | None
) -> list[PlanTarget]:
    if as_of is None:
        now = target_queries.targets(subject, today).where(Target.plan_id == plan_id)
        statement = now.order_by(Target.position, Target.id)
    else:
        statement = target_queries.bodies_then(subject, plan_id, today, as_of)
    return [_target(row) for row in await session.execute(statement)]


def _target(row: Row[Any]) -> PlanTarget:
    return PlanTarget(
        name=row.printed_name,
        text=row.text,
        year=row.year,
        unit_of_measure=row.unit_of_measure,
        group=row.group,
        number=row.number,
        **_parties(orjson.loads(row.participations)),
        baseline=None if row.baseline is None else Decimal(row.baseline),
    )
