"""Liveness and readiness."""

import httpx


async def test_a_running_process_says_ok(client: httpx.AsyncClient) -> None:
    answer = await client.get("/healthz")
    assert answer.json() == {"status": "ok"}


async def test_ready_when_the_schema_is_current(client: httpx.AsyncClient) -> None:
    assert (await client.get("/readyz")).status_code == 200


async def test_not_ready_when_migrations_have_not_run(client: httpx.AsyncClient, app) -> None:
    app.state.schema_version, kept = "0000", app.state.schema_version
    answer = await client.get("/readyz")
    app.state.schema_version = kept
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")


async def test_an_unknown_address_is_a_problem_document(client: httpx.AsyncClient) -> None:
    answer = await client.get("/api/v1/nothing-here", headers={"Accept-Language": "en"})
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert answer.headers["content-type"] == "application/problem+json"


async def test_an_unknown_parameter_is_refused(client: httpx.AsyncClient) -> None:
    answer = await client.get("/healthz?colour=red")
    assert answer.json()["errors"][0]["pointer"] == "/query/colour"
