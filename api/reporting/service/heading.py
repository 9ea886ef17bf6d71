"""What stands at the head and the foot of reports' documents: who issues them, on what they rest, who gets them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from api.documents.form import basis_line, in_figures
from api.indicators.rules.reconciliation import period_in_words
from api.kit.calendar import Period, vietnam_today
from api.reporting.models import Report, Round
from api.reporting.queries import compiling as queries
from api.reporting.service.compiling import groups_of
from api.units.queries.letterhead import letterhead as letterhead_of


async def headings(
    session: AsyncSession, of: Round, reports: Sequence[Report], compiled: Mapping[UUID, Mapping[str, Any]]
) -> dict[UUID, dict[str, Any]]:
    """The heading of each report of a round, as units were called when it was sent, or are today.

    What a division compiles of all its department is the department's to issue, to whom that stands under.
    """
    plans = (await session.execute(queries.plans(of.plan_id, of.department_id))).all()
    groups = await groups_of(session, of)
    today = vietnam_today(session.info["now"])
    period = period_in_words(Period.parse(of.period))
    plan = plans[0] if of.plan_id is not None else None
    shared = {
        "title": _title(of, plan, period),
        "period": period,
        "bases": [line for each in plans for line in _bases(each)],
        "groups": groups,
    }
    found = {}
    names: dict[tuple[UUID, date], Row[Any]] = {}
    for report in reports:
        on = vietnam_today(report.sent_at) if report.sent_at is not None else today
        merged = compiled.get(report.id)
        issuer = UUID(merged["issuer_id"]) if merged is not None else report.unit_id
        for unit in (issuer, report.unit_id, report.to_id):
            if (unit, on) not in names:
                names[unit, on] = (await session.execute(letterhead_of(unit, on))).one()
        own, to = names[issuer, on], names[report.to_id, on].name
        beyond = issuer != report.unit_id
        found[report.id] = {
            **shared,
            "unit": {"name": own.name, "kind": own.kind, "parent": own.parent},
            "recipients": [f"{own.parent} (để báo cáo)" if beyond and own.parent else to],
            "drafted_by": names[report.unit_id, on].name if beyond else "",
            "cutoff_on": next(step.cutoff_on for step in of.steps if step.position == report.step).isoformat(),
        }
    return found


def _title(of: Round, plan: Row[Any] | None, period: str) -> str:
    if plan is None:
        return f"{of.title} – {period}"
    return f"Kết quả thực hiện {period} Kế hoạch {plan.title}"


def _bases(plan: Row[Any]) -> list[str]:
    """What the plan rests on, then the plan."""
    return [*(_basis(each) for each in plan.legal_bases), _plan(plan)]


def _basis(basis: Mapping[str, Any]) -> str:
    day = basis.get("issued_on")
    issued_on = date.fromisoformat(day) if day else None
    return basis_line(basis["type"], basis.get("number"), issued_on, basis.get("issuer"), basis.get("title"))


def _plan(plan: Row[Any]) -> str:
    number = f" số {plan.number}" if plan.number else ""
    day = f" ngày {in_figures(plan.issued_on)}" if plan.issued_on else ""
    return f"Căn cứ Kế hoạch{number}{day} của {plan.name} về {plan.title}"
