"""/evidence/{id}/verify, /reject, and one verdict on many."""

from fastapi import Request, Response

from api.evidence import service
from api.evidence.dependencies import EvidenceToJudge, Judge
from api.evidence.endpoints.evidence import answer
from api.evidence.errors import EvidenceReplaced
from api.evidence.schemas import EvidenceOut, RejectIn, VerdictsIn, VerdictsOut
from api.kit.http.answers import plain
from api.kit.http.route import resource
from api.kit.problems import Forbidden, NotFound, Stale, declare

router = resource("evidence")
_ONE = "/evidence/{evidence_id}"
_REFUSALS = declare(Forbidden, NotFound, EvidenceReplaced, Stale)


@router.post(f"{_ONE}/verify", response_model=EvidenceOut, operation_id="verify_evidence", responses=_REFUSALS)
async def verify_evidence(request: Request, evidence: EvidenceToJudge, at: Judge) -> Response:
    """It shows what it should. `If-Match` may say which version was looked at."""
    await service.judge(at.session, at.actor, at.subject, [evidence.id], "verified", reason=None)
    return await answer(request, at, evidence.id)


@router.post(f"{_ONE}/reject", response_model=EvidenceOut, operation_id="reject_evidence", responses=_REFUSALS)
async def reject_evidence(request: Request, evidence: EvidenceToJudge, at: Judge, given: RejectIn) -> Response:
    """It does not, and why. `If-Match` may say which version was looked at."""
    await service.judge(at.session, at.actor, at.subject, [evidence.id], "rejected", reason=given.reason)
    return await answer(request, at, evidence.id)


@router.post(
    "/evidence/verdicts", response_model=VerdictsOut, operation_id="judge_evidence", responses=declare(Forbidden)
)
async def judge_evidence(at: Judge, given: VerdictsIn) -> Response:
    """One verdict on many, all or none: on those listed, or on all not judged yet that a filter finds."""
    received, changed = await service.judge_many(at.session, at.actor, at.subject, given)
    return plain({"received": received, "changed": changed, "unchanged": received - changed})
