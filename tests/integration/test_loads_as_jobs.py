"""Loads that a job carries out: asked for or too large, the answer is the job's result."""

import csv
import gzip
import io
from uuid import UUID

import pytest
import pytest_asyncio
from sqlalchemy import func, select, text

from api.audit.models import AuditEntry
from api.evidence.service.sweeping import _is_named
from api.identity.rules.tokens import Principal
from api.identity.service import subjects
from api.indicators.models import IndicatorValue
from api.kit.bulk import later
from api.kit.bulk.engine import ROWS_MAX
from api.kit.jobs import Job
from tests.factories.identity import make_account, make_client, make_grant
from tests.factories.indicators import an_indicator
from tests.factories.plans import two_provinces
from tests.integration.test_batches import BULK, row

ASYNC = {"Prefer": "respond-async"}
NOTHING = {"received": 0, "created": 0, "updated": 0, "unchanged": 0, "rejected": 0, "batch": None, "effects": None}


@pytest_asyncio.fixture
async def ids(session):
    return await two_provinces(session)


@pytest_asyncio.fixture
async def account(session, ids):
    """A coordinator with an account, as a job must know them again."""
    await an_indicator(session)
    return await make_account(session, "lan", "coordinator", ids["hp"])


@pytest.fixture
def lan(callers, account):
    """Their headers."""
    return callers.sign_in(account.subject)


@pytest.fixture
def send(client, lan):
    """`await send(rows, mode=…)`: a load that is to be a job's; its answer."""

    async def post(rows, headers=None, **query):
        return await client.post(BULK, json=rows, headers=lan | ASYNC | (headers or {}), params=query)

    return post


@pytest.fixture
def followed(client, lan, run_jobs):
    """`await followed(answer)`: the job once it was carried out."""

    async def follow(answer):
        await run_jobs()
        return (await client.get(answer.headers["location"], headers=lan)).json()

    return follow


async def count(session):
    return await session.scalar(select(func.count()).select_from(IndicatorValue))


async def test_its_result_is_the_answer_of_the_request(client, session, send, followed, lan):
    answer = await send([row(), row("hp-mn2")])
    assert (answer.status_code, answer.headers["preference-applied"]) == (202, "respond-async")
    asked = answer.json()
    assert asked == NOTHING | {"errors": [], "job": asked["job"]}
    assert answer.headers["location"] == f"/api/v1/jobs/{asked['job']}"
    assert await count(session) == 0
    job = await followed(answer)
    assert (job["status"], job["progress"], job["error"]) == ("succeeded", {"done": 2, "total": 2}, None)
    assert job["result"] == NOTHING | {
        "received": 2, "created": 2, "errors": [], "job": asked["job"], "batch": asked["job"], "status": 200
    }  # fmt: skip
    entry = await session.scalar(select(AuditEntry).where(AuditEntry.action == "indicator_value.load"))
    assert (entry.actor_kind, entry.changes["batch"]) == ("user", asked["job"])
    undone = await client.post(f"/api/v1/batches/{asked['job']}/undo", headers=lan)
    assert undone.json()["undone_by"] == "Người dùng lan"
    assert (await followed(await send([row("hp-thpt")])))["result"]["created"] == 1


async def test_in_part_it_names_the_bad_rows_and_keeps_them(client, session, send, followed, lan):
    job = await followed(await send([row(), row("hp-mn2", numerator=99)], mode="partial"))
    assert (job["status"], job["result"]["status"], job["result"]["rejected"]) == ("succeeded", 207, 1)
    assert [(each["row"], each["pointer"]) for each in job["result"]["errors"]] == [(2, "/1/numerator")]
    for path in (f"/api/v1/batches/{job['result']['batch']}/rejects", f"/api/v1/jobs/{job['id']}/rejects"):
        answer = await client.get(path, headers=lan)
        (bad,) = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
        assert (bad["#row"], bad["unit"]) == ("2", "hp-mn2")
    assert await count(session) == 1


async def test_whole_or_not_at_all_it_fails_with_the_refusal_of_the_request(client, session, send, followed, lan):
    job = await followed(await send([row(), row("hp-mn2", numerator=99)], {"Accept-Language": "en"}))
    assert (job["status"], job["error"]) == ("failed", "rows_rejected")
    result = job["result"]
    assert (result["status"], result["title"]) == (422, "Some rows are not valid; nothing was written")
    assert (result["received"], result["created"], result["rejected"]) == (2, 0, 1)
    assert await count(session) == 0
    answer = await client.get(f"/api/v1/jobs/{job['id']}/rejects", headers=lan)
    assert [each["#row"] for each in csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))] == ["2"]
    book = await client.get(f"/api/v1/jobs/{job['id']}/rejects?format=xlsx", headers=lan)
    assert book.content[:2] == b"PK"


async def test_tried_only_it_says_what_would_be_and_writes_nothing(session, send, followed):
    job = await followed(await send([row(), row("hp-mn2", numerator=99)], dry_run="true"))
    assert (job["status"], job["result"]["status"]) == ("succeeded", 200)
    assert (job["result"]["created"], job["result"]["rejected"], job["result"]["batch"]) == (1, 1, None)
    assert await count(session) == 0
    assert await session.scalar(text("SELECT count(*) FROM batches")) == 0


async def test_what_cannot_be_read_fails_it_before_a_row_is_written(client, session, lan, followed):
    body = b'{"indicator": "chu-ky-so"}\n{\n'
    headers = lan | ASYNC | {"Content-Type": "application/x-ndjson", "Content-Encoding": "gzip"}
    job = await followed(await client.post(BULK, content=gzip.compress(body)[:-9], headers=headers))
    assert (job["status"], job["error"], job["result"]["status"]) == ("failed", "bad_request", 400)


async def test_one_key_is_one_job(session, send, followed):
    key = {"Idempotency-Key": "nap-1"}
    first, again = await send([row()], key), await send([row()], key)
    assert (again.status_code, again.json(), again.headers["location"]) == (
        202, first.json(), first.headers["location"]
    )  # fmt: skip
    assert (await send([row(numerator=1)], key)).json()["code"] == "idempotency_mismatch"
    assert (await followed(first))["result"]["created"] == 1
    assert await session.scalar(select(func.count()).select_from(Job)) == 1


async def test_the_same_rows_twice_are_unchanged_and_no_batch(send, followed):
    await followed(await send([row()]))
    job = await followed(await send([row()]))
    assert (job["result"]["unchanged"], job["result"]["batch"]) == (1, None)


async def test_cancelled_it_writes_nothing(client, session, send, lan, followed):
    answer = await send([row()])
    stopped = await client.post(f"{answer.headers['location']}/cancel", headers=lan)
    assert stopped.json()["status"] == "cancelled"
    assert (await followed(answer))["status"] == "cancelled"
    assert await count(session) == 0


async def test_its_rights_are_those_of_when_it_runs(session, account, send, followed):
    answer = await send([row()])
    await session.delete(account.grant)
    await session.commit()
    job = await followed(answer)
    assert (job["status"], job["error"]) == ("failed", "forbidden")
    answer = await send([row()])
    account.user.disabled_at = session.info["now"]
    await session.commit()
    assert (await followed(answer))["error"] == "not_signed_in"
    assert await count(session) == 0


async def test_a_system_writes_by_its_scopes_and_no_further(client, session, ids, account, callers, run_jobs):
    held = ("indicator_value:read", "indicator_value:write")
    system = await make_client(session, "csdl", ids["hp"], held)
    await make_grant(session, system, "coordinator", ids["hp"])
    principal = Principal("client", system.id, "csdl", None, frozenset(held))
    headers = callers.sign_in(await subjects.load(session, principal))
    for scopes, came_to in ((held, None), (held[:1], "forbidden")):
        answer = await client.post(BULK, json=[row()], headers=headers | ASYNC)
        system.scopes = [*scopes]
        await run_jobs()
        job = (await client.get(answer.headers["location"], headers=headers)).json()
        assert job["error"] == came_to
    assert (await session.scalars(select(IndicatorValue.source))).all() == ["client"]


async def test_only_who_asked_knows_of_it(client, ids, session, callers, send):
    answer = await send([row()])
    other = callers.sign_in((await make_account(session, "hoa", "coordinator", ids["hp"])).subject)
    for path in (answer.headers["location"], f"{answer.headers['location']}/rejects"):
        assert (await client.get(path, headers=other)).status_code == 404
        assert (await client.get(path)).status_code == 401


async def test_its_body_is_named_until_it_has_ended(session, send, followed):
    answer = await send([row()])
    sha256 = (await session.get_one(Job, UUID(answer.json()["job"]))).payload["body"]["sha256"]
    assert await _is_named(session, sha256)
    await followed(answer)
    assert not await _is_named(session, sha256)


async def test_a_body_swept_meanwhile_is_asked_for_again(app, session, send, followed):
    answer = await send([row()])
    sha256 = (await session.get_one(Job, UUID(answer.json()["job"]))).payload["body"]["sha256"]
    await app.state.files.remove(sha256)
    assert (await followed(answer))["error"] == "load_forgotten"


@pytest.mark.parametrize("packed", [False, True])
async def test_more_rows_than_a_request_holds_are_a_job(client, session, lan, packed):
    line = '{"indicator":"chu-ky-so","unit":"hp-th1","period":"2026-Q2","numerator":1,"denominator":2}\n'
    for rows, status in ((ROWS_MAX + 1, 202), (1, 200)):
        body = (line * rows).encode()
        headers = lan | {"Content-Type": "application/x-ndjson"}
        if packed:
            body, headers = gzip.compress(body, 1), headers | {"Content-Encoding": "gzip"}
        answer = await client.post(BULK, content=body, headers=headers, params={"dry_run": "true"})
        assert answer.status_code == status


async def test_more_rows_than_a_job_holds_are_refused(monkeypatch, send, followed):
    monkeypatch.setattr(later, "JOB_ROWS_MAX", 1)
    job = await followed(await send([row(), row("hp-mn2")]))
    assert (job["error"], job["result"]["status"]) == ("too_many_rows", 413)


async def test_work_is_changed_by_a_filter_in_a_job(client, lan, followed):
    given = {"filter": {"task": "1"}, "change": {"person": "Cô Lan"}}
    answer = await client.post("/api/v1/assignments/bulk", json=given, headers=lan | ASYNC)
    job = await followed(answer)
    assert (job["kind"], job["status"], job["result"]["received"]) == ("change_assignments", "succeeded", 0)
