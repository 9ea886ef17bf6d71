"""Work whose proof was not accepted is open again, with the reason beside it."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import Select
from sqlalchemy.ext.asyncio import AsyncSession

from api.assignments.models import Assignment, AssignmentUpdate
from api.assignments.queries import assignments as queries
from api.assignments.rules.doing import after
from api.assignments.service.doing import state_of, tell
from api.audit.service import SYSTEM
from api.evidence.models import Evidence, EvidenceLink
from api.plans.models import Plan
from api.plans.queries.parties import rows_of
from api.plans.service import touch
from api.units.models.arrays import any_id

_NOTE = "Đề nghị bổ sung minh chứng “{title}”: {reason}"


async def reopen(session: AsyncSession, rejected: Collection[UUID]) -> int:
    """Open again what was handed in or completed with evidence that stands rejected; how much that was."""
    found = (await session.execute(_proved(rejected))).all()
    for assignment, evidence in found:
        await _reopen(session, assignment, evidence)
    return len(found)


def _proved(rejected: Collection[UUID]) -> Select[Any]:
    """Work of plans in force that hangs on evidence whose last word is that it was rejected, each with one of it."""
    link = (EvidenceLink.type == "assignment", EvidenceLink.target_id == Assignment.id)
    found = rows_of(Assignment, Evidence).join(EvidenceLink, link[0] & link[1])
    found = found.join(Evidence, Evidence.id == EvidenceLink.evidence_id).join(Plan, Plan.id == Assignment.plan_id)
    still = (Evidence.id == any_id(rejected), Evidence.verdict == "rejected", Evidence.deleted_at.is_(None))
    given = Assignment.status.in_(("awaiting_confirmation", "completed"))
    found = found.where(*still, Evidence.replaced_by_id.is_(None), given, Plan.status == "issued")
    return found.order_by(Assignment.id, Evidence.id).with_for_update(of=Assignment)


async def _reopen(session: AsyncSession, assignment: Assignment, evidence: Evidence) -> None:
    before = state_of(assignment)
    products = {id_: kind for _, id_, kind in await session.execute(queries.products_of([assignment.task_id]))}
    new = after(before, {"status": "in_progress"}, products, session.info["now"])
    for name, value in new.items():
        setattr(assignment, name, value)
    note = AssignmentUpdate(
        assignment_id=assignment.id,
        at=session.info["now"],
        by_id=evidence.verdict_by_id,
        by_name=evidence.verdict_by or "",
        on_behalf=False,
        status="in_progress",
        text=_NOTE.format(title=evidence.title, reason=evidence.verdict_reason),
    )
    session.add(note)
    touch(assignment)
    await session.flush()
    tell(session, SYSTEM, assignment, new, {name: new[name] for name in new if new[name] != before[name]})
