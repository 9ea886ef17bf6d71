"""What holds for every endpoint: one transaction, and refusals that say what is wrong."""

import httpx
import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from tests.kit.sample import Note


async def test_a_failure_leaves_nothing_behind(notes: httpx.AsyncClient, session: AsyncSession) -> None:
    answer = await notes.post("/notes/broken")
    assert (answer.status_code, answer.json()["code"]) == (500, "internal_error")
    assert await session.scalar(select(func.count()).select_from(Note)) == 0


async def test_an_unforeseen_error_tells_nothing_of_itself(notes: httpx.AsyncClient) -> None:
    assert "secret detail" not in (await notes.post("/notes/broken")).text


async def test_unknown_parameters_are_refused_by_name(notes: httpx.AsyncClient) -> None:
    answer = await notes.get("/notes?limit=5&colour=red&size=1")
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/query/colour", "/query/size"]


async def test_a_nul_byte_in_a_parameter_is_refused(notes: httpx.AsyncClient) -> None:
    assert (await notes.get("/notes?sort=rank%00")).status_code == 422


async def test_a_nul_byte_in_a_body_is_refused(notes: httpx.AsyncClient) -> None:
    answer = await notes.post("/notes", json={"text": "a\x00b"})
    assert answer.json()["errors"] == [
        {"pointer": "/text", "code": "control_character", "message": "Có ký tự điều khiển không được phép."}
    ]


async def test_a_lone_surrogate_is_refused(notes: httpx.AsyncClient) -> None:
    answer = await notes.post("/notes", content=b'{"text": "\\ud800"}', headers={"Content-Type": "application/json"})
    assert answer.status_code == 422


async def test_text_is_stored_in_nfc(notes: httpx.AsyncClient) -> None:
    answer = await notes.post("/notes", json={"text": "Hải Phòng"})
    assert answer.json()["text"] == "Hải Phòng"


async def test_a_body_over_the_limit_is_refused(notes: httpx.AsyncClient) -> None:
    answer = await notes.post("/notes", json={"text": "x" * 20_000})
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


async def test_a_streamed_body_over_the_limit_is_refused(notes: httpx.AsyncClient) -> None:
    async def endless():
        for _ in range(30):
            yield b" " * 1000

    answer = await notes.post("/notes", content=endless(), headers={"Content-Type": "application/json"})
    assert answer.status_code == 413


async def test_json_that_is_none_is_refused(notes: httpx.AsyncClient) -> None:
    answer = await notes.post("/notes", content=b'{"text": ', headers={"Content-Type": "application/json"})
    assert answer.json()["errors"][0]["code"] == "json_invalid"


async def test_another_media_type_is_refused(notes: httpx.AsyncClient) -> None:
    answer = await notes.post("/notes", content=b"text=a", headers={"Content-Type": "text/plain"})
    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media_type")


async def test_a_merge_patch_media_type_is_taken(notes: httpx.AsyncClient) -> None:
    headers = {"Content-Type": "application/merge-patch+json"}
    assert (await notes.post("/notes", content=b'{"text": "a"}', headers=headers)).status_code == 201


async def test_an_answer_in_another_format_is_refused(notes: httpx.AsyncClient) -> None:
    assert (await notes.get("/notes", headers={"Accept": "image/png"})).status_code == 406


async def test_a_wrong_method_names_all_right_ones(notes: httpx.AsyncClient) -> None:
    answer = await notes.request("DELETE", "/notes")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, POST")


async def test_a_public_route_needs_no_token(notes: httpx.AsyncClient) -> None:
    del notes.headers["authorization"]
    assert (await notes.get("/hello")).json() == {"hello": "world"}


async def test_every_answer_carries_its_request_id(notes: httpx.AsyncClient) -> None:
    answer = await notes.get("/notes", headers={"X-Request-ID": "ca-lam-viec-1"})
    assert answer.headers["x-request-id"] == "ca-lam-viec-1"


async def test_a_strange_request_id_is_replaced(notes: httpx.AsyncClient) -> None:
    answer = await notes.get("/notes", headers={"X-Request-ID": "a\tb c"})
    assert len(answer.headers["x-request-id"]) == 36


async def test_data_may_not_run_as_a_page(notes: httpx.AsyncClient) -> None:
    headers = (await notes.get("/notes")).headers
    assert headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["strict-transport-security"].startswith("max-age=")


@pytest.mark.parametrize(
    ("accept", "title"),
    [
        (None, "Không tìm thấy"),
        ("en", "Not found"),
        ("en-GB,en;q=0.9,vi;q=0.5", "Not found"),
        ("vi,en;q=0.8", "Không tìm thấy"),
        ("fr,*;q=0.1", "Không tìm thấy"),
        ("en;q=broken", "Không tìm thấy"),
    ],
)
async def test_messages_are_in_the_language_asked_for(notes: httpx.AsyncClient, accept: str | None, title: str) -> None:
    headers = {} if accept is None else {"Accept-Language": accept}
    assert (await notes.get("/nothing", headers=headers)).json()["title"] == title
