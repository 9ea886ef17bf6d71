"""What a plan asks of whom: its tasks with their times, and the units behind every name."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.assignments.queries import owing as queries
from api.assignments.queries.owing import Narrowing
from api.assignments.rules.owing import Due, Owed, occurrences, reporting_period, stronger
from api.kit.calendar import PeriodKind
from api.plans.models import Plan, Task
from api.plans.rules.plan import bound_within
from api.plans.rules.schedule import from_json
from api.plans.service import known_otherwise
from api.plans.service.schedules import frame_of
from api.units.models import Audience, Unit
from api.units.models.days import to_span
from api.units.queries.succession import bound_by


class Ask(NamedTuple):
    """What an audience, or with `unit_id` one unit, owes for a task; `within` as in `Narrowing`."""

    task_id: UUID
    owed: Owed
    to: Narrowing | None = None
    unit_id: UUID | None = None
    within: UUID | None = None


class Member(NamedTuple):
    """A unit of an audience, and what of it a count by kind of school needs."""

    id: UUID
    kind: str
    education_levels: tuple[str, ...]
    ownership: str | None
    department_id: UUID | None


@dataclass
class Members:
    """The units of audiences on a day, looked up once for each; `units` narrows all of it to these."""

    session: AsyncSession
    on: date
    units: Sequence[UUID] | None = None
    _audiences: dict[UUID, Audience | None] = field(default_factory=dict)
    _found: dict[Narrowing, Sequence[Member]] = field(default_factory=dict)
    _holders: dict[tuple[UUID, UUID | None], Sequence[tuple[UUID, UUID | None]]] = field(default_factory=dict)

    async def of(self, narrowed: Narrowing) -> Sequence[Member]:
        """The units meant."""
        if narrowed not in self._found:
            self._found[narrowed] = await self._look_up(narrowed)
        return self._found[narrowed]

    async def _look_up(self, narrowed: Narrowing) -> Sequence[Member]:
        audience = await self.session.get(Audience, narrowed.audience_id)
        if audience is None or audience.deleted_at is not None:
            return ()
        department = await self.session.get_one(Unit, audience.department_id)
        last = min(self.on, to_span(department.valid).last or self.on)
        rows = await self.session.execute(queries.members(audience, narrowed, self.on, last, self.units))
        return [Member(id_, kind, tuple(levels), owner, department) for id_, kind, levels, owner, department in rows]

    async def holding(self, unit_id: UUID, within: UUID | None) -> Sequence[tuple[UUID, UUID | None]]:
        """A unit named by itself, or those that took over from it, each with its department."""
        named = unit_id, within
        if named not in self._holders:
            rows = (await self.session.execute(queries.holders(unit_id, self.on, within))).all()
            self._holders[named] = [(row.id, row.department_id) for row in rows]
        return [each for each in self._holders[named] if self.units is None or each[0] in self.units]


async def asks_of(session: AsyncSession, plan: Plan) -> list[Ask]:
    """What a plan asks: of audiences by its engagements, and the product of each unit that leads a task by name."""
    within = bound_within(plan.unit_id, plan.department_id)
    named = (await session.execute(queries.participations_of(plan.id))).all()
    roles = {(row.task_id, row.audience_id): row.role for row in reversed(named)}
    engaged = (await session.scalars(queries.engagements_of(plan.id))).all()
    known = await known_otherwise(session, {each.indicator_id for each in engaged if each.indicator_id})
    asks = [
        Ask(
            each.task_id,
            Owed(roles.get((each.task_id, each.audience_id), "coordinate"), each.owes),
            Narrowing(each.audience_id, tuple(each.education_levels), tuple(each.ownership), tuple(each.area), within),
        )
        for each in engaged
        if each.indicator_id not in known
    ]
    leads = [row for row in named if row.role == "lead" and row.unit_id is not None]
    return asks + [Ask(row.task_id, Owed("lead", "product"), unit_id=row.unit_id, within=within) for row in leads]


async def owing(asks: Iterable[Ask], members: Members) -> dict[UUID, tuple[Owed, UUID | None]]:
    """The units that owe something for one task, each with what, and its department."""
    found: dict[UUID, tuple[Owed, UUID | None]] = {}
    for ask in asks:
        for unit_id, department_id in await _meant(ask, members):
            before = found.get(unit_id)
            found[unit_id] = (stronger(before and before[0], ask.owed), department_id)
    return found


async def _meant(ask: Ask, members: Members) -> Sequence[tuple[UUID, UUID | None]]:
    if ask.unit_id is not None:
        return await members.holding(ask.unit_id, ask.within)
    return [(each.id, each.department_id) for each in await members.of(ask.to)] if ask.to else ()


def by_task(asks: Iterable[Ask]) -> Mapping[UUID, list[Ask]]:
    """What is asked for each task."""
    found: dict[UUID, list[Ask]] = defaultdict(list)
    for ask in asks:
        found[ask.task_id].append(ask)
    return found


async def cadence_of(session: AsyncSession, plan_id: UUID) -> PeriodKind:
    """How often a plan's continuous work is asked about."""
    return reporting_period(await session.scalars(queries.cadences_of(plan_id)))


async def tasks_of(session: AsyncSession, plan_id: UUID) -> list[Task]:
    """The tasks of a plan that ask something."""
    return list(await session.scalars(queries.tasks_of(plan_id)))


def dues_of(task: Task, plan: Plan, cadence: PeriodKind, today: date) -> tuple[Due, ...]:
    """The times a task is owed: to the end of the plan's year, and from the year after it to the end of this one.

    Work outside plans is handed out whole, whatever year it falls due in.
    """
    frame = frame_of(plan)
    last = frame.last_year if plan.source is not None else plan.year
    return occurrences(from_json(task.schedule), frame, cadence, date(max(last, today.year), 12, 31))


async def plans_beside(session: AsyncSession, plan: Plan) -> list[Plan]:
    """The other plans in force that ask something of the schools this one may ask."""
    return list(await session.scalars(queries.beside(plan, plan.department_id))) if plan.department_id else []


async def bound_by_plan(session: AsyncSession, plan: Plan, on: date) -> list[UUID] | None:
    """The units a plan can bind on a day; None where it binds whom it names."""
    within = bound_within(plan.unit_id, plan.department_id)
    return None if within is None else list(await session.scalars(bound_by(within, on)))


async def audiences_named(session: AsyncSession, ids: Iterable[UUID]) -> dict[UUID, Audience]:
    """Audiences by id."""
    rows = await session.scalars(select(Audience).where(Audience.id.in_(list(ids)), Audience.deleted_at.is_(None)))
    return {audience.id: audience for audience in rows}
