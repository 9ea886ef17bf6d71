"""Plans: draft, edit, delete; and store one that was issued before this system knew it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from api.audit.service import Actor
from api.kit.calendar import vietnam_today
from api.kit.permissions import Subject
from api.kit.problems import Forbidden, Message, NotFound, invalid
from api.kit.text import fold, sort_key
from api.kit.validation import MESSAGES
from api.plans.errors import PlanNotDraft
from api.plans.models import Duty, Plan
from api.plans.permissions import PLAN_WRITE
from api.plans.queries.plans import as_id
from api.plans.queries.scope import drafts_freely, visible, writable
from api.plans.rules.plan import is_draft
from api.plans.schemas.plan import DutyIn, PlanIn, PlanPatch, SourceDocument
from api.plans.service.journal import plan_data, touch, wrote
from api.plans.service.references import Directory, Named, look_up
from api.plans.service.schedules import frame_of, reread_schedules
from api.plans.service.target_groups import regroup_targets
from api.units.models import Unit

UNKNOWN_PLAN = Message("Không có kế hoạch này.", "There is no such plan.")
_PARENT_NEEDED = Message(
    "Kế hoạch của đơn vị phải ghi kế hoạch cấp trên mà nó thực hiện.",
    "A unit's own plan must name the plan above that it carries out.",
)
_PARENT_NOT_ISSUED = Message(
    "Kế hoạch cấp trên phải là kế hoạch đã ban hành.", "The plan above must be one that has been issued."
)
_WHICH_UNIT = Message("Hãy cho biết kế hoạch của đơn vị nào.", "Say whose plan this is.")
# Columns that hold the request's value as it is.
_PLAIN = {"year", "title", "number", "issued_on", "effective_on", "horizon_years", "recipients"}
# … and those that hold it as JSON.
_PRINTED = {"signer", "legal_bases", "target_groups"}


async def editable(session: AsyncSession, subject: Subject, plan_id: UUID) -> Plan:
    """A plan the caller may edit, locked until the transaction ends.

    Raises NotFound when the caller does not see it, Forbidden when others draft it, PlanNotDraft once it is issued.
    """
    today = vietnam_today(session.info["now"])
    statement = select(Plan, writable(subject, today)(Plan.unit_id)).where(Plan.id == plan_id, visible(subject, today))
    row = (await session.execute(_locked(statement))).one_or_none()
    if row is None:
        raise NotFound
    plan: Plan = row[0]
    if not row[1]:
        raise Forbidden
    if not is_draft(plan.status):
        raise PlanNotDraft
    return plan


async def editable_in_body(session: AsyncSession, subject: Subject, plan_id: UUID) -> Plan:
    """`editable` for a plan a body names: one the caller does not see is a fault of the body. Raises Invalid then."""
    try:
        return await editable(session, subject, plan_id)
    except NotFound as error:
        raise invalid("/plan", "unknown_plan", UNKNOWN_PLAN) from error


def count_targets(plan: Plan, by: int) -> None:
    """Tell a plan that its targets became more or fewer, or (by 0) changed; called by the package above."""
    plan.target_count += by
    touch(plan)


def _locked(statement: Any) -> Any:
    loaded = statement.options(selectinload(Plan.duties)).execution_options(populate_existing=True)
    return loaded.with_for_update(of=Plan)


async def create_plan(session: AsyncSession, actor: Actor, subject: Subject, given: PlanIn) -> Plan:
    """A new draft. Raises Forbidden for a unit the caller may not draft for, Invalid for unknown references."""
    directory = await look_up(session, subject, _units(given))
    unit_id = whose(subject, directory.unit(given.unit, "/unit"))
    duties = _duties(given.duties, directory)
    directory.refuse()
    await check_may_draft(session, subject, unit_id, given.parent_plan)
    plan = await _new(session, given, unit_id, duties, "draft")
    plan.parent_plan_id = await parent_plan(session, subject, given.parent_plan)
    session.add(plan)
    await wrote(session, actor, "create", plan, plan=plan, data=plan_data(plan))
    return plan


async def store_issued(session: AsyncSession, actor: Actor, given: PlanIn, *, sample: bool = False) -> Plan:
    """A plan that was issued on paper; what the paper leaves empty (number, date) stays empty.

    For the seed alone: a user's own issuing demands number, date and signer. Raises Invalid for unknown references
    or a missing unit or `effective_on`.
    """
    directory = await look_up(session, None, _units(given))
    unit, duties = directory.unit(given.unit or "", "/unit"), _duties(given.duties, directory)
    directory.refuse()
    if unit is None or given.effective_on is None:
        raise invalid("/effective_on", "missing", MESSAGES["missing"])
    plan = await _new(session, given, unit.id, duties, "issued")
    plan.sample = sample
    session.add(plan)
    await wrote(session, actor, "issue", plan, plan=plan, data=plan_data(plan))
    return plan


async def begin_outside(session: AsyncSession, actor: Actor, unit: Unit, source: SourceDocument) -> Plan:
    """What a document from outside all plans asks for, without tasks yet; reaches over its year and the next."""
    plan = Plan(
        unit_id=unit.id,
        department_id=unit.department_id,
        status="draft",
        year=source.issued_on.year,
        horizon_years=[source.issued_on.year, source.issued_on.year + 1],
        title=source.title,
        number=source.number,
        issued_on=source.issued_on,
        effective_on=source.issued_on,
        source=source.model_dump(mode="json"),
        legal_bases=[],
        recipients=[],
        target_groups=[],
    )
    index(plan)
    session.add(plan)
    await wrote(session, actor, "create", plan, plan=plan, data=plan_data(plan))
    return plan


async def find_plan(session: AsyncSession, unit_code: str, year: int, title: str) -> Plan | None:
    """The plan of that unit, year and title, deleted or not; the seed asks before it stores one."""
    statement = select(Plan).join(Unit, Unit.id == Plan.unit_id)
    found = statement.where(Unit.code == unit_code, Plan.year == year, Plan.title == title)
    return (await session.scalars(found.order_by(Plan.created_at).limit(1))).first()


async def update_plan(
    session: AsyncSession, actor: Actor, subject: Subject, plan: Plan, *, patch: PlanPatch, before_includes_day: bool
) -> None:
    """Change a draft; schedules read from their text are read anew when its years change.

    Targets follow their heading to another code; those whose heading is gone stand under none. Raises Invalid for
    unknown references, and for headings that share a code.
    """
    changes = patch.changes()
    directory = await look_up(session, subject, [duty.unit for duty in changes.get("duties", ())])
    duties = _duties(changes.get("duties", ()), directory)
    directory.refuse()
    if "duties" in changes:
        plan.duties = duties
    if "parent_plan" in changes:
        await check_may_draft(session, subject, plan.unit_id, changes["parent_plan"])
        plan.parent_plan_id = await parent_plan(session, subject, changes["parent_plan"])
    frame = frame_of(plan)
    if "target_groups" in changes:
        changes["target_groups"] = await regroup_targets(session, actor, plan, patch.target_groups)
    _set(plan, changes)
    touch(plan)
    if frame_of(plan) != frame:
        await reread_schedules(session, plan, frame, before_includes_day=before_includes_day)
    await wrote(session, actor, "update", plan, plan=plan, data=plan_data(plan), changes={"fields": sorted(changes)})


async def delete_plan(session: AsyncSession, actor: Actor, plan: Plan) -> None:
    """Delete a draft, softly; its parts go with it."""
    plan.deleted_at = session.info["now"]
    await wrote(session, actor, "delete", plan, plan=plan, data=plan_data(plan))


async def owner_of(session: AsyncSession, subject: Subject, reference: str | None) -> UUID:
    """The unit named, or the only one the caller drafts for. Raises Invalid, or Forbidden when others draft for it."""
    directory = await look_up(session, subject, [reference])
    unit_id = whose(subject, directory.unit(reference, "/unit"))
    directory.refuse()
    may = writable(subject, vietnam_today(session.info["now"]))(Unit.id)
    if not await session.scalar(select(may).where(Unit.id == unit_id)):
        raise Forbidden
    return unit_id


def _units(given: PlanIn) -> list[str | None]:
    return [given.unit, *(duty.unit for duty in given.duties)]


def whose(subject: Subject, unit: Named | None, permission: str = PLAN_WRITE) -> UUID:
    """The unit named, or the only one the caller acts for with a permission. Raises Invalid."""
    if unit is not None:
        return unit.id
    own = {reach.unit_id for reach in subject.reaches_with(permission)}
    if len(own) != 1:
        raise invalid("/unit", "missing", _WHICH_UNIT)
    return own.pop()


async def check_may_draft(session: AsyncSession, subject: Subject, unit_id: UUID, parent: str | None) -> None:
    """Raise Forbidden when the caller may not draft for the unit, Invalid when its plan must name one above."""
    today = vietnam_today(session.info["now"])
    asked = select(drafts_freely(subject, today)(Unit.id), writable(subject, today)(Unit.id)).where(Unit.id == unit_id)
    freely, at_all = (await session.execute(asked)).one()
    if not at_all:
        raise Forbidden
    if not freely and parent is None:
        raise invalid("/parent_plan", "missing", _PARENT_NEEDED)


async def parent_plan(session: AsyncSession, subject: Subject, reference: str | None) -> UUID | None:
    """The id of the plan above. Raises Invalid when the caller does not see it or it has not been issued."""
    if reference is None:
        return None
    today = vietnam_today(session.info["now"])
    found = select(Plan.id, Plan.status).where(Plan.id == as_id(reference), visible(subject, today))
    row: Any = (await session.execute(found)).one_or_none()
    if row is None:
        raise invalid("/parent_plan", "unknown_plan", UNKNOWN_PLAN)
    if is_draft(row.status):
        raise invalid("/parent_plan", "plan_not_issued", _PARENT_NOT_ISSUED)
    parent_id: UUID = row.id
    return parent_id


async def _new(session: AsyncSession, given: PlanIn, unit_id: UUID, duties: list[Duty], status: str) -> Plan:
    department_id = await session.scalar(select(Unit.department_id).where(Unit.id == unit_id))
    plan = Plan(unit_id=unit_id, department_id=department_id, status=status, duties=duties)
    _set(plan, dict(given))
    return plan


def _set(plan: Plan, values: dict[str, Any]) -> None:
    for name in values.keys() & _PLAIN:
        setattr(plan, name, values[name])
    for name in values.keys() & _PRINTED:
        setattr(plan, name, _printed(values[name]))
    index(plan)


def index(plan: Plan) -> None:
    """Bring up to date what a plan is sorted and found by."""
    plan.sort_key = sort_key(plan.title)
    plan.search = fold(f"{plan.number or ''} {plan.title} {plan.year}")


def _printed(value: Any) -> Any:
    """Models as the JSON they are stored as."""
    if isinstance(value, list):
        return [each.model_dump(mode="json") for each in value]
    return value and value.model_dump(mode="json")


def _duties(given: Sequence[DutyIn], directory: Directory) -> list[Duty]:
    duties = []
    for place, duty in enumerate(given):
        unit = directory.unit(duty.unit, f"/duties/{place}/unit")
        duties.append(Duty(position=place, unit_name=duty.unit_name, unit_id=unit and unit.id, text=duty.text))
    return duties
