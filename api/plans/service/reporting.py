"""Who reports on a plan, to whom, how often and by when."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Text, and_, cast, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import Actor
from api.kit.permissions import Subject
from api.plans.models import Plan, ReportingParty, ReportingRule
from api.plans.queries.parties import Json, parties, raw
from api.plans.rules.plan import STEPS
from api.plans.schemas.engagement import ReportingRuleIn
from api.plans.service.journal import plan_data, touch, wrote
from api.plans.service.references import Directory, look_up

_PLAIN = ("subject", "who_name", "to_name", "cadence", "due_text", "section")


async def replace_reporting_rules(
    session: AsyncSession, actor: Actor, subject: Subject | None, plan: Plan, given: Sequence[ReportingRuleIn]
) -> None:
    """Make these the reporting rules of a plan. Raises Invalid for unknown references."""
    named = [party for rule in given for step in STEPS for party in getattr(rule, step)]
    directory = await look_up(session, subject, parties=named)
    rules = [_rule(plan, rule, place, directory) for place, rule in enumerate(given)]
    directory.refuse()
    await session.execute(delete(ReportingRule).where(ReportingRule.plan_id == plan.id))
    session.add_all(rules)
    touch(plan)
    await wrote(
        session, actor, "update", plan, plan=plan, data=plan_data(plan), changes={"reporting_rules": len(rules)}
    )


async def reporting_rules(session: AsyncSession, plan_id: UUID) -> list[dict[str, Any]]:
    """The reporting rules of a plan, as the contract shows them."""
    columns = [getattr(ReportingRule, name) for name in _PLAIN]
    steps = [cast(_parties(step), Text).label(step) for step in STEPS]
    statement = select(ReportingRule.id, *columns, *steps).where(ReportingRule.plan_id == plan_id)
    rows = (await session.execute(statement.order_by(ReportingRule.position, ReportingRule.id))).mappings()
    return [{**row, **{step: raw(row[step]) for step in STEPS}} for row in rows]


def _parties(step: str) -> Json:
    return parties(ReportingParty, and_(ReportingParty.rule_id == ReportingRule.id, ReportingParty.step == step))


def _rule(plan: Plan, given: ReportingRuleIn, place: int, directory: Directory) -> ReportingRule:
    rule = ReportingRule(plan_id=plan.id, position=place, **{name: getattr(given, name) for name in _PLAIN})
    rule.parties = [
        ReportingParty(step=step, position=order, **directory.party(party, f"/items/{place}/{step}/{order}"))
        for step in STEPS
        for order, party in enumerate(getattr(given, step))
    ]
    return rule
