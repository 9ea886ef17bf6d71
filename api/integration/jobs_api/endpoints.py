"""`/jobs`: how far long work is, what came of it, and stopping it."""

from typing import Annotated

from fastapi import Query, Request, Response

from api.audit.service import Actor
from api.integration.batches_api.endpoints import FILE, FileRoute, RejectsForm, rejects_file
from api.integration.jobs_api import queries, service
from api.integration.jobs_api.dependencies import OwnJob
from api.integration.jobs_api.errors import JobFinished, JobNotEnded, JobOver
from api.integration.jobs_api.schemas import JobFilters, JobOut
from api.kit.db import Tx
from api.kit.http import answers
from api.kit.http.route import resource, together
from api.kit.jobs import Job
from api.kit.pagination import page
from api.kit.permissions import SignedIn
from api.kit.problems import NotFound, declare
from api.kit.schemas import Page

lists, files = resource("jobs"), resource("jobs", FileRoute)


@lists.get("/jobs", operation_id="list_jobs", response_model=Page[JobOut])
async def list_jobs(
    request: Request, session: Tx, subject: SignedIn, filters: Annotated[JobFilters, Query()]
) -> Response:
    """The jobs you asked for, newest first. Sorts: `created_at`, `updated_at`."""
    return await page(
        request,
        session,
        queries.listed(subject, filters),
        filters,
        sorts=queries.SORTS,
        default_sort="-created_at",
        tie=Job.id,
        shape=queries.shape,
    )


@lists.get("/jobs/{job_id}", operation_id="get_job", response_model=JobOut, responses=declare(NotFound))
async def get_job(request: Request, job: OwnJob) -> Response:
    """Where a job stands, how far it is and what came of it."""
    return answers.record(request, queries.shape(job))


@files.get(
    "/jobs/{job_id}/rejects",
    response_class=Response,
    operation_id="get_job_rejects",
    responses=declare(NotFound) | FILE,
)
async def get_job_rejects(request: Request, session: Tx, job: OwnJob, form: RejectsForm = "csv") -> Response:
    """The rows refused by a load that a job carried out, though it wrote nothing: of those, the first ten thousand.

    Mend them and send the file again; `#` columns are passed over.
    """
    return await rejects_file(request, session, job.id, form)


@lists.post(
    "/jobs/{job_id}/cancel", operation_id="cancel_job", response_model=JobOut, responses=declare(NotFound, JobFinished)
)
async def cancel_job(request: Request, session: Tx, job: OwnJob) -> Response:
    """Stop a job. What it did is rolled back: nothing is ever half done."""
    return answers.record(request, queries.shape(await service.cancel(session, Actor.of(request), job)))


@lists.post(
    "/jobs/{job_id}/retry",
    operation_id="retry_job",
    response_model=JobOut,
    responses=declare(NotFound, JobNotEnded, JobOver),
)
async def retry_job(request: Request, session: Tx, job: OwnJob) -> Response:
    """Do a job again that failed or was cancelled: the same job, from its beginning."""
    return answers.record(request, queries.shape(await service.retry(session, Actor.of(request), job)))


router = together(lists, files)
