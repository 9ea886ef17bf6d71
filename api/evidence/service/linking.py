"""What evidence is about, as it is kept."""

from collections.abc import Sequence

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.evidence.models import Evidence, EvidenceLink
from api.evidence.rules.metadata import Target


async def targets_of(session: AsyncSession, evidence: Evidence) -> list[Target]:
    """What a piece of evidence is about."""
    links = select(EvidenceLink.type, EvidenceLink.target_id, EvidenceLink.part)
    rows = await session.execute(links.where(EvidenceLink.evidence_id == evidence.id))
    return [Target(row.type, row.target_id, row.part) for row in rows]


async def link(session: AsyncSession, evidence: Evidence, targets: Sequence[Target]) -> None:
    """Hang it on these, which it does not hang on yet."""
    rows = [{"evidence_id": evidence.id, "type": kind, "target_id": id_, "part": part} for kind, id_, part in targets]
    if rows:
        await session.execute(insert(EvidenceLink), rows)
