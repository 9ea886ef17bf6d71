"""What is told of every change of evidence: one audit entry, one event."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import Actor, record
from api.evidence.models import Evidence
from api.evidence.service.linking import targets_of
from api.kit.events import emit

# Of each action, what the feed calls it.
_EVENTS = {
    "evidence.create": "evidence.created",
    "evidence.delete": "evidence.deleted",
    "evidence.verified": "evidence.verified",
    "evidence.rejected": "evidence.rejected",
    "evidence.expiring": "evidence.expiring",
}


async def wrote(session: AsyncSession, actor: Actor, action: str, evidence: Evidence, changes: dict[str, Any]) -> None:
    """Flush, then tell."""
    await session.flush()
    record(
        session, actor, action,
        entity="evidence", entity_id=evidence.id, unit_id=evidence.unit_id, changes=changes,
    )  # fmt: skip
    told = [{"type": target.type, "id": target.name} for target in await targets_of(session, evidence)]
    emit(
        session, _EVENTS.get(action, "evidence.updated"),
        entity="evidence", entity_id=evidence.id, version=evidence.version,
        unit_id=evidence.unit_id, department_id=evidence.department_id, data=event_data(evidence, told),
    )  # fmt: skip


def event_data(evidence: Any, links: list[dict[str, str]]) -> dict[str, Any]:
    """What others are told of a piece of evidence; also of a row that holds these columns."""
    return {
        "title": evidence.title, "sha256": evidence.sha256, "media_type": evidence.media_type,
        "size": evidence.size, "scan": evidence.scan, "verdict": evidence.verdict,
        "verdict_reason": evidence.verdict_reason, "links": links,
        "expires_on": evidence.expires_on and evidence.expires_on.isoformat(),
    }  # fmt: skip
