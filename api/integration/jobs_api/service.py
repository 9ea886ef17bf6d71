"""What an owner may do to a job."""

from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import Actor, record
from api.integration.jobs_api.errors import JobFinished
from api.kit.jobs import UNFINISHED, Job


async def cancel(session: AsyncSession, actor: Actor, job: Job) -> Job:
    """Stop a job that has not ended; one that runs stops at its next sign of progress. Raises JobFinished."""
    await session.refresh(job, with_for_update=True)
    if job.status not in UNFINISHED:
        raise JobFinished
    job.status, job.finished_at = "cancelled", session.info["now"]
    record(session, actor, "job.cancel", entity="job", entity_id=job.id)
    await session.flush()
    return job
