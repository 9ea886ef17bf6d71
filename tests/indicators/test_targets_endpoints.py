"""/targets over HTTP: what plans want indicators to reach."""

from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import select

from api.audit.service import SYSTEM
from api.indicators.models import Target
from api.indicators.schemas import TargetRow
from api.indicators.service import store_targets
from api.kit.events import OutboxEvent
from api.kit.ids import uuid7
from tests.factories.indicators import an_indicator
from tests.factories.plans import draft_plan, issued_plan

URL = "/api/v1/targets"
ROW = {
    "indicator": "chu-ky-so",
    "group": "I",
    "number": "1",
    "audience": "hp-dt-csgd",
    "participations": [{"role": "lead", "unit": "hp-vp", "printed_name": "Văn phòng Sở"}],
    "comparator": "ge",
    "value": 88.5,
    "text": "≥88,5%",
}


@pytest_asyncio.fixture
async def indicator(session, ids):
    return await an_indicator(session)


async def set_targets(session, plan, *rows):
    """Targets of a plan, as the seed stores them."""
    made = await store_targets(session, SYSTEM, plan, [TargetRow.model_validate(ROW | row) for row in rows])
    await session.commit()
    return made


def numbers(answer) -> list[str]:
    return [target["number"] for target in answer.json()["items"]]


async def changed(client, headers, target_id, body, expected=200):
    """PATCH a target as it is now."""
    path = f"{URL}/{target_id}"
    tag = (await client.get(path, headers=headers)).headers["etag"]
    answer = await client.patch(path, headers=headers | {"If-Match": tag}, json=body)
    assert answer.status_code == expected, answer.text
    return answer


# Reading


async def test_nobody_reads_no_targets(client, session, indicator):
    (target,) = await set_targets(session, await issued_plan(session), {})
    for path in (URL, f"{URL}/{target.id}"):
        assert (await client.get(path)).status_code == 401


async def test_a_target_is_read_above_and_below_its_plan_and_by_no_other(client, session, indicator, as_, stranger):
    (target,) = await set_targets(session, await issued_plan(session), {})
    for role, unit in (("viewer", "hp"), ("school_officer", "hp-th1"), ("commune_leader", "hp-xa1")):
        assert (await client.get(f"{URL}/{target.id}", headers=await as_(role, unit))).status_code == 200
    assert (await client.get(f"{URL}/{target.id}", headers=stranger)).status_code == 404
    assert numbers(await client.get(URL, headers=stranger)) == []


async def test_the_targets_of_a_draft_are_invisible_below(client, session, indicator, as_):
    plan, _ = await draft_plan(session)
    (target,) = await set_targets(session, plan, {})
    head = await as_("school_head", "hp-th1")
    assert (await client.get(f"{URL}/{target.id}", headers=head)).status_code == 404
    assert numbers(await client.get(URL, headers=head)) == []


async def test_a_target_says_all_of_itself(client, session, indicator, leader, ids):
    plan = await issued_plan(session)
    (target,) = await set_targets(session, plan, {})
    body = (await client.get(f"{URL}/{target.id}", headers=leader)).json()
    assert body == {
        "id": str(target.id),
        "version": 1,
        "plan_id": str(plan.id),
        "indicator": {"id": str(indicator.id), "code": "chu-ky-so", "name": indicator.name},
        "group": "I",
        "number": "1",
        "position": 1,
        "printed_name": indicator.name,
        "year": 2026,
        "audience": {"id": str(ids["hp-dt-csgd"]), "code": "hp-dt-csgd", "name": "Các cơ sở giáo dục"},
        "participations": [
            {
                "role": "lead",
                "unit": {"id": str(ids["hp-vp"]), "code": "hp-vp", "name": "Đơn vị hp-vp"},
                "audience": None,
                "printed_name": "Văn phòng Sở",
            }
        ],
        "comparator": "ge",
        "value": 88.5,
        "value_max": None,
        "baseline": None,
        "unit_of_measure": "%",
        "text": "≥88,5%",
        "updated_at": body["updated_at"],
    }


async def test_a_target_without_a_figure_has_words_only(client, session, indicator, leader):
    plan = await issued_plan(session)
    (target,) = await set_targets(session, plan, {"comparator": None, "value": None, "text": "bảo đảm theo cấp độ"})
    body = (await client.get(f"{URL}/{target.id}", headers=leader)).json()
    assert (body["comparator"], body["value"], body["text"]) == (None, None, "bảo đảm theo cấp độ")


async def test_the_list_narrows_and_sorts(client, session, indicator, leader, ids):
    plan = await issued_plan(session)
    other = await an_indicator(session, ids["hp"], code="khac", name="Khác")
    await set_targets(
        session,
        plan,
        {"printed_name": "Ứng dụng"},
        {"number": "2", "group": "II", "year": 2030, "participations": [], "printed_name": "Ăn trưa"},
        {
            "number": "3",
            "indicator": "khac",
            "audience": None,
            "participations": [{"role": "coordinate", "audience": "hp-dt-csgd"}],
        },
    )

    async def found(**query):
        return numbers(await client.get(URL, headers=leader, params=query))

    assert await found() == await found(plan=str(plan.id)) == ["1", "2", "3"]
    assert await found(sort="name") == ["2", "3", "1"]
    assert await found(sort="-year,number") == ["2", "1", "3"]
    assert await found(indicator="khac") == await found(indicator=str(other.id)) == ["3"]
    assert await found(group="II") == await found(year=2030) == await found(q="an trua") == ["2"]
    assert await found(audience="hp-dt-csgd") == ["1", "2"]
    assert await found(lead="hp-vp") == await found(participant=str(ids["hp-vp"])) == ["1"]
    assert await found(participant="hp-dt-csgd") == ["3"]
    assert await found(plan=str(uuid7())) == await found(updated_since="2030-01-01T00:00:00Z") == []
    assert (await client.get(URL, headers=leader, params={"year": "x"})).status_code == 422


async def test_pages_make_up_the_whole_list_in_one_statement_each(client, session, indicator, leader, count_queries):
    await set_targets(
        session, await issued_plan(session), *({"number": str(n), "year": 2026 + n % 2} for n in range(7))
    )
    whole = numbers(await client.get(URL, headers=leader, params={"sort": "-year"}))
    pages: list[Any] = []
    cursor: dict[str, str] | None = {}
    while cursor is not None:
        with count_queries() as queries:
            page = await client.get(URL, headers=leader, params={"sort": "-year", "limit": "3"} | cursor)
        assert len(queries) == 1
        pages += numbers(page)
        cursor = {"cursor": page.json()["next_cursor"]} if page.json()["next_cursor"] else None
    assert pages == whole


async def test_as_of_a_day_targets_are_as_they_were(client, session, indicator, leader):
    (target,) = await set_targets(session, await issued_plan(session), {})
    for day, status, found in (("2025-12-31", 404, []), ("2026-01-01", 200, ["1"])):
        answer = await client.get(f"{URL}/{target.id}", headers=leader, params={"as_of": day})
        assert (answer.status_code, "etag" in answer.headers) == (status, False)
        assert numbers(await client.get(URL, headers=leader, params={"as_of": day})) == found


async def test_an_unchanged_target_is_answered_304(client, session, indicator, leader):
    (target,) = await set_targets(session, await issued_plan(session), {})
    path = f"{URL}/{target.id}"
    tag = (await client.get(path, headers=leader)).headers["etag"]
    assert (await client.get(path, headers=leader | {"If-None-Match": tag})).status_code == 304


# Drafting


async def test_a_target_is_added_to_a_draft(client, session, indicator, coordinator):
    plan, _ = await draft_plan(session)
    answer = await client.post(URL, headers=coordinator, json=ROW | {"plan": str(plan.id), "value": "88.5"})
    assert answer.status_code == 201, answer.text
    assert (answer.json()["value"], answer.json()["position"], answer.json()["year"]) == (88.5, 1, 2026)
    bare = {"plan": str(plan.id), "indicator": str(indicator.id), "value": 100, "text": "100%"}
    second = (await client.post(URL, headers=coordinator, json=bare)).json()
    assert (second["comparator"], second["value"], second["position"]) == ("eq", 100, 2)
    after = (await client.get(f"/api/v1/plans/{plan.id}", headers=coordinator)).json()
    assert (after["target_count"], after["version"]) == (2, plan.version + 2)
    events = (await session.scalars(select(OutboxEvent).where(OutboxEvent.type == "target.created"))).all()
    assert [event.data["value"] for event in events] == [88.5, 100.0]


async def test_the_same_key_adds_one_target(client, session, indicator, coordinator):
    plan, _ = await draft_plan(session)
    headers, body = coordinator | {"Idempotency-Key": "k"}, ROW | {"plan": str(plan.id)}
    first, second = [await client.post(URL, headers=headers, json=body) for _ in range(2)]
    assert first.json()["id"] == second.json()["id"]
    assert numbers(await client.get(URL, headers=coordinator)) == ["1"]


async def test_a_department_s_own_indicator_goes_before_the_shared(client, session, indicator, coordinator, ids):
    own = await an_indicator(session, ids["hp"])
    await an_indicator(session, ids["qng"])
    plan, _ = await draft_plan(session)
    answer = await client.post(URL, headers=coordinator, json=ROW | {"plan": str(plan.id)})
    assert answer.json()["indicator"]["id"] == str(own.id)


@pytest.mark.parametrize(
    ("change", "pointer", "code"),
    [
        ({"indicator": "no-such"}, "/indicator", "unknown_indicator"),
        ({"indicator": "cua-qng"}, "/indicator", "unknown_indicator"),
        ({"audience": "qng-dt-csgd"}, "/audience", "unknown_audience"),
        ({"participations": [{"role": "lead", "unit": "qng"}]}, "/participations/0/unit", "unknown_unit"),
        ({"value": None}, "/comparator", "comparator_without_value"),
        ({"value_max": 100}, "/comparator", "only_a_range_has_two_ends"),
        ({"comparator": "range"}, "/comparator", "range_needs_two_ends"),
        ({"comparator": "range", "value_max": 1}, "/comparator", "range_reversed"),
        ({"comparator": "about"}, "/comparator", "enum"),
        ({"value": "nhiều"}, "/value", "decimal_parsing"),
        ({"value": "1e30"}, "/value", "decimal_max_digits"),
        ({"value": 10**13}, "/value", "decimal_whole_digits"),
        ({"value": "NaN"}, "/value", "finite_number"),
        ({"year": 99999}, "/year", "less_than_equal"),
        ({"percent": 1}, "/percent", "extra_forbidden"),
    ],
)
async def test_a_bad_field_is_named_and_nothing_is_set(
    client, session, ids, indicator, coordinator, change, pointer, code
):
    await an_indicator(session, ids["qng"], code="cua-qng")
    plan, _ = await draft_plan(session)
    answer = await client.post(URL, headers=coordinator, json=ROW | {"plan": str(plan.id)} | change)
    assert answer.status_code == 422
    assert [(e["pointer"], e["code"]) for e in answer.json()["errors"]] == [(pointer, code)]
    assert (await session.scalars(select(Target))).all() == []


async def test_a_target_is_changed_field_by_field(client, session, indicator, coordinator, ids):
    plan, _ = await draft_plan(session)
    await an_indicator(session, ids["hp"], code="khac", name="Khác")
    (target,) = await set_targets(session, plan, {})
    body = {"comparator": "range", "value": 90, "value_max": 100, "text": "90 - 100%", "indicator": "khac"}
    now = (await changed(client, coordinator, target.id, body)).json()
    assert (now["comparator"], now["value"], now["value_max"], now["version"]) == ("range", 90, 100, 2)
    assert (now["indicator"]["code"], now["audience"]["code"]) == ("khac", "hp-dt-csgd")
    parties = [{"role": "coordinate", "audience": "hp-dt-csgd"}]
    now = (await changed(client, coordinator, target.id, {"participations": parties, "audience": None})).json()
    assert ([party["role"] for party in now["participations"]], now["audience"], now["version"]) == (
        ["coordinate"],
        None,
        3,
    )
    now = (await changed(client, coordinator, target.id, {"participations": []})).json()
    assert (now["participations"], now["version"]) == ([], 4)
    for bad in ({"value": None}, {"indicator": "no-such"}, {"audience": "no-such"}, {"year": None}):
        await changed(client, coordinator, target.id, bad, expected=422)


async def test_a_stale_or_missing_version_changes_no_target(client, session, indicator, coordinator):
    plan, _ = await draft_plan(session)
    (target,) = await set_targets(session, plan, {})
    path = f"{URL}/{target.id}"
    assert (await client.patch(path, headers=coordinator, json={"text": "x"})).status_code == 428
    stale = coordinator | {"If-Match": '"9.0"'}
    assert (await client.patch(path, headers=stale, json={"text": "x"})).status_code == 412
    assert (await client.delete(path, headers=stale)).status_code == 412


@pytest.mark.parametrize(
    ("role", "unit", "expected"), [("leader", "hp", 403), ("coordinator", "qng", 404), ("school_head", "hp-th1", 404)]
)
async def test_who_does_not_draft_writes_no_target(client, session, indicator, as_, role, unit, expected):
    plan, _ = await draft_plan(session)
    (target,) = await set_targets(session, plan, {})
    headers = await as_(role, unit) | {"If-Match": "*"}
    assert (await client.patch(f"{URL}/{target.id}", headers=headers, json={"text": "x"})).status_code == expected
    assert (await client.delete(f"{URL}/{target.id}", headers=headers)).status_code == expected
    added = await client.post(URL, headers=headers, json=ROW | {"plan": str(plan.id)})
    assert added.status_code == (403 if expected == 403 else 422)


async def test_nobody_sets_no_target(client, session, indicator):
    plan, _ = await draft_plan(session)
    assert (await client.post(URL, json=ROW | {"plan": str(plan.id)})).status_code == 401


async def test_the_targets_of_an_issued_plan_are_not_edited(client, session, indicator, coordinator):
    plan = await issued_plan(session)
    (target,) = await set_targets(session, plan, {})
    headers = coordinator | {"If-Match": "*"}
    answers = [
        await client.patch(f"{URL}/{target.id}", headers=headers, json={"value": 1}),
        await client.delete(f"{URL}/{target.id}", headers=headers),
        await client.post(URL, headers=coordinator, json=ROW | {"plan": str(plan.id)}),
    ]
    assert [(a.status_code, a.json()["code"]) for a in answers] == [(409, "plan_not_draft")] * 3


async def test_a_deleted_target_is_gone_and_counted_off(client, session, indicator, coordinator):
    plan, _ = await draft_plan(session)
    (target,) = await set_targets(session, plan, {})
    path = f"{URL}/{target.id}"
    assert (await client.delete(path, headers=coordinator | {"If-Match": "*"})).status_code == 204
    assert (await client.get(path, headers=coordinator)).status_code == 404
    assert (await client.get(f"/api/v1/plans/{plan.id}", headers=coordinator)).json()["target_count"] == 0
    event = (await session.scalars(select(OutboxEvent).where(OutboxEvent.type == "target.deleted"))).one()
    assert event.version == 2


# Headings


async def grouped(session):
    """A draft with headings I and II, a target under each and one under none; its path."""
    plan, _ = await draft_plan(session)
    await set_targets(session, plan, {"number": "1"}, {"number": "2", "group": "II"}, {"number": "3", "group": None})
    return f"/api/v1/plans/{plan.id}"


async def test_a_target_stands_under_a_heading_of_its_plan_only(client, session, indicator, coordinator):
    path = await grouped(session)
    made = await client.post(URL, headers=coordinator, json=ROW | {"plan": path.split("/")[-1], "group": "IX"})
    first = (await client.get(URL, headers=coordinator, params={"plan": path.split("/")[-1]})).json()["items"][0]
    headers = coordinator | {"If-Match": "*"}
    moved = await client.patch(f"{URL}/{first['id']}", headers=headers, json={"group": "IX"})
    for answer in (made, moved):
        assert [(error["pointer"], error["code"]) for error in answer.json()["errors"]] == [
            ("/group", "unknown_target_group")
        ]


async def regroup(client, headers, path, *headings):
    """PATCH the headings, given as code and codes taken over; the answer."""
    given = [{"code": code, "title": f"Nhóm {code}", "takes": takes} for code, takes in headings]
    return await client.patch(path, headers=headers | {"If-Match": "*"}, json={"target_groups": given})


@pytest.mark.parametrize(
    ("headings", "groups"),
    [
        ([("II", []), ("I", [])], ["I", "II", None]),
        ([("A", ["I"]), ("II", [])], ["A", "II", None]),
        ([("I", ["II"]), ("II", ["I"])], ["II", "I", None]),
        ([("I", ["II"])], ["I", "I", None]),
        ([("II", [])], [None, "II", None]),
    ],
)
async def test_targets_follow_their_heading(client, session, indicator, coordinator, headings, groups):
    path = await grouped(session)
    answer = await regroup(client, coordinator, path, *headings)
    assert answer.json()["target_groups"] == [{"code": code, "title": f"Nhóm {code}"} for code, _ in headings]
    targets = (await client.get(URL, headers=coordinator, params={"plan": path.split("/")[-1]})).json()["items"]
    assert [target["group"] for target in targets] == groups
    assert [target["version"] for target in targets] == [
        1 if group == before else 2 for group, before in zip(groups, ("I", "II", None), strict=True)
    ]
    told = await session.scalars(select(OutboxEvent).where(OutboxEvent.type == "target.updated"))
    assert len(list(told)) == sum(target["version"] == 2 for target in targets)


@pytest.mark.parametrize(
    ("headings", "pointer", "code"),
    [
        ([("I", []), ("I", [])], "/target_groups/1/code", "code_taken"),
        ([("A", ["V"])], "/target_groups/0/takes/0", "unknown_target_group"),
        ([("A", ["I"]), ("B", ["II", "I"])], "/target_groups/1/takes/1", "taken_twice"),
    ],
)
async def test_headings_that_do_not_fit_together_are_refused(
    client, session, indicator, coordinator, headings, pointer, code
):
    path = await grouped(session)
    answer = await regroup(client, coordinator, path, *headings)
    assert answer.status_code == 422
    assert [(error["pointer"], error["code"]) for error in answer.json()["errors"]] == [(pointer, code)]
    assert len((await client.get(path, headers=coordinator)).json()["target_groups"]) == 2
