"""What an owner may do to a job."""

from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import Actor, record
from api.integration.jobs_api.errors import JobFinished, JobNotEnded, JobOver
from api.kit.jobs import UNFINISHED, Job, begin_anew
from api.plans.service import READ_IMPORT

# What a plan document's reading came to is settled with it.
_ENDED_FOR_GOOD = {READ_IMPORT}


async def cancel(session: AsyncSession, actor: Actor, job: Job) -> Job:
    """Stop a job that has not ended; one that runs stops at its next sign of progress. Raises JobFinished."""
    await session.refresh(job, with_for_update=True)
    if job.status not in UNFINISHED:
        raise JobFinished
    job.status, job.finished_at = "cancelled", session.info["now"]
    record(session, actor, "job.cancel", entity="job", entity_id=job.id)
    await session.flush()
    return job


async def retry(session: AsyncSession, actor: Actor, job: Job) -> Job:
    """Have a job done that failed or was cancelled. Raises JobNotEnded, JobOver."""
    await session.refresh(job, with_for_update=True)
    if job.status not in {"failed", "cancelled"}:
        raise JobNotEnded
    if job.kind in _ENDED_FOR_GOOD:
        raise JobOver
    await begin_anew(session, job)
    record(session, actor, "job.retry", entity="job", entity_id=job.id)
    await session.flush()
    return job
