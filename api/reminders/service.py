"""Reminding people, one digest a day each; the rules of a plan; the message to copy."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, time
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.audit.service import Actor
from api.kit.calendar import VIETNAM, vietnam_today
from api.kit.events import emit
from api.kit.holidays import Workdays
from api.kit.permissions import Subject
from api.kit.problems import Language
from api.notifications.queries import people_of
from api.notifications.rules import LINES
from api.notifications.service.notices import Notice, tell
from api.plans import service as plans
from api.plans.models import Plan
from api.reminders import queries
from api.reminders.models import ReminderRule, ReminderRun
from api.reminders.rules import DEFAULT, Owing, Step, To, due_days, message, receivers, since
from api.reminders.schemas import MessageQuery, RulesIn
from api.settings import Settings
from api.units.service.references import unit_of

# Offices open then; a digest is there when people sit down.
_FROM = time(7, 30)
_ABOVE = frozenset({"coordinator", "division_head", "commune_leader", "commune_officer"})
_DEPARTMENT = frozenset({"leader", "coordinator"})
Rules = dict[UUID, tuple[Step, ...]]


def workdays_of(settings: Settings) -> Workdays:
    """The working days of a deployment."""
    return Workdays().with_more(settings.days_off, settings.working_saturdays)


async def tick(session: AsyncSession, settings: Settings) -> int:
    """Send the day's reminders, once, on a working day after half past seven; how many people got a digest."""
    now = session.info["now"]
    today, workdays = vietnam_today(now), workdays_of(settings)
    if not workdays.includes(today) or now.astimezone(VIETNAM).time() < _FROM:
        return 0
    last = await session.scalar(select(func.max(ReminderRun.day)).where(ReminderRun.day < today))
    claim = insert(ReminderRun).values(day=today, ran_at=now).on_conflict_do_nothing().returning(ReminderRun.day)
    if await session.scalar(claim) is None:
        return 0
    return await _remind(session, settings, workdays, since(last, today), today)


async def _remind(session: AsyncSession, settings: Settings, workdays: Workdays, after: date, today: date) -> int:
    rules = await _rules(session)
    steps = {step for each in (DEFAULT, *rules.values()) for step in each}
    days = due_days(list(steps), after, today, workdays)
    if not days:
        return 0
    due = [queries.due_on(days), queries.reports_due_on(days), queries.requests_due_on(days, session.info["now"])]
    found = [row for each in due for row in await session.execute(each)]
    found += await plans.missing(session, days, today)
    said = [
        (row, to)
        for row in found
        for to in receivers(rules.get(row.plan_id, DEFAULT), vietnam_today(row.due_at), after, today, workdays)
    ]
    items = await _by_person(session, said, today)
    return await tell(session, settings, [_digest(user_id, each, today) for user_id, each in items.items()])


async def _rules(session: AsyncSession) -> Rules:
    found = await session.scalars(select(ReminderRule))
    return {rule.plan_id: tuple(Step(**step) for step in rule.steps) for rule in found}


async def _by_person(
    session: AsyncSession, said: Sequence[tuple[Any, To]], today: date
) -> dict[UUID, dict[UUID, dict[str, Any]]]:
    """What each person is told, by assignment: who is told of one twice is told as the one who owes it."""
    above = dict((await session.execute(queries.parents({row.unit_id for row, _ in said}, today))).all())
    targets = [(row, to, _unit(row, to, above)) for row, to in said]
    people: dict[UUID, list[tuple[UUID, str]]] = defaultdict(list)
    for person in await session.execute(people_of({unit for _, _, unit in targets if unit}, today)):
        people[person.unit_id].append((person.user_id, person.role))
    items: dict[UUID, dict[UUID, dict[str, Any]]] = defaultdict(dict)
    for row, to, unit in targets:
        for user_id, role in people.get(unit, ()) if unit else ():
            if _concerns(to, role):
                own = to == "unit" or items[user_id].get(row.id, {}).get("own", False)
                items[user_id][row.id] = _item(row, own=own)
    return {user_id: each for user_id, each in items.items() if each}


def _unit(row: Any, to: To, above: dict[UUID, UUID]) -> UUID | None:
    """At which unit those stand who are told."""
    found: UUID | None = {"unit": row.unit_id, "unit_above": above.get(row.unit_id), "department": row.department_id}[
        to
    ]
    return found


def _concerns(to: To, role: str) -> bool:
    if to == "unit":
        return role != "leader"
    return role in (_ABOVE if to == "unit_above" else _DEPARTMENT)


def _item(row: Any, *, own: bool) -> dict[str, Any]:
    return {"unit": row.unit, "task": row.task, "due_on": vietnam_today(row.due_at).isoformat(), "own": own}


def _digest(user_id: UUID, items: dict[UUID, dict[str, Any]], today: date) -> Notice:
    ordered = sorted(items.values(), key=lambda item: (item["due_on"], item["unit"], item["task"]))
    data = {"on": today.isoformat(), "count": len(ordered), "items": ordered[:LINES]}
    return Notice(user_id, "digest", f"digest:{today}", data, "/work")


async def rules_of(session: AsyncSession, plan_id: UUID) -> dict[str, Any]:
    """A plan's rules as the API shows them."""
    rule = await session.get(ReminderRule, plan_id)
    items = [asdict(step) for step in DEFAULT] if rule is None else rule.steps
    return {"plan_id": plan_id, "items": items, "usual": rule is None}


async def set_rules(session: AsyncSession, actor: Actor, plan: Plan, body: RulesIn) -> None:
    """Say when a plan's reminders go out; the same again leaves no trace."""
    steps = [step.model_dump() for step in body.items]
    rule = await session.get(ReminderRule, plan.id)
    if rule is not None and rule.steps == steps:
        return
    if rule is None:
        session.add(ReminderRule(plan_id=plan.id, steps=steps))
    else:
        rule.steps = steps
    entity: dict[str, Any] = {"entity": "plan", "entity_id": plan.id, "unit_id": plan.unit_id}
    audit.record(session, actor, "plan.set_reminders", changes={"steps": steps}, **entity)
    emit(session, "plan.reminders_set", version=plan.version, department_id=plan.department_id, **entity)


async def message_for(
    session: AsyncSession, settings: Settings, subject: Subject, query: MessageQuery, language: Language
) -> dict[str, Any]:
    """Who has what open, as a text to copy. Raises Invalid for a unit not seen."""
    now = session.info["now"]
    today = vietnam_today(now)
    unit_id = None if query.under is None else (await unit_of(session, subject, query.under, today, "/query/under")).id
    found = (await session.execute(queries.owing(subject, now, today, query.plan, unit_id))).all()
    owing = [
        Owing(
            row.name,
            f"{settings.issuer}/units/{row.code}",
            row.open,
            row.overdue,
            None if row.next_due is None else vietnam_today(row.next_due),
        )
        for row in found
    ]
    return {"text": message(owing, language), "units": len(owing), "open": sum(each.open for each in owing)}
