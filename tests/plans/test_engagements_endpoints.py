"""/plans/{id}/engagements and /reporting-rules over HTTP."""

import pytest

from tests.factories.indicators import an_indicator
from tests.factories.plans import a_task, draft_plan, issued_plan


def url(plan, part="engagements") -> str:
    return f"/api/v1/plans/{plan.id}/{part}"


async def test_engagements_are_set_whole(client, session, coordinator, ids):
    plan, (one, two) = await draft_plan(session, tasks=[a_task("1"), a_task("2")])
    indicator = await an_indicator(session)
    given = [
        {
            "task": "1",
            "audience": "hp-dt-csgd",
            "owes": "figure",
            "indicator": "chu-ky-so",
            "education_levels": ["primary"],
        },
        {"task": str(two.id), "audience": str(ids["hp-dt-csgd"]), "owes": "inform"},
    ]
    answer = await client.put(url(plan), headers=coordinator, json={"items": given})
    assert answer.status_code == 200, answer.text
    first, second = answer.json()["items"]
    assert first["task"] == {"id": str(one.id), "code": "1", "name": one.title}
    assert first["audience"]["code"] == "hp-dt-csgd"
    assert first["indicator"] == {"id": str(indicator.id), "code": "chu-ky-so", "name": indicator.name}
    assert (first["owes"], first["education_levels"]) == ("figure", ["primary"])
    assert (second["task"]["code"], second["owes"], second["indicator"]) == ("2", "inform", None)
    assert (await client.get(url(plan), headers=coordinator)).json() == answer.json()
    fewer = await client.put(url(plan), headers=coordinator, json={"items": given[1:]})
    assert [each["task"]["code"] for each in fewer.json()["items"]] == ["2"]
    stale = coordinator | {"If-Match": answer.headers["etag"]}
    assert (await client.put(url(plan), headers=stale, json={"items": []})).status_code == 412
    fresh = coordinator | {"If-Match": fewer.headers["etag"]}
    assert (await client.put(url(plan), headers=fresh, json={"items": []})).json()["items"] == []


@pytest.mark.parametrize(
    ("change", "pointer", "code"),
    [
        ({"task": "9"}, "/items/0/task", "unknown_task"),
        ({"audience": "qng-dt-csgd"}, "/items/0/audience", "unknown_audience"),
        ({"indicator": "no-such"}, "/items/0/indicator", "unknown_indicator"),
        ({"indicator": "chu-ky-so", "owes": "product"}, "/items/0/indicator", "no_answer"),
        ({"owes": "money"}, "/items/0/owes", "literal_error"),
        ({"education_levels": ["university"]}, "/items/0/education_levels/0", "literal_error"),
    ],
)
async def test_a_bad_engagement_is_named_and_nothing_is_set(client, session, coordinator, change, pointer, code):
    plan, _ = await draft_plan(session, tasks=[a_task("1")])
    await an_indicator(session)
    given = {"task": "1", "audience": "hp-dt-csgd", "owes": "yes_no"}
    await client.put(url(plan), headers=coordinator, json={"items": [given]})
    answer = await client.put(url(plan), headers=coordinator, json={"items": [given | change]})
    assert [(e["pointer"], e["code"]) for e in answer.json()["errors"]] == [(pointer, code)]
    kept = (await client.get(url(plan), headers=coordinator)).json()["items"]
    assert [each["owes"] for each in kept] == ["yes_no"]


async def test_an_audience_owes_once_for_a_task(client, session, coordinator):
    plan, _ = await draft_plan(session, tasks=[a_task("1")])
    given = {"task": "1", "audience": "hp-dt-csgd", "owes": "yes_no"}
    answer = await client.put(url(plan), headers=coordinator, json={"items": [given, given | {"owes": "figure"}]})
    assert [(e["pointer"], e["code"]) for e in answer.json()["errors"]] == [("/items/1", "given_twice")]


RULE = {
    "subject": "Kết quả chuyển đổi số",
    "who_name": "Văn phòng Sở",
    "who": [{"unit": "hp-vp", "printed_name": "VP"}],
    "via": [{"printed_name": "Phòng chuyên môn"}],
    "to_name": "UBND thành phố",
    "to": [{"unit": "ubnd-hp"}, {"audience": "hp-dt-csgd"}],
    "cadence": "quarter",
    "due_text": "trước ngày 05 tháng cuối quý",
    "section": "V.1",
}


async def test_reporting_rules_are_set_whole(client, session, coordinator):
    plan, _ = await draft_plan(session)
    body = {"items": [RULE, {"subject": "Đột xuất", "cadence": "ad_hoc"}]}
    answer = await client.put(url(plan, "reporting-rules"), headers=coordinator, json=body)
    assert answer.status_code == 200, answer.text
    first, second = answer.json()["items"]
    assert (first["who"][0]["unit"]["code"], first["who"][0]["printed_name"]) == ("hp-vp", "VP")
    assert first["via"] == [{"unit": None, "audience": None, "printed_name": "Phòng chuyên môn"}]
    assert [party["printed_name"] for party in first["to"]] == ["Đơn vị ubnd-hp", "Các cơ sở giáo dục"]
    assert (first["cadence"], first["due_text"], second["who"], second["section"]) == (
        "quarter",
        RULE["due_text"],
        [],
        None,
    )
    assert (await client.get(url(plan, "reporting-rules"), headers=coordinator)).json() == answer.json()
    emptied = await client.put(url(plan, "reporting-rules"), headers=coordinator, json={"items": []})
    assert (emptied.json()["items"], emptied.json()["version"]) == ([], answer.json()["version"] + 1)


async def test_a_bad_rule_is_named(client, session, coordinator):
    plan, _ = await draft_plan(session)
    body = {"items": [RULE | {"to": [{"unit": "qng"}], "cadence": "quarter"}]}
    answer = await client.put(url(plan, "reporting-rules"), headers=coordinator, json=body)
    assert [(e["pointer"], e["code"]) for e in answer.json()["errors"]] == [("/items/0/to/0/unit", "unknown_unit")]


@pytest.mark.parametrize("part", ["engagements", "reporting-rules"])
async def test_who_may_read_and_set_them(client, session, ids, as_, leader, stranger, part):
    draft, _ = await draft_plan(session)
    issued = await issued_plan(session, title="Đã ban hành")
    head = await as_("school_head", "hp-th1")
    for plan, headers, expected in (
        (issued, {}, 401),
        (issued, stranger, 404),
        (draft, head, 404),
        (issued, head, 200),
    ):
        assert (await client.get(url(plan, part), headers=headers)).status_code == expected
    for headers, expected in (({}, 401), (stranger, 404), (head, 404), (leader, 403)):
        assert (await client.put(url(draft, part), headers=headers, json={"items": []})).status_code == expected
