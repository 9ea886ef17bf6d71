"""Targets of a draft: set, change, delete; and store those of an issued plan."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from api.audit.service import Actor, record
from api.indicators.models import Indicator, Target, TargetParticipation
from api.indicators.rules import Comparator, target_fault
from api.indicators.schemas import TargetIn, TargetPatch, TargetRow
from api.indicators.service.indicator import find_indicators
from api.kit.calendar import vietnam_today
from api.kit.events import emit
from api.kit.permissions import Subject
from api.kit.problems import Message, NotFound, invalid
from api.kit.text import fold, sort_key
from api.plans.models import Plan
from api.plans.queries.scope import visible
from api.plans.rules.plan import LAST_POSITION
from api.plans.schemas.party import ParticipationIn, PartyIn
from api.plans.service import (
    PAST,
    UNKNOWN_INDICATOR,
    Directory,
    Verb,
    count_targets,
    editable,
    editable_in_body,
    look_up,
    refuse_unknown_group,
    touch,
)

_FIGURES = ("comparator", "value", "value_max", "baseline")
_PLAIN = ("group", "number", "year", "text", "position", "printed_name", *_FIGURES)
_FAULTS = {
    "comparator_without_value": Message("Có phép so sánh thì phải có giá trị.", "A comparator needs a value."),
    "value_without_comparator": Message("Có giá trị thì phải có phép so sánh.", "A value needs a comparator."),
    "range_needs_two_ends": Message("Khoảng giá trị phải có cả giá trị cuối.", "A range needs its upper end."),
    "only_a_range_has_two_ends": Message("Chỉ khoảng giá trị mới có giá trị cuối.", "Only a range has an upper end."),
    "range_reversed": Message("Giá trị cuối nhỏ hơn giá trị đầu.", "The upper end is below the lower."),
}


async def editable_target(session: AsyncSession, subject: Subject, target_id: UUID) -> tuple[Plan, Target]:
    """A target of a draft the caller may edit, its plan locked. Raises NotFound, Forbidden or PlanNotDraft."""
    today = vietnam_today(session.info["now"])
    there = select(Target.plan_id).join(Plan, Plan.id == Target.plan_id).where(Target.id == target_id)
    plan_id = await session.scalar(there.where(Target.deleted_at.is_(None), visible(subject, today)))
    if plan_id is None:
        raise NotFound
    plan = await editable(session, subject, plan_id)
    statement = select(Target).where(Target.id == target_id, Target.deleted_at.is_(None))
    statement = statement.options(selectinload(Target.participations)).execution_options(populate_existing=True)
    target = await session.scalar(statement)
    if target is None:
        raise NotFound
    return plan, target


async def create_target(session: AsyncSession, actor: Actor, subject: Subject, given: TargetIn) -> Target:
    """A new target of a draft. Raises Invalid, Forbidden or PlanNotDraft."""
    plan = await editable_in_body(session, subject, given.plan)
    (target,) = await store_rows(session, actor, subject, plan, rows=[given], pointer="")
    return target


async def store_targets(session: AsyncSession, actor: Actor, plan: Plan, targets: Sequence[TargetRow]) -> list[Target]:
    """The targets of a plan just stored by `plans.service.store_issued`; for the seed.

    Raises Invalid for unknown references, with pointers into `targets`.
    """
    return await store_rows(session, actor, None, plan, rows=targets, pointer="/targets/{}")


async def add_targets(
    session: AsyncSession, actor: Actor, subject: Subject, plan: Plan, rows: Sequence[TargetRow], *, since: date
) -> list[Target]:
    """New targets of an issued plan, from a day on. Raises Invalid with pointers into an amendment."""
    return await store_rows(session, actor, subject, plan, rows=rows, pointer="/targets/add/{}", since=since)


async def update_target(
    session: AsyncSession,
    actor: Actor,
    subject: Subject,
    plan: Plan,
    target: Target,
    *,
    patch: TargetPatch,
    pointer: str = "",
) -> None:
    """Change a target. Raises Invalid for figures that do not fit and unknown references."""
    changes = patch.changes()
    directory = await look_up(session, subject, parties=[*patch.participations, PartyIn.of_audience(patch.audience)])
    if "indicator" in changes:
        known = await find_indicators(session, subject, plan.department_id, {patch.indicator})
        target.indicator_id = _indicator(known, patch.indicator, pointer).id
    if "audience" in changes:
        audience = directory.audience(patch.audience, f"{pointer}/audience")
        target.audience_id = audience and audience.id
    if "participations" in changes:
        target.participations = _participations(patch.participations, directory, pointer)
    directory.refuse()
    if "group" in changes:
        refuse_unknown_group(plan, patch.group, f"{pointer}/group")
    for name in changes.keys() & {*_PLAIN}:
        setattr(target, name, changes[name])
    _complete(target, pointer)
    touch(target)
    count_targets(plan, 0)
    await _wrote(session, actor, "update", plan, target, fields=sorted(changes))


async def regroup(session: AsyncSession, actor: Actor, plan: Plan, moves: Mapping[str, str | None]) -> None:
    """Set the targets under each of these headings of a draft under another, or under none; by codes."""
    there = select(Target).where(Target.plan_id == plan.id, Target.group.in_(moves), Target.deleted_at.is_(None))
    for target in list(await session.scalars(there.order_by(Target.position, Target.id))):
        target.group = moves[target.group or ""]
        touch(target)
        await _wrote(session, actor, "update", plan, target, fields=["group"])


async def delete_target(session: AsyncSession, actor: Actor, plan: Plan, target: Target) -> None:
    """Delete a target of a draft, softly."""
    target.deleted_at = session.info["now"]
    count_targets(plan, -1)
    await _wrote(session, actor, "delete", plan, target)


async def store_rows(
    session: AsyncSession,
    actor: Actor,
    subject: Subject | None,
    plan: Plan,
    *,
    rows: Sequence[TargetRow],
    pointer: str,
    since: date | None = None,
) -> list[Target]:
    """Targets of a plan that may be written, in order; `pointer` with a place for each row's. Raises Invalid."""
    named = [party for row in rows for party in (*row.participations, PartyIn.of_audience(row.audience))]
    directory = await look_up(session, subject, parties=named)
    known = await find_indicators(session, subject, plan.department_id, {row.indicator for row in rows})
    last = await session.scalar(select(func.max(Target.position)).where(Target.plan_id == plan.id)) or 0
    targets = []
    for place, row in enumerate(rows):
        here, position = pointer.format(place), min(last + place + 1, LAST_POSITION)
        indicator = _indicator(known, row.indicator, here)
        targets.append(_build(plan, row, directory, indicator, position=position, pointer=here))
        targets[-1].since = since
    directory.refuse()
    session.add_all(targets)
    count_targets(plan, len(targets))
    for target in targets:
        await _wrote(session, actor, "create", plan, target)
    return targets


def _build(
    plan: Plan, row: TargetRow, directory: Directory, indicator: Indicator, *, position: int, pointer: str
) -> Target:
    refuse_unknown_group(plan, row.group, f"{pointer}/group")
    audience = directory.audience(row.audience, f"{pointer}/audience")
    target = Target(
        plan_id=plan.id,
        unit_id=plan.unit_id,
        department_id=plan.department_id,
        indicator_id=indicator.id,
        audience_id=audience and audience.id,
        participations=_participations(row.participations, directory, pointer),
    )
    for name in _PLAIN:
        setattr(target, name, getattr(row, name))
    target.year = row.year or plan.year
    target.printed_name = row.printed_name or indicator.name
    target.position = row.position or position
    _complete(target, pointer)
    return target


def _complete(target: Target, pointer: str) -> None:
    """Make a bare figure `eq`, refuse figures that do not fit together, and index the name."""
    if target.value is not None and target.comparator is None:
        target.comparator = Comparator.EQ
    comparator = Comparator(target.comparator) if target.comparator else None
    fault = target_fault(comparator, target.value, target.value_max)
    if fault is not None:
        raise invalid(f"{pointer}/comparator", fault, _FAULTS[fault])
    target.sort_key = sort_key(target.printed_name)
    target.search = fold(f"{target.number or ''} {target.printed_name} {target.text}")


def _indicator(known: dict[str, Indicator], reference: str, pointer: str) -> Indicator:
    if reference not in known:
        raise invalid(f"{pointer}/indicator", "unknown_indicator", UNKNOWN_INDICATOR)
    return known[reference]


def _participations(given: Sequence[ParticipationIn], directory: Directory, pointer: str) -> list[TargetParticipation]:
    return [
        TargetParticipation(
            position=place, role=each.role, **directory.party(each, f"{pointer}/participations/{place}")
        )
        for place, each in enumerate(given)
    ]


async def _wrote(
    session: AsyncSession, actor: Actor, verb: Verb, plan: Plan, target: Target, *, fields: Sequence[str] = ()
) -> None:
    await session.flush()
    record(
        session, actor, f"target.{verb}",
        entity="target", entity_id=target.id, unit_id=plan.unit_id, changes={"fields": list(fields)},
    )  # fmt: skip
    emit(
        session, f"target.{PAST[verb]}",
        entity="target", entity_id=target.id, version=target.version,
        unit_id=plan.unit_id, department_id=plan.department_id, data=_data(target),
    )  # fmt: skip


def _data(target: Target) -> dict[str, Any]:
    figures = {name: getattr(target, name) for name in ("value", "value_max", "baseline")}
    return {
        "plan_id": target.plan_id,
        "indicator_id": target.indicator_id,
        "year": target.year,
        "comparator": target.comparator,
        "text": target.text,
        **{name: None if figure is None else float(figure) for name, figure in figures.items()},
    }
