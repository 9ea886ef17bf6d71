"""Requests made up from the OpenAPI document, and how they are sent.

Each is sent by somebody whose permission opens the operation, in a savepoint that is rolled back. Every second request
names things that are there, where made-up identifiers would end in 404 before anything was tried.
"""

import asyncio
import json
import zlib
from collections.abc import Callable
from typing import Any

import httpx
import pytest_asyncio
import requests
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import unsupported_method
from schemathesis.specs.openapi.schemas import OpenApiSchema
from schemathesis.transport.serialization import Binary
from sqlalchemy.ext.asyncio import AsyncConnection

from tests.contract.conftest import HOME, World
from tests.support.contract import DOCUMENT

Case = schemathesis.Case[Any]
Send = Callable[[Case, str], None]

# What an administrator alone may do; the rest is tried as a coordinator.
ADMINISTERED = ("/units", "/clusters", "/users", "/grants", "/clients")
# Fields of bodies and queries that name something, and the key of the world that has one.
NAMED = {
    "plan": "plan_id",
    "group": "group_id",
    "indicator": "indicator_id",
    "user": "user_id",
    "client": "client_id",
    "unit": "unit",
    "audience": "audience",
}


@schemathesis.serializer("application/x-ndjson")
def lines(context: Any, value: Any) -> bytes:
    """Rows one a line, which the tool cannot write of itself."""
    rows = value if isinstance(value, list) else [value]
    return b"\n".join(json.dumps(row).encode() for row in rows)


@schemathesis.serializer(
    "application/offset+octet-stream",
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
)
def pieces(context: Any, value: Any) -> bytes:
    """Bytes as they are made up; none of them is a document."""
    return value.data if isinstance(value, Binary) else str(value).encode()


def schema_of_requests(*, systematic: bool) -> OpenApiSchema:
    """The document to make requests up from: at random, or every bound of every field before that, hundreds each."""
    schema = schemathesis.openapi.from_dict(DOCUMENT)
    schema.config.generation.update(deterministic=True, with_security_parameters=False)
    schema.config.phases.coverage.enabled = systematic
    schema.config.phases.examples.enabled = False  # they name what is not there
    return schema


SETTINGS = settings(deadline=None, database=None, suppress_health_check=list(HealthCheck))


@pytest_asyncio.fixture
async def send(client: httpx.AsyncClient, connection: AsyncConnection, world: World) -> Send:
    """Sends a case as an account and holds the answer against the document (as the `client` does anyway)."""
    loop = asyncio.get_running_loop()

    async def answer(request: httpx.Request) -> httpx.Response:
        async with connection.begin_nested() as savepoint:
            answer = await client.send(request)
            await savepoint.rollback()
        return answer

    def send_and_check(case: Case, account: str) -> None:
        request = _request(case, world, account)
        response = loop.run_until_complete(answer(request))
        case.validate_response(response, checks=[not_a_server_error, unsupported_method])

    return send_and_check


def _request(case: Case, world: World, account: str) -> httpx.Request:
    """The case as it goes over the wire; every second one with names of things that are there."""
    if zlib.crc32(repr((case.body, case.query, case.path_parameters)).encode()) % 2:
        _name_what_is_there(case, world)
    arguments = case.as_transport_kwargs(base_url="http://testserver")
    prepared = requests.Request(**arguments).prepare()
    headers = {name.lower().encode(): _bytes(value) for name, value in prepared.headers.items()}
    headers[b"authorization"] = world.headers(account)["Authorization"].encode()
    return httpx.Request(str(prepared.method), str(prepared.url), headers=headers, content=_bytes(prepared.body or b""))


def _bytes(value: Any) -> bytes:
    """Header values as they are sent, bodies as they are."""
    return value.encode("latin-1") if isinstance(value, str) else bytes(value)


def _name_what_is_there(case: Case, world: World) -> None:
    case.path_parameters = {name: world.ids.get(name, value) for name, value in (case.path_parameters or {}).items()}
    if any(each["name"] == "If-Match" for each in case.operation.definition.raw.get("parameters", [])):
        case.headers["If-Match"] = "*"
    for named in (case.query, case.body):
        if isinstance(named, dict):
            named.update({name: world.ids[NAMED[name]] for name in named.keys() & NAMED.keys()})


def account_for(case: Case) -> str:
    return "admin" if case.path.removeprefix("/api/v1").startswith(ADMINISTERED) else f"coordinator.{HOME}"
