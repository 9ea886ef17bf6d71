"""Officers verify or reject what units sent in, one or many at once."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import Actor, record_all
from api.evidence.errors import EvidenceReplaced
from api.evidence.models import Evidence, EvidenceLink
from api.evidence.queries.evidence import EvidenceFilters, narrowed, parameters, seen_one
from api.evidence.queries.scope import judged
from api.evidence.rules.metadata import Target
from api.evidence.schemas import VerdictsIn
from api.evidence.service.journal import event_data
from api.kit.calendar import vietnam_today
from api.kit.events import Happened, emit_all
from api.kit.permissions import Subject
from api.kit.problems import Fault, Forbidden, Invalid, Message, NotFound, invalid
from api.kit.validation import MESSAGES
from api.units.models.arrays import any_id

_UNKNOWN = Message("Không có minh chứng này để đánh giá.", "There is no such evidence to judge.")
_ONE_WAY = Message("Chọn một cách: danh sách ids hoặc filter.", "Say which in one way: ids or filter.")
_SAY_SOMETHING = Message("Bộ lọc phải có ít nhất một điều kiện.", "A filter must say at least one thing.")
_TOLD = (
    "id", "version", "unit_id", "department_id", "title", "sha256", "media_type", "size", "scan", "verdict",
    "verdict_reason", "expires_on",
)  # fmt: skip


async def judgeable(session: AsyncSession, subject: Subject, evidence_id: UUID) -> Evidence:
    """Evidence the caller may judge, locked. Raises NotFound, Forbidden, EvidenceReplaced."""
    today = vietnam_today(session.info["now"])
    found = seen_one(subject, evidence_id, today).add_columns(judged(subject, today)).with_for_update(of=Evidence)
    row = (await session.execute(found.execution_options(populate_existing=True))).one_or_none()
    if row is None:
        raise NotFound
    evidence: Evidence = row[0]
    if not row[1]:
        raise Forbidden
    if evidence.replaced_by_id is not None:
        raise EvidenceReplaced
    return evidence


async def judge(
    session: AsyncSession, actor: Actor, subject: Subject, ids: Sequence[UUID], verdict: str, *, reason: str | None
) -> int:
    """Give evidence that is locked a verdict; returns how many had another. What is so already leaves no trace."""
    other = or_(Evidence.verdict != verdict, Evidence.verdict_reason.is_distinct_from(reason))
    now = session.info["now"]
    values: dict[str, Any] = {
        "verdict": verdict, "verdict_reason": reason, "verdict_by_id": subject.id, "verdict_by": subject.name,
        "verdict_at": now, "updated_at": now, "version": Evidence.version + 1,
    }  # fmt: skip
    statement = update(Evidence).where(Evidence.id == any_id(ids), other).values(values)
    judged_ones = statement.returning(*(getattr(Evidence, name) for name in _TOLD))
    rows = (await session.execute(judged_ones.execution_options(synchronize_session=False))).all()
    links = await _links(session, [row.id for row in rows])
    said = {"verdict": verdict, "reason": reason}
    about = [(row.id, row.unit_id) for row in rows]
    await record_all(session, actor, f"evidence.{verdict}", entity="evidence", entities=about, changes=said)
    told = [
        Happened(row.id, row.version, row.unit_id, row.department_id, event_data(row, links[row.id])) for row in rows
    ]
    await emit_all(session, f"evidence.{verdict}", "evidence", told)
    return len(rows)


async def _links(session: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, list[dict[str, str]]]:
    found: dict[UUID, list[dict[str, str]]] = defaultdict(list)
    named = select(EvidenceLink.evidence_id, EvidenceLink.type, EvidenceLink.target_id, EvidenceLink.part)
    for row in await session.execute(named.where(EvidenceLink.evidence_id == any_id(ids))):
        target = Target(row.type, row.target_id, row.part)
        found[row.evidence_id].append({"type": target.type, "id": target.name})
    return found


async def judge_many(session: AsyncSession, actor: Actor, subject: Subject, given: VerdictsIn) -> tuple[int, int]:
    """One verdict on all that are listed, or on all not judged yet that a filter finds; how many, how many changed.

    All or none. Raises Invalid: both or neither way, a filter that says nothing, an id that is none to judge.
    """
    if given.verdict == "rejected" and given.reason is None:
        raise invalid("/reason", "missing", MESSAGES["missing"])
    if (given.ids is None) == (given.filter is None):
        raise invalid("/ids", "one_way", _ONE_WAY)
    ids = await _listed(session, subject, given) if given.ids is not None else await _found(session, subject, given)
    return len(ids), await judge(session, actor, subject, ids, given.verdict, reason=given.reason)


def _judged(session: AsyncSession, subject: Subject) -> Select[Any]:
    today = vietnam_today(session.info["now"])
    current = (Evidence.deleted_at.is_(None), Evidence.replaced_by_id.is_(None))
    found: Select[Any] = select(Evidence.id).where(*current, judged(subject, today))
    return found.order_by(Evidence.id).with_for_update(of=Evidence)


async def _listed(session: AsyncSession, subject: Subject, given: VerdictsIn) -> list[UUID]:
    asked = list(dict.fromkeys(given.ids or ()))
    known = set(await session.scalars(_judged(session, subject).where(Evidence.id == any_id(asked))))
    faults = [Fault(f"/ids/{n}", "unknown_evidence", _UNKNOWN) for n, id_ in enumerate(asked) if id_ not in known]
    if faults:
        raise Invalid(tuple(faults[:100]))
    return asked


async def _found(session: AsyncSession, subject: Subject, given: VerdictsIn) -> list[UUID]:
    said = {} if given.filter is None else given.filter.model_dump(exclude_none=True)
    if not said:
        raise invalid("/filter", "too_short", _SAY_SOMETHING)
    named = parameters(EvidenceFilters(**said, verdict="none"))
    today = vietnam_today(session.info["now"])
    return list(await session.scalars(narrowed(_judged(session, subject), named).params(**named, today=today)))
