"""Regimes are made of the rules plans print, or by a coordinator, and changed by one."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import SYSTEM, Actor
from api.kit.calendar import vietnam_today
from api.kit.permissions import Subject
from api.kit.problems import Forbidden, Message, NotFound, invalid
from api.plans.models import Plan, ReportingParty, ReportingRule
from api.plans.queries.scope import visible as plan_visible
from api.plans.service import Directory, look_up, touch
from api.plans.service.schedules import frame_of
from api.reporting.models import SIDES, Regime, RegimeStep, StepParty
from api.reporting.permissions import REPORTING_WRITE
from api.reporting.queries import asking as queries
from api.reporting.queries.scope import ruled_by, visible_regimes
from api.reporting.rules import due, rounds
from api.reporting.rules.content import OUTLINE
from api.reporting.rules.rounds import CLOSES_DAYS, OPENS_DAYS, chain
from api.reporting.schemas.regime import RegimeIn, RegimePatch, RegimeStepIn
from api.reporting.service.journal import regime_wrote
from api.units.models import Unit
from api.units.scope import governs
from api.units.service.references import unit_of

_UNKNOWN_PLAN = Message("Không có kế hoạch này.", "There is no such plan.")
_BAD_RULE = Message(
    "Thời hạn này chưa hợp lý: hãy xem lại kỳ, ngày và tháng của kỳ.",
    "This rule does not hold together: see its period, its day and its month of the period.",
)
_WHOSE = Message("Hãy chọn đơn vị ban hành chế độ báo cáo.", "Say which unit asks for these reports.")
_REVERSED = Message("Ngày kết thúc phải sau ngày bắt đầu.", "The last day must follow the first.")


async def ensure_regimes(session: AsyncSession, plan_id: UUID | None = None) -> int:
    """Make regimes of the rules of plans in force, or of one of these, that have none; how many were made."""
    found = (await session.execute(queries.rules_without_regime(plan_id))).all()
    for rule, plan in found:
        regime = _of_rule(rule, plan)
        session.add(regime)
        await regime_wrote(session, SYSTEM, "created", regime, {"rule": rule.section})
    await session.flush()
    return len(found)


def _of_rule(rule: ReportingRule, plan: Plan) -> Regime:
    """What a plan prints, step by step; the printed day is that of who writes, later steps wait for the coordinator."""
    frame = frame_of(plan)
    sides = [[party for party in rule.parties if party.step == step] for step in ("who", "via", "to")]
    steps = [
        RegimeStep(
            position=position,
            due=due.to_json(due.read_rule(rule.due_text, rule.cadence, frame)) if position == 0 else None,
            due_text=rule.due_text if position == 0 else None,
            cutoff=None,
            outline=[dict(section) for section in OUTLINE],
            parties=[*_parties("who", writing), *_parties("to", receiving)],
        )
        for position, (writing, receiving) in enumerate(chain(*sides))
    ]
    return Regime(
        unit_id=plan.unit_id,
        department_id=plan.department_id,
        plan_id=plan.id,
        rule_id=rule.id,
        title=rule.subject,
        cadence=rule.cadence,
        first_on=plan.effective_on,
        last_on=date(frame.last_year, 12, 31),
        opens_days=OPENS_DAYS,
        closes_days=CLOSES_DAYS,
        steps=steps,
    )


def _parties(side: str, named: Sequence[ReportingParty]) -> list[StepParty]:
    return [
        StepParty(
            side=side, position=place,
            unit_id=each.unit_id, audience_id=each.audience_id, printed_name=each.printed_name,
        )
        for place, each in enumerate(named)
    ]  # fmt: skip


async def create_regime(session: AsyncSession, actor: Actor, subject: Subject, given: RegimeIn) -> Regime:
    """Make a regime of a unit the caller coordinates. Raises Forbidden, and Invalid for what it names."""
    unit = await _whose(session, subject, given.unit)
    plan_id = await _plan(session, subject, given.plan)
    first_on = given.first_on or vietnam_today(session.info["now"])
    _check_order(first_on, given.last_on)
    regime = Regime(
        unit_id=unit.id,
        department_id=unit.department_id,
        plan_id=plan_id,
        title=given.title,
        cadence=given.cadence,
        first_on=first_on,
        last_on=given.last_on,
        opens_days=given.opens_days,
        closes_days=given.closes_days,
        steps=await steps_of(session, subject, given.steps),
    )
    session.add(regime)
    await regime_wrote(session, actor, "created", regime, {"steps": len(given.steps)})
    return regime


async def regime_to_change(session: AsyncSession, subject: Subject, regime_id: UUID) -> Regime:
    """A regime the caller sets, locked. Raises NotFound, Forbidden."""
    today = vietnam_today(session.info["now"])
    found = select(Regime, ruled_by(subject, today)).where(Regime.id == regime_id, visible_regimes(subject, today))
    locked = found.options(queries.whole()).with_for_update(of=Regime).execution_options(populate_existing=True)
    row = (await session.execute(locked)).one_or_none()
    if row is None:
        raise NotFound
    if not row[1]:
        raise Forbidden
    regime: Regime = row[0]
    return regime


async def change_regime(
    session: AsyncSession, actor: Actor, subject: Subject, regime: Regime, patch: RegimePatch
) -> None:
    """Set it otherwise: rounds that are open stay as they opened. Raises Invalid for what it names."""
    changes = patch.changes()
    # Looked up before anything is set: a look-up would write what is set so far.
    steps = await steps_of(session, subject, patch.steps) if changes.pop("steps", None) is not None else None
    changes = {name: value for name, value in changes.items() if value != getattr(regime, name)}
    for name, value in changes.items():
        setattr(regime, name, value)
    _check_order(regime.first_on, regime.last_on)
    if steps is not None:
        regime.steps = steps
        touch(regime)
    if changes or steps is not None:
        said = {name: str(value) for name, value in changes.items()}
        await regime_wrote(session, actor, "updated", regime, said | ({"steps": len(steps)} if steps else {}))


async def steps_of(session: AsyncSession, subject: Subject | None, given: Sequence[RegimeStepIn]) -> list[RegimeStep]:
    """The steps a request gives. Raises Invalid for unknown parties and rules that do not hold together."""
    directory = await look_up(session, subject, parties=[party for step in given for party in (*step.who, *step.to)])
    made = [_step(step, place, directory) for place, step in enumerate(given)]
    directory.refuse()
    return made


def _step(given: RegimeStepIn, place: int, directory: Directory) -> RegimeStep:
    outline = [dict(section) for section in OUTLINE] if given.outline is None else None
    return RegimeStep(
        position=place,
        due=_rule(given.due, f"/steps/{place}/due"),
        due_text=given.due_text,
        cutoff=_rule(given.cutoff, f"/steps/{place}/cutoff"),
        outline=outline or [section.model_dump() for section in given.outline or ()],
        parties=[
            StepParty(side=side, position=order, **directory.party(party, f"/steps/{place}/{side}/{order}"))
            for side in SIDES
            for order, party in enumerate(getattr(given, side))
        ],
    )


def _rule(given: Any, pointer: str) -> dict[str, Any] | None:
    if given is None:
        return None
    try:
        return due.to_json(due.from_json(given.model_dump(mode="json")))
    except ValueError:
        raise invalid(pointer, "bad_rule", _BAD_RULE) from None


def rules_of(regime: Regime) -> rounds.Regime:
    """What of a regime its rounds follow from."""
    return rounds.Regime(
        cadence=regime.cadence,
        steps=tuple(
            rounds.StepRule(due.from_json(step.due), due.from_json(step.cutoff))
            for step in sorted(regime.steps, key=lambda step: step.position)
        ),
        first=regime.first_on,
        last=regime.last_on,
        opens_days=regime.opens_days,
        closes_days=regime.closes_days,
    )


def _check_order(first: date, last: date | None) -> None:
    if last is not None and last < first:
        raise invalid("/last_on", "reversed", _REVERSED)


async def _whose(session: AsyncSession, subject: Subject, reference: str | None) -> Unit:
    today = vietnam_today(session.info["now"])
    if reference is None:
        own = {reach.unit_id for reach in subject.reaches_with(REPORTING_WRITE)}
        if len(own) != 1:
            raise invalid("/unit", "unit_required", _WHOSE)
        return await session.get_one(Unit, own.pop())
    unit = await unit_of(session, subject, reference, today, "/unit")
    may = select(Unit.id).where(Unit.id == unit.id, governs(subject, REPORTING_WRITE, today)(Unit.id))
    if await session.scalar(may) is None:
        raise Forbidden
    return unit


async def _plan(session: AsyncSession, subject: Subject, plan_id: UUID | None) -> UUID | None:
    if plan_id is None:
        return None
    seen = plan_visible(subject, vietnam_today(session.info["now"]))
    found = select(Plan.id).where(Plan.id == plan_id, Plan.status != "draft", seen)
    if await session.scalar(found) is None:
        raise invalid("/plan", "unknown_plan", _UNKNOWN_PLAN)
    return plan_id
