"""POST /plans/{id}/copy: last year's plan as this year's draft."""

import pytest_asyncio
from sqlalchemy import select

import api.indicators.service
from api.audit.service import SYSTEM
from api.indicators.schemas import TargetRow
from api.plans.models import Plan, Task
from api.plans.schemas.engagement import ReportingRuleIn
from api.plans.service import replace_reporting_rules
from tests.factories.indicators import an_indicator
from tests.factories.plans import a_task, issued_plan
from tests.plans.test_rendering import all_is_rendered

PLANS = "/api/v1/plans"


@pytest_asyncio.fixture
async def source(session, ids):
    """A plan of 2025 with a sub-row, a product that is done, a target and a reporting rule."""
    done = {"title": "Báo cáo", "kind": "document", "status": "done", "due_on": "2025-06-30", "unit": "hp-vp"}
    rows = [
        a_task("1", group="I", schedule={"text": "Quý II"}, deliverables=[done]),
        a_task("2", schedule={"text": "Trước ngày 30/6/2025"}),
        a_task("1.1", parent="1", participations=[{"role": "coordinate", "audience": "hp-dt-csgd"}]),
    ]
    plan = await issued_plan(
        session, tasks=rows, year=2025, title="Kế hoạch chuyển đổi số năm 2025", effective_on="2025-01-10",
        number="12/KH-SGDĐT", horizon_years=[2025, 2026], recipients=["Như trên"],
        duties=[{"unit_name": "Văn phòng", "unit": "hp-vp", "text": "Đầu mối"}],
    )  # fmt: skip
    await an_indicator(session)
    row = TargetRow(indicator="chu-ky-so", value=80, text="≥80%", comparator="ge")
    await api.indicators.service.store_targets(session, SYSTEM, plan, [row])
    rule = ReportingRuleIn.model_validate({"subject": "Kết quả", "who": [{"unit": "hp-xa1"}], "cadence": "quarter"})
    await replace_reporting_rules(session, SYSTEM, None, plan, [rule])
    await session.commit()
    return plan


async def copy(client, headers, plan, expected=201, **given):
    answer = await client.post(f"{PLANS}/{plan.id}/copy", headers=headers, json={"year": 2026} | given)
    assert answer.status_code == expected, answer.text
    return answer


async def listed(client, headers, path, plan_id):
    answer = await client.get(path, headers=headers, params={"plan": plan_id})
    return answer.json()["items"]


async def test_a_copy_says_all_the_plan_said_for_another_year(client, session, coordinator, source):
    audience = [{"task": "1.1", "audience": "hp-dt-csgd", "owes": "yes_no"}]
    source.status = "draft"
    await session.commit()
    path = f"{PLANS}/{source.id}/engagements"
    engaged = (await client.put(path, headers=coordinator, json={"items": audience})).json()["items"]
    await session.refresh(source)
    source.status = "issued"
    await session.commit()
    answer = await copy(client, coordinator, source)
    plan = answer.json()
    assert answer.headers["location"] == f"/api/v1/plans/{plan['id']}"
    assert (plan["status"], plan["year"], plan["title"]) == ("draft", 2026, "Kế hoạch chuyển đổi số năm 2026")
    assert (plan["number"], plan["issued_on"], plan["effective_on"], plan["signer"]) == (None, None, None, None)
    assert (plan["horizon_years"], plan["recipients"], plan["duties"][0]["unit"]["code"]) == (
        [2026, 2027],
        ["Như trên"],
        "hp-vp",
    )
    assert (plan["task_count"], plan["target_count"]) == (3, 1)
    first, second, row = await listed(client, coordinator, "/api/v1/tasks", plan["id"])
    assert (first["code"], first["group"]["code"], first["percent"], first["due_on"]) == ("1", "I", 0, "2026-06-30")
    assert (second["schedule"]["text"], row["parent_id"]) == ("Trước ngày 30/6/2025", first["id"])
    (product,) = first["deliverables"]
    assert (product["title"], product["status"], product["due_on"]) == ("Báo cáo", "open", "2026-06-30")
    assert row["participations"][0]["audience"]["code"] == "hp-dt-csgd"
    (target,) = await listed(client, coordinator, "/api/v1/targets", plan["id"])
    assert (target["year"], target["value"], target["text"]) == (2026, 80, "≥80%")
    (engagement,) = (await client.get(f"{PLANS}/{plan['id']}/engagements", headers=coordinator)).json()["items"]
    assert engagement["task"]["id"] == row["id"]
    assert (engagement["owes"], engagement["audience"]) == ("yes_no", engaged[0]["audience"])
    (rule,) = (await client.get(f"{PLANS}/{plan['id']}/reporting-rules", headers=coordinator)).json()["items"]
    assert (rule["subject"], rule["who"][0]["unit"]["code"]) == ("Kết quả", "hp-xa1")
    assert await all_is_rendered(session)


async def test_cancelled_tasks_stay_behind(client, session, coordinator, source):
    for code in ("1", "1.1"):
        task = await session.scalar(select(Task).where(Task.plan_id == source.id, Task.code == code))
        task.status = "cancelled"
    await session.commit()
    plan = (await copy(client, coordinator, source, title="Khác")).json()
    assert (plan["title"], plan["task_count"]) == ("Khác", 1)
    assert [task["code"] for task in await listed(client, coordinator, "/api/v1/tasks", plan["id"])] == ["2"]


async def test_who_may_copy(client, source, as_, leader, coordinator, stranger):
    commune = await as_("commune_officer", "hp-xa1")
    for headers, expected in (({}, 401), (stranger, 404), (leader, 403), (commune, 403)):
        await copy(client, headers, source, expected)
    await copy(client, coordinator, source)


async def test_a_communes_copy_names_the_plan_above(client, session, source, as_):
    own = await issued_plan(session, "hp-xa1", title="Kế hoạch của xã", year=2025, effective_on="2025-02-01")
    officer = await as_("commune_officer", "hp-xa1")
    answer = await copy(client, officer, own, 422)
    assert [each["pointer"] for each in answer.json()["errors"]] == ["/parent_plan"]
    made = await copy(client, officer, own, parent_plan=str(source.id))
    assert made.json()["parent_plan_id"] == str(source.id)


async def test_a_bad_year_makes_no_copy(client, session, coordinator, source):
    before = len((await session.scalars(select(Plan))).all())
    await copy(client, coordinator, source, 422, year=1)
    assert len((await session.scalars(select(Plan))).all()) == before
