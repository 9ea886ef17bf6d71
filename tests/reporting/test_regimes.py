"""/reporting-regimes over HTTP, and regimes made of the rules plans print."""

import pytest
from sqlalchemy import func, select

from api.audit.service import SYSTEM
from api.kit.events import FeedEvent
from api.plans.schemas.engagement import ReportingRuleIn
from api.plans.service import replace_reporting_rules
from api.reporting.models import Regime
from api.reporting.subscribers import PLANS
from tests.factories.plans import issued_plan
from tests.reporting.conftest import BEFORE_JUNE, REGIMES, STEPS


async def test_a_coordinator_says_who_reports_to_whom(client, regime, coordinator, as_):
    assert (regime["unit"]["code"], regime["cadence"], regime["waits_for"]) == ("hp", "quarter", None)
    assert regime["may"] == ["change", "open"]
    first, second, third = regime["steps"]
    assert (first["to"], second["to"][0]["unit"]["code"], third["due"]) == ([], "hp-vp", None)
    assert first["who"][0]["audience"]["code"] == "hp-dt-csgd"
    assert first["due"] | BEFORE_JUNE == first["due"]
    assert [section["kind"] for section in first["outline"]][:2] == ["assignments", "figures"]
    school = await as_("school_head", "hp-th1")
    (seen,) = (await client.get(REGIMES, headers=school)).json()["items"]
    assert (seen["id"], seen["may"]) == (regime["id"], [])


async def test_a_plans_rules_become_regimes_when_it_is_issued(client, session, ids, coordinator):
    plan = await issued_plan(session, effective_on="2026-01-01")
    rules = [
        {
            "subject": "Kết quả thực hiện",
            "who": [{"audience": "hp-dt-csgd"}],
            "via": [{"unit": "hp-vp"}],
            "to": [{"unit": "hp"}, {"printed_name": "Tổ Chỉ đạo"}],
            "cadence": "quarter",
            "due_text": "trước ngày 05 tháng cuối quý",
        },
        {"subject": "Báo cáo đột xuất", "who": [{"unit": "hp-vp"}], "cadence": "ad_hoc", "due_text": "đột xuất"},
        {"subject": "Tiến độ", "who": [{"unit": "hp-vp"}], "due_text": "Định kỳ"},
    ]
    await replace_reporting_rules(session, SYSTEM, None, plan, [ReportingRuleIn.model_validate(each) for each in rules])
    issued = FeedEvent(type="plan.issued", entity="plan", entity_id=str(plan.id))
    for _ in range(2):
        await PLANS.handle(session, [issued])
    await session.commit()
    first, second, third = (await client.get(REGIMES, headers=coordinator)).json()["items"]
    assert [each["waits_for"] for each in (first, second, third)] == [None, None, "cadence"]
    assert (first["plan_id"], first["first_on"], first["last_on"]) == (str(plan.id), "2026-01-01", "2026-12-31")
    ways = [(step["who"][0]["unit"] or step["who"][0]["audience"], step["to"][0]["unit"]) for step in first["steps"]]
    assert [(who["code"], to["code"]) for who, to in ways] == [("hp-dt-csgd", "hp-vp"), ("hp-vp", "hp")]
    assert (first["steps"][0]["due"]["day"], first["steps"][1]["due"]) == (5, None)
    assert first["steps"][0]["due_text"] == "trước ngày 05 tháng cuối quý"


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ({"unit": "qng"}, "/unit", "unknown_unit"),
        ({"plan": "018f0000-0000-7000-8000-000000000000"}, "/plan", "unknown_plan"),
        ({"last_on": "2025-12-31"}, "/last_on", "reversed"),
        ({"steps": [{"who": [{"unit": "qng-vp"}]}]}, "/steps/0/who/0/unit", "unknown_unit"),
        ({"steps": [{"due": BEFORE_JUNE | {"month_of_period": None}}]}, "/steps/0/due", "bad_rule"),
        ({"steps": []}, "/steps", "too_short"),
    ],
)
async def test_what_is_wrong_is_named_and_nothing_is_kept(client, session, plan, coordinator, body, pointer, code):
    given = {"title": "Báo cáo quý", "steps": STEPS, "first_on": "2026-01-01"}
    answer = await client.post(REGIMES, headers=coordinator, json={**given, **body})
    assert [(each["pointer"], each["code"]) for each in answer.json()["errors"]] == [(pointer, code)]
    assert await session.scalar(select(func.count()).select_from(Regime)) == 0


async def test_who_sets_regimes(client, regime, as_, leader, coordinator, stranger):
    body, url = {"title": "Báo cáo", "steps": STEPS}, f"{REGIMES}/{regime['id']}"
    for headers, expected in (({}, 401), (leader, 403), (await as_("school_head", "hp-th1"), 403)):
        assert (await client.post(REGIMES, headers=headers, json=body)).status_code == expected
        assert (await client.patch(url, headers=headers, json={})).status_code == expected
    for headers, expected in (({}, 401), (stranger, 404), (await as_("admin", "hp"), 200), (leader, 200)):
        assert (await client.get(url, headers=headers)).status_code == expected
    assert (await client.patch(url, headers=stranger, json={})).status_code == 404
    assert (await client.patch(url, headers=coordinator, json={})).status_code == 428
    assert (await client.patch(url, headers=coordinator | {"If-Match": '"9.0"'}, json={})).status_code == 412
    above = await client.post(REGIMES, headers=coordinator, json=body | {"unit": "bgddt"})
    assert above.status_code == 403


async def test_a_coordinator_sets_what_the_plan_left_open(client, regime, coordinator):
    url, headers = f"{REGIMES}/{regime['id']}", coordinator | {"If-Match": "*"}
    steps = [*STEPS[:2], STEPS[2] | {"due": {"kind": "offset", "days": 3}}]
    answer = await client.patch(url, headers=headers, json={"closes_days": 60, "steps": steps})
    assert (answer.status_code, answer.json()["closes_days"]) == (200, 60)
    assert (answer.json()["version"], answer.json()["steps"][2]["due"]) == (2, {"kind": "offset", "days": 3})
    again = await client.patch(url, headers=headers, json={"closes_days": 60})
    assert again.json()["version"] == 2
    tag = answer.headers["etag"]
    assert (await client.get(url, headers=coordinator | {"If-None-Match": tag})).status_code == 304
    undated = await client.patch(url, headers=headers, json={"steps": [{"who": [{"unit": "hp-vp"}]}]})
    assert undated.json()["waits_for"] == "due"


@pytest.mark.parametrize(
    ("filters", "expected"),
    [({"unit": "hp"}, 1), ({"unit": "hp-vp"}, 0), ({"cadence": "quarter"}, 1), ({"cadence": "month"}, 0)],
)
async def test_the_list_is_narrowed(client, regime, coordinator, filters, expected):
    assert len((await client.get(REGIMES, headers=coordinator, params=filters)).json()["items"]) == expected


async def test_the_list_sends_no_more_for_more_rows(client, regime, coordinator, count_queries):
    with count_queries() as one:
        await client.get(REGIMES, headers=coordinator)
    await client.post(REGIMES, headers=coordinator, json={"title": "Khác", "steps": STEPS})
    with count_queries() as two:
        await client.get(REGIMES, headers=coordinator)
    assert len(one) == len(two)
