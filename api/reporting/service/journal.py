"""What every write of this domain leaves behind: an audit entry and an event, and of a report who did what."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import Actor, record
from api.followup.rules import wording
from api.kit.events import emit
from api.kit.ids import uuid7
from api.kit.permissions import Subject
from api.reporting.models import Regime, Report, ReportAct, Round
from api.units.models import Unit
from api.units.models.arrays import any_id
from api.units.scope import own_units


class Voice(NamedTuple):
    """Who does something, and for which units of their own; for the others it is on their behalf."""

    id: UUID | None
    name: str
    own: frozenset[UUID] | None = None

    def on_behalf(self, unit_id: UUID) -> bool:
        """Whether what is done for a unit is entered by those above it (nhập thay)."""
        return self.own is not None and unit_id not in self.own


def voice_of(subject: Subject, permission: str) -> Voice:
    """The caller, speaking for the own units by a permission."""
    return Voice(subject.id, subject.name, frozenset(own_units(subject, permission)))


async def regime_wrote(session: AsyncSession, actor: Actor, what: str, regime: Regime, changes: dict[str, Any]) -> None:
    """Tell of a regime that was made or changed."""
    await session.flush()
    about: dict[str, Any] = {"entity": "reporting_regime", "entity_id": regime.id, "unit_id": regime.unit_id}
    record(session, actor, f"reporting_regime.{what}", changes=changes, **about)
    data = {"title": regime.title, "cadence": regime.cadence, "plan_id": regime.plan_id and str(regime.plan_id)}
    emit(
        session, f"reporting_regime.{what}",
        version=regime.version, department_id=regime.department_id, data=data, **about,
    )  # fmt: skip


async def round_wrote(session: AsyncSession, actor: Actor, what: str, of: Round, changes: dict[str, Any]) -> None:
    """Tell of a round that opened, closed or changed."""
    await session.flush()
    about: dict[str, Any] = {"entity": "reporting_round", "entity_id": of.id, "unit_id": of.unit_id}
    record(session, actor, f"reporting_round.{what}", changes=changes, **about)
    data = {"title": of.title, "period": of.period, "status": of.status, "regime_id": str(of.regime_id), **changes}
    emit(session, f"reporting_round.{what}", version=of.version, department_id=of.department_id, data=data, **about)


async def reports_wrote(
    session: AsyncSession,
    actor: Actor,
    voice: Voice,
    of: Round,
    reports: Sequence[Report],
    *,
    what: str,
    at: datetime | None = None,
    text: str | None = None,
    history: bool = True,
) -> None:
    """Tell of reports something was done to; with `history` each remembers who did it."""
    await session.flush()
    kinds = await _kinds(session, reports)
    if history and reports:
        acts = [_act(voice, what, report, at=at or session.info["now"], text=text) for report in reports]
        await session.execute(insert(ReportAct), acts)
    for report in reports:
        on_behalf = voice.on_behalf(report.unit_id)
        about: dict[str, Any] = {"entity": "report", "entity_id": report.id, "unit_id": report.unit_id}
        changes = {"status": report.status, "edition": report.edition, "on_behalf": on_behalf}
        record(session, actor, f"report.{what}", changes=changes | ({"text": text} if text else {}), **about)
        data = {
            "title": of.title,
            "period": of.period,
            "status": report.status,
            "round_id": str(of.id),
            "to_id": str(report.to_id),
            "wording": wording(kinds[report.unit_id]),
        }
        emit(session, f"report.{what}", version=report.version, department_id=report.department_id, data=data, **about)
    await session.flush()


def _act(voice: Voice, what: str, report: Report, *, at: datetime, text: str | None) -> dict[str, Any]:
    """The columns of something that was done to a report."""
    by = {"by_id": voice.id, "by_name": voice.name, "on_behalf": voice.on_behalf(report.unit_id)}
    lines = report.returned if what == "returned" else []
    return {"id": uuid7(), "report_id": report.id, "at": at, "act": what, "text": text, "lines": lines, **by}


async def _kinds(session: AsyncSession, reports: Sequence[Report]) -> dict[UUID, str]:
    found = select(Unit.id, Unit.kind).where(Unit.id == any_id({report.unit_id for report in reports}))
    return {row.id: row.kind for row in await session.execute(found)}
