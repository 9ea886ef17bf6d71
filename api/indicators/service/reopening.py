"""Figures whose proof was not accepted are to be looked at again by their unit."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import SYSTEM, record
from api.evidence.models import Evidence, EvidenceLink
from api.indicators.queries.evidenced import VALUE
from api.indicators.queries.values import Key
from api.indicators.rules import State
from api.indicators.service.states import move_values
from api.plans.queries.parties import rows_of
from api.units.models.arrays import any_id


async def reopen_values(session: AsyncSession, rejected: Collection[UUID]) -> int:
    """Return what was sent with evidence that stands rejected; how many values that were.

    A draft is open anyway. What was received stands in a report that is frozen: its unit is told, and corrects it.
    """
    found = rows_of(Evidence.id, Evidence.unit_id, EvidenceLink.target_id, EvidenceLink.part)
    found = found.join(EvidenceLink, EvidenceLink.evidence_id == Evidence.id).where(EvidenceLink.type == VALUE.name)
    still = (Evidence.id == any_id(rejected), Evidence.verdict == "rejected", Evidence.deleted_at.is_(None))
    moved = 0
    for row in await session.execute(found.where(*still, Evidence.replaced_by_id.is_(None)).order_by(Evidence.id)):
        key = Key(row.unit_id, row.part.partition(".")[2], row.target_id)
        if await move_values(session, [key], {State.SENT}, State.RETURNED):
            record(
                session, SYSTEM, "indicator_value.return",
                entity="indicator_value", entity_id=str(key), unit_id=key.unit_id, changes={"evidence": str(row.id)},
            )  # fmt: skip
            moved += 1
    return moved
