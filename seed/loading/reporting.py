"""Hải Phòng's sample reports: the regime of its plan's quarterly rule with days set, and its newest round; once."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from api.audit.service import SYSTEM
from api.kit.calendar import PeriodKind, periods_between, vietnam_today
from api.plans.models import Plan
from api.plans.service import touch
from api.reporting import service
from api.reporting.models import Regime, RegimeStep, Report, Round
from api.reporting.rules.rounds import Planned, planned
from api.reporting.schemas.regime import RegimeStepIn
from api.reporting.schemas.report import LineReasonIn
from api.reporting.service import Voice
from api.units.models import Unit
from seed.demo.reporting import CLOSES_DAYS, OFFICE, RETURNED, RULE, STEPS, YEAR, Standing, standing
from seed.loading.work import plan_of_work


async def load_reporting(session: AsyncSession, *, before_includes_day: bool) -> None:
    """Make the regimes of the plans in force; set the days of Hải Phòng's quarters and fill the newest of them.

    Nothing of it where anybody, this seed included, has opened a round of the plan before.
    """
    await service.ensure_regimes(session)
    plan = await plan_of_work(session)
    if plan is None or await session.scalar(select(exists().where(Round.plan_id == plan.id))):
        return
    regime = await _set(session, plan)
    if regime is None:
        return
    today = vietnam_today(session.info["now"])
    of_year = periods_between(PeriodKind.QUARTER, regime.first_on, today)
    every = [planned(service.rules_of(regime), period, before_includes_day=before_includes_day) for period in of_year]
    opened = [each for each in every if each is not None and each.period.year == YEAR and each.opens_on <= today]
    if opened:
        # The newest only: more take longer to load than they show. If its time is over, the clock closes it tonight.
        newest = opened[-1]
        await _fill(session, regime, replace(newest, closes_on=max(newest.closes_on, today)))


async def _set(session: AsyncSession, plan: Plan) -> Regime | None:
    """The plan's quarterly regime, with the days its coordinator would set."""
    found = select(Regime).where(Regime.plan_id == plan.id, Regime.title == RULE)
    whole = found.options(selectinload(Regime.steps).selectinload(RegimeStep.parties))
    regime = await session.scalar(whole)
    if regime is None:
        return None
    regime.steps = await service.steps_of(session, None, [RegimeStepIn.model_validate(step) for step in STEPS])
    regime.closes_days = CLOSES_DAYS
    touch(regime)
    await session.flush()
    return regime


async def _fill(session: AsyncSession, regime: Regime, each: Planned) -> None:
    """Open a round and bring its reports to where they stand; the office compiles once all is there."""
    of = await service.open_round(session, SYSTEM, regime, each)
    rows = await session.execute(
        select(Report, Unit.code)
        .join(Unit, Unit.id == Report.unit_id)
        .where(Report.round_id == of.id)
        .order_by(Unit.code)
    )
    by_standing: dict[Standing, list[Report]] = defaultdict(list)
    for report, code in rows.all():
        by_standing[standing(code, of.period)].append(report)
    today = session.info["now"]
    voice = Voice(None, OFFICE)
    for late, reports in ((False, _of(by_standing, "sent", "received", "returned")), (True, by_standing["late"])):
        for step in of.steps:
            sent = [report for report in reports if report.step == step.position and step.due_at is not None]
            at = step.due_at + timedelta(days=2 if late else -1) if step.due_at else today
            if sent and at <= today:
                await service.send(session, SYSTEM, voice, of, sent, at=at)
    received = [report for report in by_standing["received"] if report.status == "sent"]
    await service.receive(session, SYSTEM, voice, of, received)
    reasons = [LineReasonIn.model_validate(RETURNED)]
    for report in by_standing["returned"]:
        if report.status == "sent":
            await service.return_(session, SYSTEM, voice, of, report, reasons=reasons, text=None)


def _of(by_standing: dict[Standing, list[Report]], *names: Standing) -> Sequence[Report]:
    return [report for name in names for report in by_standing[name]]
