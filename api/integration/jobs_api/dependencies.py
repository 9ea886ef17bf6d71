"""The job a path names, if the caller may know of it."""

from typing import Annotated
from uuid import UUID

from sqlalchemy import select

from api.integration.jobs_api.queries import visible
from api.kit.db import Tx
from api.kit.jobs import Job
from api.kit.permissions import SignedIn, mark_guard
from api.kit.problems import NotFound


async def _own_job(job_id: UUID, session: Tx, subject: SignedIn) -> Job:
    job = await session.scalar(select(Job).where(Job.id == job_id, visible(subject)))
    if job is None:
        raise NotFound
    return job


OwnJob = Annotated[Job, mark_guard(_own_job, None)]
