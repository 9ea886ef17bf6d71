"""What is said of evidence changes; its bytes do not."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import flag_modified

from api.audit.service import Actor
from api.evidence.errors import EvidenceReplaced
from api.evidence.models import Evidence, EvidenceLink
from api.evidence.permissions import EVIDENCE_WRITE
from api.evidence.queries.evidence import seen_one
from api.evidence.rules.metadata import Target, read_identifier
from api.evidence.schemas import EvidencePatch
from api.evidence.service.journal import wrote
from api.evidence.service.linking import link, targets_of
from api.evidence.service.placing import check_targets
from api.kit.calendar import vietnam_today
from api.kit.permissions import Subject
from api.kit.problems import Forbidden, NotFound
from api.kit.text import fold, sort_key
from api.units.scope import enters


async def editable(session: AsyncSession, subject: Subject, evidence_id: UUID) -> Evidence:
    """Evidence the caller may change, locked. Raises NotFound, Forbidden."""
    today = vietnam_today(session.info["now"])
    may = enters(subject, EVIDENCE_WRITE, today)(Evidence.unit_id)
    found = seen_one(subject, evidence_id, today).add_columns(may).with_for_update(of=Evidence)
    row = (await session.execute(found.execution_options(populate_existing=True))).one_or_none()
    if row is None:
        raise NotFound
    if not row[1]:
        raise Forbidden
    evidence: Evidence = row[0]
    return evidence


async def update(
    session: AsyncSession, actor: Actor, subject: Subject, evidence: Evidence, patch: EvidencePatch
) -> None:
    """Title, links and last day; what is so already leaves no trace. Raises EvidenceReplaced, Invalid, Forbidden."""
    if evidence.replaced_by_id is not None:
        raise EvidenceReplaced
    changed: dict[str, object] = {}
    if "links" in patch.model_fields_set:
        targets = list(dict.fromkeys(Target(each.type, *read_identifier(each.id)) for each in patch.links))
        if await _relink(session, subject, evidence, targets):
            changed["links"] = [f"{each.type}:{each.name}" for each in targets]
            flag_modified(evidence, "updated_at")  # its links are part of it
    if "title" in patch.model_fields_set and patch.title != evidence.title:
        changed["title"] = evidence.title = patch.title
        evidence.sort_key, evidence.search = sort_key(patch.title), fold(f"{patch.title} {evidence.filename}")
    if "expires_on" in patch.model_fields_set and patch.expires_on != evidence.expires_on:
        evidence.expires_on, evidence.expiry_told = patch.expires_on, False
        changed["expires_on"] = patch.expires_on and patch.expires_on.isoformat()
    if changed:
        await wrote(session, actor, "evidence.update", evidence, changed)


async def _relink(session: AsyncSession, subject: Subject, evidence: Evidence, targets: Sequence[Target]) -> bool:
    """Set the links; whether that changed any. Those that stand may stay whoever asks."""
    before = set(await targets_of(session, evidence))
    if before == set(targets):
        return False
    await check_targets(session, subject, evidence.unit_id, [each for each in targets if each not in before], "/links")
    await session.execute(delete(EvidenceLink).where(EvidenceLink.evidence_id == evidence.id))
    await link(session, evidence, targets)
    return True


async def remove(session: AsyncSession, actor: Actor, evidence: Evidence) -> None:
    """Take it away, softly; the version it replaced stands in its place again. Raises EvidenceReplaced."""
    if evidence.replaced_by_id is not None:
        raise EvidenceReplaced
    evidence.deleted_at = session.info["now"]
    if evidence.replaces_id is not None:
        old = await session.get_one(Evidence, evidence.replaces_id, with_for_update=True)
        old.replaced_by_id = None
        await wrote(session, actor, "evidence.restore", old, {"replaced_by": None})
    await wrote(session, actor, "evidence.delete", evidence, {})
