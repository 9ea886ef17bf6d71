"""GET /assignments/counts."""

import pytest
import pytest_asyncio
from sqlalchemy import select

from api.assignments.models import Assignment

URL = "/api/v1/assignments/counts"


async def counted(client, headers, **filters):
    answer = await client.get(URL, headers=headers, params=filters)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


@pytest_asyncio.fixture
async def done(session, work, ids):
    """The primary school is ready."""
    mine = await session.scalar(select(Assignment).where(Assignment.unit_id == ids["hp-th1"]))
    mine.status = "completed"
    await session.commit()


async def test_who_counts(client, work, as_, leader, stranger):
    admin, school = await as_("admin", "hp"), await as_("school_head", "hp-th1")
    for headers, expected in (({}, 401), (admin, 403), (stranger, 200), (leader, 200), (school, 200)):
        assert (await client.get(URL, headers=headers)).status_code == expected
    assert [each["not_started"] for each in await counted(client, stranger)] == [0]
    assert [each["not_started"] for each in await counted(client, school)] == [1]
    assert await counted(client, stranger, by="unit") == []


async def test_all_of_it_is_one_row(client, work, done, leader):
    (row,) = await counted(client, leader)
    assert row == {
        "unit": None, "task": None, "not_started": 3, "in_progress": 0, "awaiting_confirmation": 0,
        "completed": 1, "cancelled": 0, "overdue": 0, "due_soon": 0,
    }  # fmt: skip


async def test_by_unit_by_child_and_by_task(client, work, done, leader):
    _, task = work
    units = {row["unit"]["code"]: row["completed"] for row in await counted(client, leader, by="unit")}
    assert units == {"hp-mn2": 0, "hp-th1": 1, "hp-thpt": 0, "hp-vp": 0}
    children = {
        row["unit"]["code"]: row["not_started"] for row in await counted(client, leader, by="child", under="hp")
    }
    assert children == {"hp-xa1": 0, "hp-xa2": 1, "hp-thpt": 1, "hp-vp": 1}
    (row,) = await counted(client, leader, by="task")
    assert (row["task"], row["unit"], row["not_started"]) == (
        {"id": str(task.id), "code": "1", "name": task.title}, None, 3,
    )  # fmt: skip


async def test_lateness_follows_the_clock(client, work, leader, clock):
    clock.advance(days=35)
    assert [(row["overdue"], row["due_soon"]) for row in await counted(client, leader)] == [(0, 4)]
    clock.advance(days=7)
    assert [(row["overdue"], row["due_soon"]) for row in await counted(client, leader)] == [(4, 0)]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [({"under": "hp-xa1"}, 1), ({"unit": "hp-mn2"}, 1), ({"owes": "product"}, 1), ({"q": "chu ky so"}, 4)],
)
async def test_filters_are_those_of_the_list(client, work, leader, filters, expected):
    assert [row["not_started"] for row in await counted(client, leader, **filters)] == [expected]


@pytest.mark.parametrize("query", [{"by": "child"}, {"by": "child", "under": "qng"}, {"by": "year"}, {"limit": 5}])
async def test_a_question_that_makes_no_sense_is_refused(client, work, leader, query):
    assert (await client.get(URL, headers=leader, params=query)).status_code == 422


async def test_counting_is_one_statement(client, work, leader, count_queries):
    for by in ("unit", "task"):
        with count_queries() as queries:
            await client.get(URL, headers=leader, params={"by": by})
        assert len(queries) == 1
