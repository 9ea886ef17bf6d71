"""Indicators: define, change, delete; find them for whoever names one."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, case, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import Actor, record
from api.indicators.errors import IndicatorInUse
from api.indicators.models import Indicator, IndicatorValue, Target
from api.indicators.permissions import INDICATOR_WRITE
from api.indicators.queries.codes import named_so
from api.indicators.queries.indicators import named_by, visible
from api.indicators.rules import IndicatorKind
from api.indicators.rules.base_count import base_count_fault
from api.indicators.rules.derivation import derivation_fault
from api.indicators.schemas import IndicatorIn, IndicatorPatch
from api.kit.calendar import vietnam_today
from api.kit.events import emit
from api.kit.permissions import Subject
from api.kit.problems import Forbidden, Invalid, Message, NotFound, invalid
from api.kit.text import fold, sort_key
from api.plans.models import Plan
from api.plans.service import PAST, Indicators, Verb, look_up, use_indicators
from api.units.models import Unit
from api.units.scope import governs

_CODE_TAKEN = Message("Mã chỉ tiêu này đã dùng trong Sở.", "The department already has an indicator of this code.")
_WHICH_DEPARTMENT = Message("Hãy cho biết chỉ tiêu của Sở nào.", "Say which department's indicator this is.")
# What an indicator means; fixed once a plan sets a target on it.
_MEANING = {"kind", "unit_of_measure", "direction", "time_behaviour"}


async def editable_indicator(session: AsyncSession, subject: Subject, indicator_id: UUID) -> Indicator:
    """An indicator the caller may change, locked. Raises NotFound; Forbidden too for the shared catalogue."""
    today = vietnam_today(session.info["now"])
    mine = governs(subject, INDICATOR_WRITE, today)(Indicator.department_id)
    statement = select(Indicator, mine).where(Indicator.id == indicator_id, visible(subject, today))
    row = (await session.execute(statement.with_for_update().execution_options(populate_existing=True))).one_or_none()
    if row is None:
        raise NotFound
    if not row[1]:
        raise Forbidden
    indicator: Indicator = row[0]
    return indicator


async def create_indicator(session: AsyncSession, actor: Actor, subject: Subject, given: IndicatorIn) -> Indicator:
    """A department's new indicator. Raises Invalid for a code taken, Forbidden for another's department."""
    department_id = await _department(session, subject, given.department)
    return await _define(session, actor, given, department_id)


async def ensure_indicator(
    session: AsyncSession, actor: Actor, given: IndicatorIn, department_id: UUID | None = None
) -> Indicator:
    """The indicator of this code, made if missing and never overwritten; without a department a shared one.

    For the seed. One that was deleted stays deleted and is handed back as it is.
    """
    found = select(Indicator).where(Indicator.code == given.code, _owned_by(department_id))
    indicator = (await session.scalars(found.order_by(Indicator.deleted_at.nulls_first()).limit(1))).first()
    return indicator or await _define(session, actor, given, department_id)


async def update_indicator(session: AsyncSession, actor: Actor, indicator: Indicator, patch: IndicatorPatch) -> None:
    """Change an indicator. Raises IndicatorInUse when targets stand on what it means, Invalid for a code taken."""
    changes = patch.changes()
    if changes.get("code", indicator.code) != indicator.code:
        await _check_code(session, indicator.department_id, changes["code"])
    changed = {name for name in _MEANING & changes.keys() if getattr(indicator, name) != changes[name]}
    if changed and await _in_use(session, indicator):
        raise IndicatorInUse
    rhythm = changes.get("frequency", indicator.frequency) != indicator.frequency
    if rhythm and await session.scalar(select(_has_values(indicator))):
        raise IndicatorInUse
    for name, value in changes.items():
        setattr(indicator, name, value)
    _check_definition(indicator)
    _index(indicator)
    await _wrote(session, actor, "update", indicator, sorted(changes))


async def delete_indicator(session: AsyncSession, actor: Actor, indicator: Indicator) -> None:
    """Delete an indicator no plan sets a target on, softly. Raises IndicatorInUse."""
    if await _in_use(session, indicator):
        raise IndicatorInUse
    indicator.deleted_at = session.info["now"]
    await _wrote(session, actor, "delete", indicator)


async def find_indicators(
    session: AsyncSession, subject: Subject | None, department_id: UUID | None, references: set[str]
) -> dict[str, Indicator]:
    """Indicators by the references that name them; a department's own go before the shared. Without a subject, all.

    A system's own codes go before ours.
    """
    named = await _of_system(session, subject, references)
    meant = references | {str(id_) for id_ in named.values()}
    statement = select(Indicator).where(named_by(meant), Indicator.deleted_at.is_(None))
    if subject is not None:
        statement = statement.where(visible(subject, vietnam_today(session.info["now"])))
    own_last = case((Indicator.department_id == department_id, 2), (Indicator.department_id.is_(None), 1), else_=0)
    found: dict[str, Indicator] = {}
    for indicator in await session.scalars(statement.order_by(own_last)):
        if indicator.department_id in (None, department_id):
            found[indicator.code] = indicator
        found[str(indicator.id)] = indicator
    found |= {value: found[str(id_)] for value, id_ in named.items() if str(id_) in found}
    return {reference: found[key] for reference in references if (key := _key(reference, found))}


async def _of_system(session: AsyncSession, subject: Subject | None, references: set[str]) -> dict[str, UUID]:
    if subject is None or subject.kind != "client":
        return {}
    return {row.value: row.indicator_id for row in await session.execute(named_so(subject, references))}


def _key(reference: str, found: dict[str, Indicator]) -> str | None:
    return next((key for key in (reference, reference.lower()) if key in found), None)


async def _ids(
    session: AsyncSession, subject: Subject, department_id: UUID | None, references: set[str]
) -> dict[str, UUID]:
    found = await find_indicators(session, subject, department_id, references)
    return {reference: indicator.id for reference, indicator in found.items()}


async def _refs(session: AsyncSession, ids: set[UUID]) -> dict[UUID, dict[str, Any]]:
    rows = await session.execute(select(Indicator.id, Indicator.code, Indicator.name).where(Indicator.id.in_(ids)))
    return {id_: {"id": id_, "code": code, "name": name} for id_, code, name in rows}


async def _known_otherwise(session: AsyncSession, ids: set[UUID]) -> set[UUID]:
    fed = select(Indicator.id).where(Indicator.id.in_(ids), Indicator.source != "reported")
    return set(await session.scalars(fed))


use_indicators(Indicators(_ids, _refs, _known_otherwise))


async def _department(session: AsyncSession, subject: Subject, reference: str | None) -> UUID:
    """The department meant. Raises Invalid when it is unknown or not said, Forbidden when it is not the caller's."""
    directory = await look_up(session, subject, [reference])
    named = directory.unit(reference, "/department")
    directory.refuse()
    unit_ids = [named.id] if named else [reach.unit_id for reach in subject.reaches_with(INDICATOR_WRITE)]
    mine = governs(subject, INDICATOR_WRITE, vietnam_today(session.info["now"]))(Unit.department_id)
    rows = (await session.execute(select(Unit.department_id, mine).where(Unit.id.in_(unit_ids)).distinct())).all()
    if len(rows) != 1 or rows[0][0] is None:
        raise invalid("/department", "missing", _WHICH_DEPARTMENT)
    department_id: UUID = rows[0][0]
    if not rows[0][1]:
        raise Forbidden
    return department_id


def _owned_by(department_id: UUID | None) -> Any:
    owner = Indicator.department_id
    return owner.is_(None) if department_id is None else owner == department_id


async def _define(session: AsyncSession, actor: Actor, given: IndicatorIn, department_id: UUID | None) -> Indicator:
    await _check_code(session, department_id, given.code)
    values = dict(given)
    values.pop("department")
    indicator = Indicator(department_id=department_id, **values)
    _check_definition(indicator)
    _index(indicator)
    session.add(indicator)
    await _wrote(session, actor, "create", indicator)
    return indicator


async def _check_code(session: AsyncSession, department_id: UUID | None, code: str) -> None:
    live = exists().where(Indicator.code == code, _owned_by(department_id), Indicator.deleted_at.is_(None))
    if await session.scalar(select(live)):
        raise invalid("/code", "code_taken", _CODE_TAKEN)


def _check_definition(indicator: Indicator) -> None:
    kind = IndicatorKind(indicator.kind)
    faults = (
        base_count_fault(kind, indicator.base_count),
        derivation_fault(kind, indicator.source, indicator.derivation),
    )
    wrong = tuple(fault for fault in faults if fault is not None)
    if wrong:
        raise Invalid(wrong)


async def _in_use(session: AsyncSession, indicator: Indicator) -> bool:
    named = select(Target.id).join(Plan, Plan.id == Target.plan_id)
    live = named.where(Target.indicator_id == indicator.id, Target.deleted_at.is_(None), Plan.deleted_at.is_(None))
    return bool(await session.scalar(select(or_(live.exists(), _has_values(indicator)))))


def _has_values(indicator: Indicator) -> ColumnElement[bool]:
    return exists().where(IndicatorValue.indicator_id == indicator.id)


def _index(indicator: Indicator) -> None:
    words = (indicator.code, indicator.name, indicator.numerator_label, indicator.denominator_label)
    indicator.sort_key = sort_key(indicator.name)
    indicator.search = fold(" ".join(word for word in words if word))


async def _wrote(
    session: AsyncSession, actor: Actor, verb: Verb, indicator: Indicator, fields: Sequence[str] = ()
) -> None:
    await session.flush()
    department_id = indicator.department_id
    record(
        session, actor, f"indicator.{verb}",
        entity="indicator", entity_id=indicator.id, unit_id=department_id, changes={"fields": list(fields)},
    )  # fmt: skip
    emit(
        session, f"indicator.{PAST[verb]}",
        entity="indicator", entity_id=indicator.id, version=indicator.version,
        unit_id=department_id, department_id=department_id,
        data={"code": indicator.code, "name": indicator.name, "kind": indicator.kind,
              "unit_of_measure": indicator.unit_of_measure},
    )  # fmt: skip
