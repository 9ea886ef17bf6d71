"""The targets of a plan for those who import, export and copy plans: what `plans.service.targets` asks for."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from api.audit.service import Actor
from api.indicators.models import Indicator, Target, TargetParticipation
from api.indicators.permissions import INDICATOR_WRITE
from api.indicators.queries.indicators import visible
from api.indicators.rules import Comparator, Frequency, IndicatorKind, Provenance, TimeBehaviour
from api.indicators.schemas import IndicatorIn, TargetRow
from api.indicators.service.indicator import ensure_indicator, find_indicators
from api.indicators.service.target import regroup, store_rows
from api.kit.calendar import vietnam_today
from api.kit.permissions import Subject
from api.kit.problems import Message, invalid
from api.kit.text import fold
from api.plans.imports.understand.names import normalised, similarity
from api.plans.models import Plan
from api.plans.rules.plan import free_code
from api.plans.schemas.party import ParticipationIn
from api.plans.service import PrintedTarget, use_targets
from api.units.models import Unit
from api.units.scope import governs

# Names of indicators are whole sentences; that many words in common are the same measure said otherwise.
_LIKELY = 0.6
_LONGEST_CODE = 56
_NO_UNIT = "-"
_NOT_DEFINED = Message(
    "Sở chưa có chỉ tiêu “{name}”. Hãy chọn một chỉ tiêu đã có, hoặc bỏ dòng này.",
    "The department has no indicator “{name}”. Choose one there is, or leave this row out.",
)


class TargetsOfPlans:
    """`plans.service.Targets`, kept."""

    async def create(
        self, session: AsyncSession, actor: Actor, subject: Subject, plan: Plan, rows: Sequence[PrintedTarget]
    ) -> int:
        """Targets of a draft; an indicator nobody has yet is defined where the caller may define one."""
        defined = await _defined(session, actor, subject, plan, rows)
        given = [_row(row, row.indicator or defined[_spelt(row)]) for row in rows]
        return len(await store_rows(session, actor, subject, plan, rows=given, pointer="/targets/{}"))

    async def printed(self, session: AsyncSession, plan_id: UUID) -> list[PrintedTarget]:
        """The targets of a plan in printed order."""
        found = _of_plan(plan_id).add_columns(Indicator.unit_of_measure)
        rows = await session.execute(found.join(Indicator, Indicator.id == Target.indicator_id))
        return [_printed(target, unit) for target, unit in rows]

    async def copy(self, session: AsyncSession, actor: Actor, source: Plan, into: Plan) -> int:
        """The same targets on another plan, their years moved with the plan's."""
        found = list(await session.scalars(_of_plan(source.id)))
        rows = [_copied(target, into.year - source.year) for target in found]
        return len(await store_rows(session, actor, None, into, rows=rows, pointer="/targets/{}"))

    async def regroup(self, session: AsyncSession, actor: Actor, plan: Plan, moves: Mapping[str, str | None]) -> None:
        """Set the targets under each of these headings under another, or under none."""
        await regroup(session, actor, plan, moves)

    async def match(
        self, session: AsyncSession, subject: Subject | None, department_id: UUID | None, names: set[str]
    ) -> dict[str, dict[str, Any]]:
        """The indicator each name means best, where one is likely."""
        known = await _known(session, subject, department_id) if names else []
        found = {name: _best(name, known) for name in names}
        return {name: ref for name, ref in found.items() if ref is not None}

    async def named(
        self, session: AsyncSession, subject: Subject, department_id: UUID | None, reference: str
    ) -> dict[str, Any] | None:
        """The indicator of that code or id, where the caller sees one."""
        found = (await find_indicators(session, subject, department_id, {reference})).get(reference)
        return None if found is None else {"id": found.id, "code": found.code, "name": found.name}


use_targets(TargetsOfPlans())


def _of_plan(plan_id: UUID) -> Any:
    live = select(Target).where(Target.plan_id == plan_id, Target.deleted_at.is_(None))
    return live.order_by(Target.position, Target.id).options(selectinload(Target.participations))


async def _known(session: AsyncSession, subject: Subject | None, department_id: UUID | None) -> list[Indicator]:
    """The indicators a plan of the department may name, its own before the shared ones."""
    ours = or_(Indicator.department_id == department_id, Indicator.department_id.is_(None))
    found = select(Indicator).where(ours, Indicator.deleted_at.is_(None))
    if subject is not None:
        found = found.where(visible(subject, vietnam_today(session.info["now"])))
    return list(await session.scalars(found.order_by(Indicator.department_id.nulls_last(), Indicator.code)))


def _best(name: str, known: Iterable[Indicator]) -> dict[str, Any] | None:
    sure, best = max(
        ((similarity(name, each.name), each) for each in known), key=lambda pair: pair[0], default=(0, None)
    )
    if best is None or sure < _LIKELY:
        return None
    return {"id": best.id, "code": best.code, "name": best.name, "confidence": sure}


# Indicators a document names and nobody has


async def _defined(
    session: AsyncSession, actor: Actor, subject: Subject, plan: Plan, rows: Sequence[PrintedTarget]
) -> dict[tuple[str, str], str]:
    """The indicator of each row that names none, by spelling and unit: the one of that name, or a new one."""
    wanted = {_spelt(row): (place, row) for place, row in reversed(list(enumerate(rows))) if row.indicator is None}
    if not wanted:
        return {}
    known = await _known(session, subject, plan.department_id)
    found = {spelt: each.code for each in reversed(known) for spelt in _spellings(each)}
    taken = set(await session.scalars(select(Indicator.code)))
    for spelt, (place, row) in sorted(wanted.items(), key=lambda item: item[1][0]):
        if spelt not in found:
            await _check_may_define(session, subject, plan, place, row)
            found[spelt] = free_code(_code(row.name), taken)
            taken.add(found[spelt])
            await ensure_indicator(session, actor, _definition(row, found[spelt]), plan.department_id)
    return found


async def _check_may_define(
    session: AsyncSession, subject: Subject, plan: Plan, place: int, row: PrintedTarget
) -> None:
    mine = governs(subject, INDICATOR_WRITE, vietnam_today(session.info["now"]))(Unit.id)
    if not await session.scalar(select(mine).where(Unit.id == plan.department_id)):
        raise invalid(f"/targets/{place}/indicator", "unknown_indicator", _NOT_DEFINED, name=row.name)


def _spelt(row: PrintedTarget) -> tuple[str, str]:
    return normalised(row.name), fold(row.unit_of_measure)


def _spellings(indicator: Indicator) -> tuple[tuple[str, str], ...]:
    """A row that prints no unit means the indicator by its name alone."""
    name = normalised(indicator.name)
    return (name, fold(indicator.unit_of_measure)), (name, "")


def _code(name: str) -> str:
    words = "".join(letter if letter.isascii() and letter.isalnum() else " " for letter in fold(name)).split()
    return "-".join(words)[:_LONGEST_CODE].strip("-") or "chi-tieu"


def _definition(row: PrintedTarget, code: str) -> IndicatorIn:
    """What a printed row says of its indicator; numerator, denominator and who is asked are for a person to add."""
    unit = row.unit_of_measure or _NO_UNIT
    return IndicatorIn(
        code=code,
        name=row.name,
        unit_of_measure=unit,
        kind=IndicatorKind.RATIO if unit == "%" else IndicatorKind.NUMBER,
        frequency=Frequency.YEAR,
        time_behaviour=TimeBehaviour.POINT,
        provenance=Provenance.PRINTED,
    )


# Rows to and from


def _row(row: PrintedTarget, indicator: str) -> TargetRow:
    return TargetRow(
        indicator=indicator,
        printed_name=row.name,
        year=row.year,
        group=row.group,
        number=row.number,
        text=row.text,
        comparator=row.comparator and Comparator(row.comparator),
        value=row.value,
        value_max=row.value_max,
        baseline=row.baseline,
        participations=list(row.participations),
    )


def _printed(target: Target, unit: str) -> PrintedTarget:
    return PrintedTarget(
        name=target.printed_name,
        unit_of_measure=unit,
        text=target.text,
        group=target.group,
        number=target.number,
        year=target.year,
        indicator=str(target.indicator_id),
        comparator=target.comparator,
        value=target.value,
        value_max=target.value_max,
        baseline=target.baseline,
        participations=[
            ParticipationIn.model_validate({"role": each.role, "printed_name": each.printed_name})
            for each in target.participations
        ],
    )


def _copied(target: Target, years: int) -> TargetRow:
    return TargetRow(
        indicator=str(target.indicator_id),
        printed_name=target.printed_name,
        year=target.year + years,
        group=target.group,
        number=target.number,
        text=target.text,
        comparator=target.comparator and Comparator(target.comparator),
        value=target.value,
        value_max=target.value_max,
        baseline=target.baseline,
        audience=target.audience_id and str(target.audience_id),
        participations=[_party(each) for each in target.participations],
        position=target.position,
    )


def _party(each: TargetParticipation) -> ParticipationIn:
    return ParticipationIn.model_validate(
        {
            "role": each.role,
            "unit": each.unit_id and str(each.unit_id),
            "audience": each.audience_id and str(each.audience_id),
            "printed_name": each.printed_name,
        }
    )
