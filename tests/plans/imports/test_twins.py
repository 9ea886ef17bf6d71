"""A document of a plan that is there already is said to be, and hindered in nothing."""

from typing import Any, NamedTuple

import pytest
from sqlalchemy import select

from api.plans.imports.preview import Header
from api.plans.imports.twins import twins
from api.plans.models import Plan
from tests.factories.plans import draft_plan, issued_plan

ALL = "/api/v1/plan-imports"


class _Plan(NamedTuple):
    title: str = "Kế hoạch chuyển đổi số năm 2026"
    number: str | None = "12/KH-SGDĐT"
    status: str = "issued"


@pytest.mark.parametrize(
    ("number", "title", "fields"),
    [
        ("12/KH-SGDĐT", "Một tên khác", ["number"]),
        (" 12 / kh - sgddt", "Một tên khác", ["number"]),
        ("112/KH-SGDĐT", "Một tên khác", []),
        ("13/KH-SGDĐT", "KẾ HOẠCH  Chuyển đổi số, năm 2026", ["title"]),
        ("12/KH-SGDĐT", "Kế hoạch chuyển đổi số năm 2026", ["number"]),
        (None, None, []),
        ("", "–", []),
    ],
)
def test_a_document_is_a_plan_of_the_same_number_or_title(number, title, fields) -> None:
    said = twins(Header(number=number, title=title, year=2026), [_Plan()])
    assert [problem.field for _, problem in said] == fields


def test_a_number_that_was_never_given_names_no_plan() -> None:
    blank = "/KH-SGDĐT"
    assert not list(twins(Header(number=blank, year=2026), [_Plan("Một tên khác", blank)]))
    assert not list(twins(Header(title="“”", year=2026), [_Plan("…", None)]))


@pytest.mark.parametrize(
    ("plan", "vi", "en"),
    [
        (_Plan(), "số 12/KH-SGDĐT, đã ban hành", "no. 12/KH-SGDĐT, issued"),
        (_Plan(number=None, status="draft"), "năm 2026”, dự thảo", "2026”, draft"),
        (_Plan(status="closed"), "đã kết thúc", "closed"),
    ],
)
def test_the_plan_that_is_there_is_named(plan, vi, en) -> None:
    ((found, problem),) = twins(Header(title=plan.title, year=2026), [plan])
    assert found is plan
    for message, words in ((problem.to_json("vi")["message"], vi), (problem.to_json("en")["message"], en)):
        assert plan.title in message
        assert words in message
        assert "2026" in message


def _there(found: dict[str, Any]) -> list[tuple[str, str]]:
    """The plans a preview says are there, and what they have in common with it."""
    return [(each["plan_id"], each["field"]) for each in found["header"]["problems"] if each["code"] == "plan_exists"]


async def test_a_document_of_a_plan_in_force_and_of_a_draft_says_so(ready, session, client, coordinator) -> None:
    found, etag = await ready()
    assert _there(found) == []
    plan = await issued_plan(session, number=found["header"]["number"])
    draft, _ = await draft_plan(session, title=found["header"]["title"].upper())
    path = f"{ALL}/{found['id']}"
    answer = await client.get(path, headers={**coordinator, "If-None-Match": etag})
    assert answer.status_code == 200
    assert _there(answer.json()) == [(str(draft.id), "title"), (str(plan.id), "number")]
    assert answer.json()["version"] == found["version"]
    english = await client.get(path, headers={**coordinator, "Accept-Language": "en"})
    assert "may already have this plan for 2026" in english.json()["header"]["problems"][0]["message"]


async def test_it_is_said_until_the_header_is_put_right(ready, session, client, coordinator) -> None:
    found, etag = await ready()
    await issued_plan(session, title=found["header"]["title"])
    path, headers = f"{ALL}/{found['id']}", {**coordinator, "If-Match": etag}
    for header, count in (({"year": 2027}, 0), ({"year": 2026}, 1), ({"year": None}, 0)):
        answer = await client.patch(path, json={"header": header}, headers={**headers, "If-Match": "*"})
        assert len(_there(answer.json())) == count


async def test_a_second_copy_is_warned_of_and_still_committed(ready, client, coordinator, session) -> None:
    first, second = (await ready())[0], (await ready())[0]
    made = (await client.post(f"{ALL}/{first['id']}/commit", headers=coordinator)).json()
    committed = (await client.get(f"{ALL}/{first['id']}", headers=coordinator)).json()
    assert _there(committed) == []
    warned = (await client.get(f"{ALL}/{second['id']}", headers=coordinator)).json()
    assert _there(warned) == [(made["id"], "number")]
    answer = await client.post(f"{ALL}/{second['id']}/commit", headers=coordinator)
    assert answer.status_code == 201, answer.text
    assert len((await session.scalars(select(Plan))).all()) == 2


async def test_plans_of_others_and_plans_that_are_gone_are_none_of_it(
    ready, session, client, coordinator, clock
) -> None:
    found, _ = await ready()
    title = found["header"]["title"]
    await issued_plan(session, "qng", title=title)
    await issued_plan(session, year=2025, title=title)
    gone = await issued_plan(session, title=title)
    gone.deleted_at = clock.now
    await session.commit()
    again = (await client.get(f"{ALL}/{found['id']}", headers=coordinator)).json()
    assert _there(again) == []
