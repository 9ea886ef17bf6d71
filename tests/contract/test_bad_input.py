"""One thing wrong at a time, in every operation of the OpenAPI file: a problem in two languages, and no change."""

import base64
import gzip
import json
from collections.abc import Awaitable, Callable, Hashable, Iterator, Sequence
from typing import Any, TypeVar

import httpx
import pytest
import pytest_asyncio
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from tests.contract.conftest import World
from tests.contract.operations import (
    CHANGES,
    LISTS,
    WITH_BODY,
    account_for,
    address,
    fields,
    formats,
    parameters,
    unknown_ids,
)
from tests.contract.test_matrix import BODIES, FILES, HEADERS, OPERATIONS, Operation
from tests.support.contract import validator_of

Refused = Callable[..., Awaitable[dict[str, Any]]]
Each = TypeVar("Each")
JSON = {"Content-Type": "application/json"}
_WRITTEN = text("SELECT (SELECT count(*) FROM outbox), (SELECT count(*) FROM idempotency_keys)")

every_operation = pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.id)
every_body = pytest.mark.parametrize("operation", WITH_BODY, ids=lambda operation: operation.id)
every_list = pytest.mark.parametrize("operation", LISTS, ids=lambda operation: operation.id)
every_change = pytest.mark.parametrize("operation", CHANGES, ids=lambda operation: operation.id)


class Tried:
    """What alike is read alike: each sort of thing is tried with everything once, and then with a few."""

    def __init__(self) -> None:
        self._sorts: set[Hashable] = set()

    def next_of(self, sort: Hashable, everything: Sequence[Each], few: Sequence[Each]) -> Sequence[Each]:
        """What to try a thing of this sort with."""
        fresh = sort not in self._sorts
        self._sorts.add(sort)
        return everything if fresh else few


@pytest.fixture(scope="session")
def tried() -> Tried:
    """What this process tried."""
    return Tried()


@pytest.fixture(scope="session")
def said_in_both() -> set[Any]:
    """The kinds of refusal that were read in both languages already; what is said depends on nothing else."""
    return set()


@pytest_asyncio.fixture
async def refused(
    client: httpx.AsyncClient, connection: AsyncConnection, world: World, said_in_both: set[Any]
) -> Refused:
    """Sends a request; gives the Vietnamese problem, after looking that nothing was written.

    Each kind of refusal is asked for in English too, once.
    """

    async def send(
        operation: Operation,
        status: int,
        *,
        path: str | None = None,
        query: str = "",
        headers: dict[str, str] | None = None,
        change: dict[str, Any] | None = None,
        content: bytes | None = None,
    ) -> dict[str, Any]:
        sent = {"If-Match": "*"} if operation.takes_version else {}
        sent |= world.headers(account_for(operation.path))
        if content is None and operation.id in BODIES:
            body = BODIES[operation.id](world)
            content = json.dumps(body | change if change else body).encode()
        if operation.id in BODIES:
            sent |= JSON
        if operation.id in FILES:
            content, more = FILES[operation.id]
            sent |= more
        sent |= HEADERS.get(operation.id, {})
        url = (path or address(operation, world)) + query

        async def ask(language: str) -> dict[str, Any]:
            async with connection.begin_nested() as savepoint:
                before = (await connection.execute(_WRITTEN)).one()
                answer = await client.request(
                    operation.method,
                    url,
                    content=content,
                    headers=sent | {"Accept-Language": language} | (headers or {}),
                )
                assert answer.status_code == status, f"{url} {(change, content)}: {answer.text[:300]}"
                assert (await connection.execute(_WRITTEN)).one() == before
                await savepoint.rollback()
            assert answer.headers["content-language"] == language
            problem: dict[str, Any] = answer.json()
            return problem

        vietnamese = await ask("vi")
        kind = (vietnamese["code"], *(each["code"] for each in vietnamese.get("errors", ())))
        if kind not in said_in_both:
            _says_the_same(vietnamese, await ask("en"))
            said_in_both.add(kind)
        return vietnamese

    return send


def _says_the_same(vietnamese: dict[str, Any], english: dict[str, Any]) -> None:
    """One problem in two languages."""
    assert vietnamese["code"] == english["code"]
    assert vietnamese["title"] != english["title"]
    assert vietnamese["detail"] != english["detail"]
    for theirs, ours in zip(vietnamese.get("errors", ()), english.get("errors", ()), strict=True):
        assert theirs["message"] != ours["message"]
        assert theirs["pointer"] == ours["pointer"]


def _pointers(problem: dict[str, Any]) -> set[str]:
    return {error["pointer"] for error in problem["errors"]}


def _tokens(real: str) -> Iterator[str]:
    """What is no token of ours, the last three made of one that is."""
    yield from ("", "Bearer", "Bearer ", "Basic YWRtaW46eA==", "Bearer x", "Bearer a.b.c", f"Bearer {'a' * 9000}")
    head, body, signature = real.split(".")
    unsigned = base64.urlsafe_b64encode(b'{"alg":"none","typ":"at+jwt"}').rstrip(b"=").decode()
    claims = json.loads(base64.urlsafe_b64decode(body + "=="))
    other = base64.urlsafe_b64encode(json.dumps(claims | {"exp": claims["exp"] + 9}).encode()).rstrip(b"=").decode()
    yield from (f"Bearer {unsigned}.{body}.", f"Bearer {head}.{other}.{signature}", f"Bearer {head}.{body}.")


@every_operation
async def test_a_wrong_token_is_refused(refused: Refused, tried: Tried, world: World, operation: Operation) -> None:
    tokens = [*_tokens(world.tokens[account_for(operation.path)])]
    for token in tried.next_of("token", tokens, [tokens[4], tokens[-2]]):
        problem = await refused(operation, 401, headers={"Authorization": token})
        assert problem["code"] == "not_signed_in"


@every_operation
async def test_an_unknown_parameter_is_refused(refused: Refused, operation: Operation) -> None:
    problem = await refused(operation, 422, query="?colour=red&a%2Fb=1&%00=%00")
    assert _pointers(problem) == {"/query/colour", "/query/a~1b", "/query/\x00"}


@every_operation
async def test_another_format_is_not_given(refused: Refused, operation: Operation) -> None:
    await refused(operation, 406, headers={"Accept": "text/html"})


@every_operation
async def test_an_unknown_id_is_not_found(refused: Refused, world: World, operation: Operation) -> None:
    for places in unknown_ids(operation):
        await refused(operation, 404, path=address(operation, world, **places))


@every_operation
async def test_what_is_no_id_is_refused(refused: Refused, world: World, operation: Operation) -> None:
    for place in operation.places:
        for value in ("%00", "a%00b", "x" * 70):
            problem = await refused(operation, 422, path=address(operation, world, **{place: value}))
            assert _pointers(problem) == {f"/path/{place}"}


@every_operation
async def test_bad_values_of_parameters_are_refused(refused: Refused, tried: Tried, operation: Operation) -> None:
    for name, schema in parameters(operation).items():
        bad = [*_bad_values(schema)]
        for value in tried.next_of((name, repr(schema)), ["%00", "%ff", *bad], ["%00", *bad[:1]]):
            problem = await refused(operation, 422, query=f"?{name}={value}")
            assert _pointers(problem) == {f"/query/{name}"}, value
        problem = await refused(operation, 422, query=f"?{name}=1&{name}=2")
        assert {"pointer": f"/query/{name}", "code": "repeated"}.items() <= problem["errors"][0].items()


_DAYS = ("0001-01-01", "9999-12-31", "2026-02-30", "20260101", "0", "2026-01-01T00:00:00", "hôm nay")
_INSTANTS = ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00%2B14:00", "9999-12-31T23:59:59-14:00", "0", "2026-01-01")


def _bad_values(schema: dict[str, Any]) -> Iterator[str]:
    found = set(formats(schema))
    yield from _DAYS if "date" in found else ()
    yield from _INSTANTS if "date-time" in found else ()
    yield from ("0", "x", "0123") if "uuid" in found else ()
    yield from ("0", "201", "1.5", "9" * 30, "true", "") if schema.get("type") == "integer" else ()


CURSORS = ("", "x", "AAAA", "e30", "bnVsbA", "%C3%A9", "W10", "A" * 1999, base64.b64encode(b"[" * 900).decode())


@every_list
async def test_a_bad_cursor_is_refused(refused: Refused, tried: Tried, operation: Operation) -> None:
    for cursor in tried.next_of("cursor", CURSORS, ("x", "bnVsbA")):
        problem = await refused(operation, 422, query=f"?cursor={cursor}")
        assert problem["errors"][0]["pointer"] == "/query/cursor"


FORGED: tuple[Any, ...] = (
    10**30,
    -(10**30),
    2**63,
    1e308,
    "a\0b",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00",
    [],
    {},
)


@every_list
async def test_a_forged_cursor_is_no_fault_of_ours(
    client: httpx.AsyncClient, tried: Tried, world: World, operation: Operation
) -> None:
    url, headers = address(operation, world), world.headers(account_for(operation.path))
    sorts = ("", *(f"&sort={name}" for name in await _sorts(client, url, headers)))
    for sort in sorts:
        first = (await client.get(f"{url}?limit=1{sort}", headers=headers)).json()
        if first["next_cursor"] is None:
            continue
        cursor = first["next_cursor"]
        signature, *values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        for place in range(len(values)):
            for value in tried.next_of((sort, place), FORGED, FORGED[2:5]):
                forged = [*values[:place], value, *values[place + 1 :]]
                word = base64.urlsafe_b64encode(json.dumps([signature, *forged]).encode()).rstrip(b"=").decode()
                answer = await client.get(f"{url}?limit=1{sort}&cursor={word}", headers=headers)
                assert answer.status_code in {200, 422}, f"{sort} {value!r}"


async def _sorts(client: httpx.AsyncClient, url: str, headers: dict[str, str]) -> list[str]:
    """What a list may be sorted by, as its refusal says."""
    answer = await client.get(f"{url}?sort=nothing", headers=headers | {"Accept-Language": "en"})
    message: str = answer.json()["errors"][0]["message"]
    return message.partition(": ")[2].rstrip(".").split(", ")


@every_body
async def test_a_body_too_large_is_refused(refused: Refused, operation: Operation) -> None:
    await refused(operation, 413, content=b'{"name": "' + b"a" * 10_000_000 + b'"}')


BROKEN = {
    "cut off": b'{"name": ',
    "not UTF-8": b'{"name": "\xff\xfe"}',
    "UTF-16": json.dumps({"name": "a"}).encode("utf-16"),
    "a byte order mark": b"\xef\xbb\xbf{}",
    "nested too deep": b'{"name":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "never closed": b"[" * 100_000,
    "a field twice": b'{"name": "a", "name": "b"}',
    "half a character": b'{"name": "\\ud800"}',
    "not a number": b'{"name": NaN}',
    "infinity": b'{"name": -Infinity}',
    "more digits than can be read": b'{"name": ' + b"9" * 5000 + b"}",
    "two values": b"{} {}",
    "nothing": b" ",
}


@every_body
async def test_what_is_no_json_is_refused(refused: Refused, tried: Tried, operation: Operation) -> None:
    for name in tried.next_of("json", [*BROKEN], ["cut off", "a field twice"]):
        content = BROKEN[name]
        problem = await refused(operation, 422, content=content)
        assert problem["errors"][0]["code"] in {"json_invalid", "repeated_field"}


@every_body
async def test_what_is_no_object_is_refused(refused: Refused, tried: Tried, operation: Operation) -> None:
    for content in tried.next_of("object", (b"", b"null", b"[]", b'"a"', b"1", b"true"), (b"null", b"[]")):
        problem = await refused(operation, 422, content=content)
        assert _pointers(problem) == {""}


@every_body
async def test_another_media_type_or_coding_is_refused(refused: Refused, world: World, operation: Operation) -> None:
    body = json.dumps(BODIES[operation.id](world)).encode()
    await refused(operation, 415, content=body, headers={"Content-Type": "text/plain"})
    await refused(operation, 415, content=body, headers={"Content-Type": "application/x-www-form-urlencoded"})
    await refused(operation, 415, content=gzip.compress(body), headers={"Content-Encoding": "gzip"})


@every_body
async def test_an_unknown_field_is_refused(refused: Refused, operation: Operation) -> None:
    for name in ("colour", "__proto__", "id", "a/b"):
        problem = await refused(operation, 422, change={name: 1})
        assert _pointers(problem) == {f"/{name.replace('/', '~1')}"}


WRONG: tuple[Any, ...] = (
    None,
    True,
    3.5,
    -(10**30),
    1e308,
    "\x00",
    "a\x07b",
    "x" * 30_000,
    [],
    [None],
    ["\x00"],
    {},
    {"\x00": {}},
)


_A_FEW = WRONG[4:6] + WRONG[7:9]


@every_body
async def test_a_field_of_the_wrong_type_is_refused(refused: Refused, tried: Tried, operation: Operation) -> None:
    for name, schema in fields(operation).items():
        fits = validator_of(schema, formats=False)
        sort = json.dumps({key: value for key, value in schema.items() if key not in {"description", "title"}})
        for value in tried.next_of(sort, WRONG, _A_FEW):
            if fits.is_valid(value) and ("\\x0" not in repr(value) or "password" in name):
                continue
            problem = await refused(operation, 422, change={name: value})
            assert all(pointer.startswith(f"/{name}") for pointer in _pointers(problem)), (name, value, problem)


@every_body
async def test_a_day_out_of_the_calendar_is_refused(refused: Refused, operation: Operation) -> None:
    for name, schema in fields(operation).items():
        if "date" in set(formats(schema)):
            for value in (*_DAYS, 20260101, 0):
                problem = await refused(operation, 422, change={name: value})
                assert _pointers(problem) == {f"/{name}"}


@every_change
async def test_a_change_must_say_of_which_version(
    client: httpx.AsyncClient, connection: AsyncConnection, world: World, refused: Refused, operation: Operation
) -> None:
    await refused(operation, 412, headers={"If-Match": '"999999.0"'})
    await refused(operation, 412, headers={"If-Match": f'"{"9" * 20}.0"'})
    for malformed in ("1", '"1"', 'W/"1.0"', '"a.b"', '"1."', '"', "", '"-1.0"', '"1.0"; x', '"1.0" "2.0"'):
        problem = await refused(operation, 422, headers={"If-Match": malformed})
        assert _pointers(problem) == {"/header/If-Match"}
    body = json.dumps(BODIES[operation.id](world)).encode() if operation.id in BODIES else None
    headers = world.headers(account_for(operation.path)) | (JSON if body else {})
    answer = await client.request(operation.method, address(operation, world), content=body, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (428, "precondition_required")


@pytest.mark.parametrize("operation", [each for each in WITH_BODY if each.method == "POST"], ids=lambda each: each.id)
async def test_a_bad_idempotency_key_is_refused(refused: Refused, operation: Operation) -> None:
    for key in ("", "a b", "k" * 256):
        problem = await refused(operation, 422, headers={"Idempotency-Key": key})
        assert _pointers(problem) == {"/header/Idempotency-Key"}
