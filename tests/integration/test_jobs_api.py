"""`/jobs`."""

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from api.kit.ids import uuid7
from api.kit.jobs import Job
from api.kit.permissions import Reach, Subject
from api.plans.service import READ_IMPORT
from tests.support.callers import Callers

ROOT = uuid7()
OWNER = Subject("user", uuid7(), "Người làm", ())
OTHER = Subject("user", uuid7(), "Người khác", ())
ADMIN = Subject("user", uuid7(), "Quản trị", (Reach("admin", ROOT, (ROOT,)),))


@pytest.fixture
async def job(session: AsyncSession) -> Job:
    job = Job(kind="import", owner_kind="user", owner_id=OWNER.id, payload={"secret": 1})
    session.add(job)
    await session.commit()
    return job


async def test_nobody_sees_no_job(client: httpx.AsyncClient, job: Job) -> None:
    for path in ("/api/v1/jobs", f"/api/v1/jobs/{job.id}"):
        assert (await client.get(path)).status_code == 401


async def test_the_owner_follows_a_job(client: httpx.AsyncClient, callers: Callers, job: Job) -> None:
    answer = await client.get(f"/api/v1/jobs/{job.id}", headers=callers.sign_in(OWNER))
    assert (answer.json()["status"], answer.json()["progress"]) == ("queued", {"done": 0, "total": None})
    assert "payload" not in answer.json()


async def test_another_user_does_not_learn_of_it(client: httpx.AsyncClient, callers: Callers, job: Job) -> None:
    headers = callers.sign_in(OTHER)
    assert (await client.get(f"/api/v1/jobs/{job.id}", headers=headers)).status_code == 404
    assert (await client.post(f"/api/v1/jobs/{job.id}/cancel", headers=headers)).status_code == 404
    assert (await client.get("/api/v1/jobs", headers=headers)).json()["items"] == []


async def test_the_owner_lists_by_state(client: httpx.AsyncClient, callers: Callers, job: Job) -> None:
    headers = callers.sign_in(OWNER)
    assert len((await client.get("/api/v1/jobs?status=queued&kind=import", headers=headers)).json()["items"]) == 1
    assert (await client.get("/api/v1/jobs?status=failed", headers=headers)).json()["items"] == []


async def test_a_job_is_cancelled_once(client: httpx.AsyncClient, callers: Callers, job: Job) -> None:
    headers = callers.sign_in(OWNER)
    first = await client.post(f"/api/v1/jobs/{job.id}/cancel", headers=headers)
    again = await client.post(f"/api/v1/jobs/{job.id}/cancel", headers=headers)
    assert (first.json()["status"], again.json()["code"]) == ("cancelled", "job_finished")


async def test_what_came_to_nothing_is_done_again(
    client: httpx.AsyncClient, callers: Callers, session: AsyncSession, job: Job
) -> None:
    headers, path = callers.sign_in(OWNER), f"/api/v1/jobs/{job.id}/retry"
    assert (await client.post(path)).status_code == 401
    assert (await client.post(path, headers=callers.sign_in(OTHER))).status_code == 404
    assert (await client.post(path, headers=headers)).json()["code"] == "job_not_failed"
    job.status, job.error, job.done = "failed", "ValueError", 7
    await session.commit()
    answer = (await client.post(path, headers=headers)).json()
    assert (answer["status"], answer["error"], answer["progress"]["done"]) == ("queued", None, 0)
    waiting = "SELECT count(*) FROM pgqueuer WHERE entrypoint = 'import' AND status = 'queued'"
    assert await session.scalar(text(waiting)) == 1


async def test_the_reading_of_a_document_is_over_with_it(
    client: httpx.AsyncClient, callers: Callers, session: AsyncSession, job: Job
) -> None:
    job.status, job.kind = "failed", READ_IMPORT
    await session.commit()
    answer = await client.post(f"/api/v1/jobs/{job.id}/retry", headers=callers.sign_in(OWNER))
    assert (answer.status_code, answer.json()["code"]) == (409, "job_over")


async def test_administrators_see_the_systems_jobs(
    client: httpx.AsyncClient, callers: Callers, session: AsyncSession, job: Job
) -> None:
    session.add(Job(kind="sweep", owner_kind="system", owner_id=None))
    await session.commit()
    answer = await client.get("/api/v1/jobs", headers=callers.sign_in(ADMIN))
    assert [item["kind"] for item in answer.json()["items"]] == ["sweep"]


async def test_the_list_costs_one_statement(
    client: httpx.AsyncClient, callers: Callers, job: Job, count_queries
) -> None:
    headers = callers.sign_in(OWNER)
    with count_queries() as queries:
        await client.get("/api/v1/jobs", headers=headers)
    assert len(queries) == 1
