"""What a plan's audiences would owe, by what is printed: for the coordinator to go down once before issuing."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.assignments.queries import owing as queries
from api.assignments.queries.owing import Narrowing
from api.assignments.rules.owing import Owed
from api.assignments.rules.proposals import Named, Product, Proposal, kinds_of, propose
from api.assignments.service.asking import Ask, audiences_named, tasks_of
from api.plans.models import Plan, Task
from api.plans.rules.plan import bound_within
from api.units.models import Audience


class Proposed(NamedTuple):
    """A proposal for one task and one audience, and the role the audience is named in."""

    task: Task
    audience: Audience
    role: str
    proposal: Proposal


async def proposals(session: AsyncSession, plan: Plan) -> list[Proposed]:
    """For each task and each audience named in it, in the plan's order; the first role printed counts."""
    named: dict[UUID, dict[UUID, str]] = defaultdict(dict)
    for row in await session.execute(queries.participations_of(plan.id)):
        if row.audience_id is not None:
            named[row.task_id].setdefault(row.audience_id, row.role)
    products = await _products(session, plan.id)
    audiences = await audiences_named(session, {id_ for roles in named.values() for id_ in roles})
    return [
        Proposed(task, audience, role, propose(task.title, products[task.id], _named(role, audience)))
        for task in await tasks_of(session, plan.id)
        for audience_id, role in named[task.id].items()
        if (audience := audiences.get(audience_id)) is not None
    ]


def as_asks(plan: Plan, found: Iterable[Proposed]) -> list[Ask]:
    """What a plan would ask if the proposals were taken as they come."""
    within = bound_within(plan.unit_id, plan.department_id)
    return [
        Ask(
            each.task.id,
            Owed(each.role, each.proposal.owes),
            Narrowing(each.audience.id, each.proposal.education_levels, each.proposal.ownership, within=within),
        )
        for each in found
        if each.proposal.owes != "inform"
    ]


async def _products(session: AsyncSession, plan_id: UUID) -> dict[UUID, list[Product]]:
    found: dict[UUID, list[Product]] = defaultdict(list)
    for row in await session.execute(queries.products_of(plan_id)):
        found[row.task_id].append(Product(row.title, row.kind))
    return found


def _named(role: str, audience: Audience) -> Named:
    clauses = audience.rule["any_of"] if audience.rule else []
    levels = frozenset(level for clause in clauses for level in clause.get("education_levels") or ())
    return Named(role, kinds_of(audience.rule), levels)
