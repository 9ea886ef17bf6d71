"""Rounds open and close by the clock, or by a coordinator's hand; their reports follow the units."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from api.audit.service import SYSTEM, Actor
from api.kit.calendar import Period, end_of_day, vietnam_today
from api.kit.ids import uuid7
from api.kit.permissions import Subject
from api.kit.problems import Forbidden, Message, NotFound, invalid
from api.reporting.errors import RoundThere
from api.reporting.models import Regime, Report, Round, RoundStep
from api.reporting.permissions import REPORT_EXTEND, REPORTING_WRITE
from api.reporting.queries import asking as queries
from api.reporting.queries.extending import extendable
from api.reporting.queries.scope import rounds_ruled_by, visible_rounds
from api.reporting.rules import rounds as rules
from api.reporting.rules.content import joined
from api.reporting.rules.rounds import Planned, StepDates
from api.reporting.schemas.round import ExtensionIn, RoundIn, RoundPatch
from api.reporting.service.asking import Writer, writers
from api.reporting.service.journal import Voice, reports_wrote, round_wrote, voice_of
from api.reporting.service.regimes import ensure_regimes, rules_of
from api.units.models.arrays import any_id
from api.units.service.references import unit_of

_BAD_PERIOD = Message(
    "Kỳ phải viết như 2026-03, 2026-Q1, 2026-H1, 2026, 2025-2026, 2025-2026-S1.",
    "A period is written as 2026-03, 2026-Q1, 2026-H1, 2026, 2025-2026, 2025-2026-S1.",
)
_PAST = Message("Ngày này phải từ hôm nay trở đi.", "This day must be today or later.")
_EARLIER = Message("Hạn mới phải sau hạn đang có.", "The new day must follow the one there is.")
_TABLE: Any = Report.__table__
_SYSTEM_NAME = "Hệ thống"


@dataclass
class Done:
    """What a tick did."""

    regimes: int = 0
    opened: int = 0
    closed: int = 0
    followed: int = 0


async def tick(session: AsyncSession, *, before_includes_day: bool) -> Done:
    """Bring regimes and rounds in line with the day: make, open, close, follow the units. May run any time, again."""
    today, done = vietnam_today(session.info["now"]), Done()
    done.regimes = await ensure_regimes(session)
    regimes = (await session.scalars(queries.regimes_at_work())).all()
    rows = await session.execute(queries.periods_there(each.id for each in regimes))
    there = {(row.regime_id, row.period) for row in rows}
    for regime in regimes:
        for planned in rules.open_on(rules_of(regime), today, before_includes_day=before_includes_day):
            if (regime.id, str(planned.period)) not in there:
                await open_round(session, SYSTEM, regime, planned)
                done.opened += 1
    by_id = {regime.id: regime for regime in regimes}
    for of in (await session.scalars(queries.open_rounds())).all():
        if of.closes_on < today:
            await _close(session, of)
            done.closed += 1
        elif of.followed_on < today and of.regime_id in by_id:
            await follow(session, of, by_id[of.regime_id], today)
            done.followed += 1
    await _follow_closed(session, today)
    return done


async def open_round(session: AsyncSession, actor: Actor, regime: Regime, planned: Planned) -> Round:
    """Open a round: a draft for each unit asked by the tree of today, or of the day it closed on if it is over."""
    today = vietnam_today(session.info["now"])
    on = min(today, planned.closes_on)
    dues = [step.due_at for step in planned.steps if step.due_at is not None]
    of = Round(
        regime_id=regime.id, unit_id=regime.unit_id, department_id=regime.department_id, plan_id=regime.plan_id,
        title=regime.title, period=str(planned.period), starts_on=planned.period.start, ends_on=planned.period.end,
        opens_on=planned.opens_on, closes_on=planned.closes_on, due_at=min(dues, default=None),
        followed_on=on, status="open" if planned.closes_on >= today else "closed",
        steps=[
            RoundStep(position=step.position, due_at=dates.due_at, cutoff_on=dates.cutoff_on, outline=step.outline)
            for step, dates in zip(regime.steps, planned.steps, strict=True)
        ],
    )  # fmt: skip
    session.add(of)
    await session.flush()
    asked = await writers(session, regime, on)
    await _add(session, of, asked)
    await round_wrote(session, actor, "opened", of, {"reports": len(asked)})
    await session.flush()
    return of


async def _add(
    session: AsyncSession, of: Round, asked: Mapping[UUID, Writer], texts: Mapping[UUID, Any] | None = None
) -> None:
    """Drafts of units; with the texts that others left them."""
    now, dues = session.info["now"], {step.position: step.due_at for step in of.steps}
    rows = [
        {
            "id": uuid7(), "version": 1, "created_at": now, "updated_at": now, "round_id": of.id, "unit_id": unit_id,
            "department_id": each.department_id, "under_id": each.under_id, "to_id": each.to_id, "step": each.step,
            "status": "draft", "edition": 1, "due_at": dues[each.step], "step_due_at": dues[each.step],
            "sections": (texts or {}).get(unit_id), "returned": [], "flaws": 0,
        }
        for unit_id, each in asked.items()
    ]  # fmt: skip
    if rows:
        await session.execute(insert(_TABLE), rows)


async def follow(session: AsyncSession, of: Round, regime: Regime, today: date) -> None:
    """Hold an open round's reports against the units of today.

    Who came is asked; what nobody sent of a unit that went away is taken out, its texts passed on to whoever took over.
    What was sent stays as it is, also of who went, and goes to whoever stands where its receiver stood. Who takes over
    a later step reports in that: what it was to send to whom it stands in for now is part of it.
    """
    asked = await writers(session, regime, today)
    every = select(Report).where(Report.round_id == of.id)
    there = {report.unit_id: report for report in (await session.scalars(every)).all()}
    gone = [report for unit, report in there.items() if unit not in asked and _is_unsent(report)]
    for report in gone:
        report.deleted_at = session.info["now"]
    for unit, report in there.items():
        if unit in asked and report.status != "received":
            _place(of, report, asked[unit])
    await _redirect(session, of, [report for unit, report in there.items() if unit not in asked], today)
    came = {unit: each for unit, each in asked.items() if unit not in there}
    left = await _passed_on(session, gone, today)
    heirs = {unit: report for unit, report in there.items() if unit in left and report.status == "draft"}
    for unit, report in heirs.items():
        report.sections = joined(report.sections, left[unit])
    texts = {unit: each for unit, each in left.items() if unit in came}
    await _add(session, of, came, texts)
    await _say_passed_on(session, of, texts.keys() | heirs.keys())
    of.followed_on = today
    if gone or came:
        await round_wrote(session, SYSTEM, "updated", of, {"came": len(came), "gone": len(gone)})
    await session.flush()


def _place(of: Round, report: Report, each: Writer) -> None:
    """Have a report go where its unit stands now; in another step it is still to be sent, by that step's day."""
    report.deleted_at, report.to_id, report.under_id = None, each.to_id, each.under_id
    if report.step != each.step:
        report.step, report.status, report.returned = each.step, "draft", []
        report.due_at = report.step_due_at = next(step.due_at for step in of.steps if step.position == each.step)
        report.first_sent_at = report.sent_at = report.receipt_code = None


async def _redirect(session: AsyncSession, of: Round, reports: Iterable[Report], today: date) -> None:
    """Have what those sent who are asked no more go to whoever stands where a receiver stood that ended."""
    sent = [report for report in reports if report.deleted_at is None and report.status != "received"]
    there = await _stand_ins(session, {report.to_id for report in sent}, today)
    moved = [report for report in sent if report.to_id in there]
    for report in moved:
        report.to_id = there[report.to_id]
    if moved:
        await reports_wrote(session, SYSTEM, Voice(None, _SYSTEM_NAME), of, moved, what="passed_on")


async def _stand_ins(session: AsyncSession, units: Set[UUID], today: date) -> dict[UUID, UUID]:
    """Who receives in place of those of some units that ended: who took over, else who stands where the one above did.

    Of several that took over one unit, always the same.
    """
    rows = (await session.execute(queries.ended(units, today))).all() if units else ()
    if not rows:
        return {}
    last = {row.id: row.last for row in rows}
    took_over = await session.execute(queries.standing_heirs(last, today))
    found = dict(sorted(((row.origin, row.heir) for row in took_over), reverse=True))
    above: dict[UUID, UUID] = {}
    for unit in last.keys() - found.keys():
        above |= {row.child_id: row.parent_id for row in await session.execute(queries.parents([unit], last[unit]))}
    higher = await _stand_ins(session, set(above.values()), today) if above else {}
    return found | {unit: higher.get(parent, parent) for unit, parent in above.items()}


async def _follow_closed(session: AsyncSession, today: date) -> None:
    """What still waits in rounds that closed goes to whoever stands where its receiver stood."""
    for of, rows in groupby((await session.execute(queries.left_waiting(today))).all(), key=itemgetter(1)):
        await _redirect(session, of, [row[0] for row in rows], today)


def _is_unsent(report: Report) -> bool:
    return report.deleted_at is None and report.first_sent_at is None


async def _passed_on(session: AsyncSession, gone: list[Report], today: date) -> dict[UUID, Any]:
    texts = {report.unit_id: report.sections for report in gone if report.sections is not None}
    if not texts:
        return {}
    found: dict[UUID, Any] = {}
    for row in await session.execute(queries.heirs(texts, today)):
        found[row.heir] = joined(found.get(row.heir), texts[row.origin])
    return found


async def _say_passed_on(session: AsyncSession, of: Round, units: Set[UUID]) -> None:
    """The reports that go on with what others wrote remember that."""
    if units:
        mine = select(Report).where(Report.round_id == of.id, Report.unit_id == any_id(units))
        begun = (await session.scalars(mine)).all()
        await reports_wrote(session, SYSTEM, Voice(None, _SYSTEM_NAME), of, begun, what="passed_on")


async def _close(session: AsyncSession, of: Round) -> None:
    of.status = "closed"
    await round_wrote(session, SYSTEM, "closed", of, {})
    await session.flush()


async def open_by_hand(
    session: AsyncSession, actor: Actor, regime: Regime, given: RoundIn, *, before_includes_day: bool
) -> Round:
    """Open the round of a period now: what is asked when it arises, once, or by no rule of days.

    With `due_on` every step without a rule of its own is due then. Raises Invalid, RoundThere.
    """
    try:
        period = Period.parse(given.period)
    except ValueError:
        raise invalid("/period", "bad_period", _BAD_PERIOD) from None
    today = vietnam_today(session.info["now"])
    if given.due_on is not None and given.due_on < today:
        raise invalid("/due_on", "in_the_past", _PAST)
    there = select(Round.id).where(Round.regime_id == regime.id, Round.period == str(period))
    if await session.scalar(there) is not None:
        raise RoundThere
    of = rules_of(regime)
    dates = rules.dates_of(of.steps, period, before_includes_day=before_includes_day)
    days = [(day or given.due_on, cutoff if day else min(cutoff, given.due_on or cutoff)) for day, cutoff in dates]
    last = max((day for day, _ in days if day is not None), default=today)
    planned = Planned(
        period=period,
        opens_on=today,
        closes_on=max(last, today) + timedelta(days=regime.closes_days),
        steps=tuple(StepDates(end_of_day(day) if day else None, cutoff) for day, cutoff in days),
    )
    return await open_round(session, actor, regime, planned)


async def round_to_change(
    session: AsyncSession, subject: Subject, round_id: UUID, permission: str = REPORTING_WRITE
) -> Round:
    """A round the caller rules by a permission, locked. Raises NotFound, Forbidden."""
    today = vietnam_today(session.info["now"])
    ruled = rounds_ruled_by(subject, today, permission)
    found = select(Round, ruled).where(Round.id == round_id, visible_rounds(subject, today))
    locked = found.options(selectinload(Round.steps)).with_for_update(of=Round)
    row = (await session.execute(locked.execution_options(populate_existing=True))).one_or_none()
    if row is None:
        raise NotFound
    if not row[1]:
        raise Forbidden
    of: Round = row[0]
    return of


async def change_round(session: AsyncSession, actor: Actor, of: Round, patch: RoundPatch) -> None:
    """Keep it open longer, open it again, or close it: after the end of its last day it is closed."""
    today = vietnam_today(session.info["now"])
    if "closes_on" not in patch.model_fields_set or patch.closes_on == of.closes_on:
        return
    of.closes_on = patch.closes_on
    of.status = "open" if patch.closes_on >= today else "closed"
    await round_wrote(session, actor, "updated", of, {"closes_on": of.closes_on.isoformat()})


async def extend(session: AsyncSession, actor: Actor, subject: Subject, of: Round, given: ExtensionIn) -> int:
    """Give a unit, or a unit and all below it, more time; how many reports it reaches. Raises Invalid.

    What was sent is left as it is. The round stays open until the new day at least.
    """
    today = vietnam_today(session.info["now"])
    if given.due_on < today:
        raise invalid("/due_on", "in_the_past", _PAST)
    due_at = end_of_day(given.due_on)
    unit_id, under = [
        None if name is None else (await unit_of(session, subject, name, today, pointer)).id
        for name, pointer in ((given.unit, "/unit"), (given.under, "/under"))
    ]
    reports = (await session.scalars(extendable(of.id, unit_id, under, today))).all()
    if reports and all(report.due_at is not None and report.due_at >= due_at for report in reports):
        raise invalid("/due_on", "not_later", _EARLIER)
    later = [report for report in reports if report.due_at is None or report.due_at < due_at]
    for report in later:
        report.due_at = due_at
    if later and of.closes_on < given.due_on:
        of.closes_on, of.status = given.due_on, "open"
        await round_wrote(session, actor, "updated", of, {"closes_on": of.closes_on.isoformat()})
    voice = voice_of(subject, REPORT_EXTEND)
    await reports_wrote(session, actor, voice, of, later, what="extended", text=given.reason)
    return len(later)
