"""What a newcomer sees of the seed: real accounts, real tokens, the five plans over the API."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI

from api.kit.db import Database
from api.settings import Settings
from tests.seed.support import SLUGS, plan
from tests.support.clock import FixedClock
from tests.support.contract import Contract

API = "/api/v1"


@pytest_asyncio.fixture
async def visitor(
    application: FastAPI, seeded: Database, clock: FixedClock, contract: Contract
) -> AsyncIterator[httpx.AsyncClient]:
    """Talks to the application over the loaded database; every answer must keep the contract."""
    application.state.database = seeded
    application.state.clock = clock

    async def check(response: httpx.Response) -> None:
        await response.aread()
        contract.check(response)

    transport = httpx.ASGITransport(application, raise_app_exceptions=False)
    async with httpx.AsyncClient(
        transport=transport, base_url="http://testserver", event_hooks={"response": [check]}
    ) as client:
        yield client


async def _sign_in(visitor: httpx.AsyncClient, settings: Settings, username: str) -> dict[str, str]:
    form = {
        "grant_type": "password", "username": username, "password": settings.demo_password.get_secret_value(),
    }  # fmt: skip
    answer = await visitor.post(f"{API}/auth/token", data=form)
    assert answer.status_code == 200, answer.text
    return {"Authorization": f"Bearer {answer.json()['access_token']}"}


async def _get(visitor: httpx.AsyncClient, headers: dict[str, str], path: str, **query: Any) -> Any:
    answer = await visitor.get(f"{API}{path}", params=query, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize("slug", SLUGS)
async def test_a_leader_reads_the_plan_of_the_office(
    visitor: httpx.AsyncClient, seed_settings: Settings, slug: str
) -> None:
    headers = await _sign_in(visitor, seed_settings, f"leader.{slug}")
    document = plan(slug)
    (found,) = [row for row in (await _get(visitor, headers, "/plans"))["items"] if row["title"] == document["title"]]
    tasks = await _get(visitor, headers, "/tasks", plan=found["id"], limit=200)
    targets = await _get(visitor, headers, "/targets", plan=found["id"], limit=200)
    assert [row["code"] for row in tasks["items"]] == [row["code"] for row in document["tasks"]]
    assert len(targets["items"]) == len(document["targets"]) == found["target_count"]
    assert all(row["schedule"]["terms"] for row in tasks["items"] if row["schedule"]["text"])


async def test_another_office_does_not_learn_that_a_plan_exists(
    visitor: httpx.AsyncClient, seed_settings: Settings
) -> None:
    mine = await _sign_in(visitor, seed_settings, "leader.hai-phong")
    theirs = await _sign_in(visitor, seed_settings, "leader.long-an")
    (found,) = (await _get(visitor, mine, "/plans"))["items"]
    assert (await visitor.get(f"{API}/plans/{found['id']}", headers=mine)).status_code == 200
    assert (await visitor.get(f"{API}/plans/{found['id']}", headers=theirs)).status_code == 404


async def test_the_inspectorate_of_quang_ninh_is_read_as_of_june_and_has_a_successor(
    visitor: httpx.AsyncClient, seed_settings: Settings
) -> None:
    headers = await _sign_in(visitor, seed_settings, "viewer.quang-ninh")
    before = await _get(visitor, headers, "/units", kind="division", as_of="2025-06-30", limit=200)
    after = await _get(visitor, headers, "/units", kind="division", as_of="2025-07-01", limit=200)
    assert "qni-ttr" in {row["code"] for row in before["items"]}
    assert "qni-ttr" not in {row["code"] for row in after["items"]}


async def test_an_audience_of_district_offices_is_empty_once_they_have_ended(
    visitor: httpx.AsyncClient, seed_settings: Settings
) -> None:
    headers = await _sign_in(visitor, seed_settings, "coordinator.quang-ninh")
    audiences = await _get(visitor, headers, "/audiences", limit=200)
    id_ = next(row["id"] for row in audiences["items"] if row["code"] == "qni-dt-phong-gddt")
    before = await _get(visitor, headers, f"/audiences/{id_}/members", on="2025-06-30")
    after = await _get(visitor, headers, f"/audiences/{id_}/members", on="2025-07-01")
    assert {row["code"] for row in before["items"]} == {"qni-000101", "qni-000102"}
    assert after["items"] == []


async def test_every_sample_account_signs_in(visitor: httpx.AsyncClient, seed_settings: Settings) -> None:
    for slug in SLUGS:
        for role in ("leader", "coordinator", "officer", "commune", "head", "school", "viewer"):
            headers = await _sign_in(visitor, seed_settings, f"{role}.{slug}")
            me = await _get(visitor, headers, "/me")
            assert len(me["grants"]) == 1


@pytest.mark.parametrize("slug", SLUGS)
async def test_the_connected_system_of_each_office_reads_its_plans(
    visitor: httpx.AsyncClient, seed_settings: Settings, slug: str
) -> None:
    form = {"grant_type": "client_credentials"}
    secret = seed_settings.demo_password.get_secret_value()
    answer = await visitor.post(f"{API}/auth/token", data=form, auth=(f"ioc.{slug}", secret))
    assert answer.status_code == 200, answer.text
    headers = {"Authorization": f"Bearer {answer.json()['access_token']}"}
    titles = {row["title"] for row in (await _get(visitor, headers, "/plans"))["items"]}
    assert plan(slug)["title"] in titles
