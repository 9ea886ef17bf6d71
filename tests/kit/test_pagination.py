"""Lists: pages, cursors and orders."""

import re

import httpx
import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from tests.kit.sample import Note

RANKS = [3, None, 1, 3, 2, None, 1, 3]


@pytest.fixture
async def filled(session: AsyncSession, notes: httpx.AsyncClient) -> httpx.AsyncClient:
    session.add_all(Note(text=f"n{number % 3}", rank=rank) for number, rank in enumerate(RANKS))
    await session.commit()
    return notes


async def _walk(client: httpx.AsyncClient, sort: str, limit: int, path: str = "/notes") -> list[str]:
    found: list[str] = []
    path = f"{path}?sort={sort}&limit={limit}"
    while path:
        answer = await client.get(path)
        found += [item["id"] for item in answer.json()["items"]]
        link = re.fullmatch(r'<(.*)>; rel="next"', answer.headers.get("link", ""))
        path = link[1] if link else ""
    return found


@pytest.mark.parametrize("sort", ["rank", "-rank", "text,-rank", "-text,rank", "rank,text", "-created_at"])
@pytest.mark.parametrize("limit", [1, 3, 8])
async def test_walking_the_pages_gives_the_list_itself(filled: httpx.AsyncClient, sort: str, limit: int) -> None:
    whole = [item["id"] for item in (await filled.get(f"/notes?sort={sort}&limit=200")).json()["items"]]
    assert await _walk(filled, sort, limit) == whole
    assert len(whole) == len(RANKS)


@pytest.mark.parametrize("sort", ["rank", "-rank", "text,-rank"])
@pytest.mark.parametrize("limit", [1, 3, 8])
async def test_a_hot_list_walks_like_any_other(filled: httpx.AsyncClient, sort: str, limit: int) -> None:
    assert await _walk(filled, sort, limit, "/hot-notes") == await _walk(filled, sort, limit)


async def test_a_hot_list_filters_counts_and_ends(filled: httpx.AsyncClient) -> None:
    answer = (await filled.get("/hot-notes?text=n1&include=total")).json()
    assert {item["text"] for item in answer["items"]} == {"n1"}
    assert (answer["total"], answer["next_cursor"]) == (3, None)


async def test_a_hot_list_is_one_statement_with_a_literal_limit(filled: httpx.AsyncClient, count_queries) -> None:
    with count_queries() as queries:
        await filled.get("/hot-notes?limit=7")
    assert len(queries) == 1
    assert queries[0].rstrip().endswith("LIMIT 8")


@pytest.mark.parametrize("sort", ["rank", "-rank"])
async def test_what_has_no_value_comes_last(filled: httpx.AsyncClient, sort: str) -> None:
    items = (await filled.get(f"/notes?sort={sort}")).json()["items"]
    assert [item["rank"] for item in items[-2:]] == [None, None]


async def test_the_last_page_has_no_cursor(filled: httpx.AsyncClient) -> None:
    answer = await filled.get("/notes")
    assert answer.json()["next_cursor"] is None
    assert "link" not in answer.headers


async def test_the_total_is_told_when_asked_for(filled: httpx.AsyncClient) -> None:
    answer = await filled.get("/notes?limit=1&include=total")
    assert answer.json()["total"] == len(RANKS)


@pytest.mark.parametrize("cursor", ["rubbish", "e30", "WyJyYW5rIl0", "%F0%9F%92%A9", "A" * 1999])
async def test_a_bad_cursor_is_refused(filled: httpx.AsyncClient, cursor: str) -> None:
    answer = await filled.get(f"/notes?cursor={cursor}")
    assert answer.json()["errors"][0]["code"] == "bad_cursor"


async def test_a_cursor_of_another_order_is_refused(filled: httpx.AsyncClient) -> None:
    cursor = (await filled.get("/notes?limit=1&sort=rank")).json()["next_cursor"]
    assert (await filled.get(f"/notes?sort=-rank&cursor={cursor}")).status_code == 422


async def test_an_unknown_sort_names_the_known_ones(filled: httpx.AsyncClient) -> None:
    answer = await filled.get("/notes?sort=colour", headers={"Accept-Language": "en"})
    assert answer.json()["errors"][0]["message"] == "Sorting is possible by: created_at, rank, text."


@pytest.mark.parametrize("limit", ["0", "201", "-1", "x", "1e3"])
async def test_a_limit_outside_one_to_two_hundred_is_refused(filled: httpx.AsyncClient, limit: str) -> None:
    assert (await filled.get(f"/notes?limit={limit}")).status_code == 422


async def test_the_limit_is_a_literal_in_the_statement(filled: httpx.AsyncClient, count_queries) -> None:
    with count_queries() as queries:
        await filled.get("/notes?limit=7")
    assert len(queries) == 1
    assert queries[0].rstrip().endswith("LIMIT 8")
