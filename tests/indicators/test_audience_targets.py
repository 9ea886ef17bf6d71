"""Targets for kinds of unit and for two horizons: each judged on its own audience's figure."""

import pytest
import pytest_asyncio
from sqlalchemy import select

from api.audit.service import SYSTEM
from api.indicators.models import AudienceRollUp, Target
from api.indicators.schemas import TargetRow
from api.indicators.service import store_targets, take_turn
from api.units.rules.groups import Membership, NewAudience
from api.units.service import enter_audiences
from tests.factories.indicators import an_indicator
from tests.factories.plans import issued_plan, two_provinces

ROLL_UPS = "/api/v1/roll-ups"
VALUES = "/api/v1/indicator-values"
KINDS = {"so": "department", "xa": "commune", "truong": "school"}
# As Quảng Bình prints them: the department, the offices below it, the schools; of 2025 and of 2030.
WANTED = {2026: {"so": 95, "xa": 80, "truong": 60}, 2030: {"so": 100, "xa": 95, "truong": 80}}


@pytest_asyncio.fixture
async def ids(session):
    return await two_provinces(session)


@pytest_asyncio.fixture
async def plan(session, ids):
    """A plan that wants of work files done online 95 % of the department, 80 % of communes, 60 % of schools."""
    await an_indicator(session, ids["hp"], code="ho-so", measured_on=list(KINDS.values()))
    rules = {name: {"any_of": [{"kinds": [kind]}]} for name, kind in KINDS.items()}
    audiences = [NewAudience(f"hp-dt-{name}", "hp", f"Đối tượng {name}", rule) for name, rule in rules.items()]
    await enter_audiences(session, SYSTEM, audiences)
    plan = await issued_plan(session)
    rows = [
        TargetRow(indicator="ho-so", year=year, comparator="ge", value=value, audience=f"hp-dt-{name}")
        for year, of_year in WANTED.items()
        for name, value in of_year.items()
    ]
    await store_targets(session, SYSTEM, plan, rows)
    await session.commit()
    return plan


@pytest.fixture
def enter(client, session, coordinator):
    """`await enter(unit, percent, period)` as the coordinator; then everything is counted."""

    async def send(unit, percent, period="2026-Q2"):
        body = {"indicator": "ho-so", "unit": unit, "period": period, "note": "x"}
        given = body | {"numerator": percent, "denominator": 100}
        answer = await client.put(VALUES, json=given, headers=coordinator)
        assert answer.status_code < 300, answer.text
        await take_turn(session)
        await session.commit()

    return send


@pytest.fixture
def read(client, coordinator):
    """`await read(unit=…, by=…)`: the rows of the year."""

    async def ask(headers=None, **query):
        given = {"indicator": "ho-so", "period": "2026"} | query
        answer = await client.get(ROLL_UPS, headers=headers or coordinator, params=given)
        assert answer.status_code == 200, answer.text
        return answer.json()["items"]

    return ask


def stands(row):
    """By audience and year: the figure, of how many units, what that is called."""
    return {
        (one["target"]["audience"]["code"].removeprefix("hp-dt-"), one["target"]["year"]): (
            one["value"], one["units_reported"], one["units_expected"], one["status"],
        )
        for one in row["targets"]
    }  # fmt: skip


async def _all(enter):
    for unit, percent in {"hp": 97, "hp-xa1": 70, "hp-xa2": 60, "hp-th1": 80, "hp-mn2": 50, "hp-thpt": 65}.items():
        await enter(unit, percent)


async def test_each_target_is_judged_on_its_own_audience(plan, enter, read):
    await _all(enter)
    (row,) = await read(unit="hp")
    assert row["value"] == pytest.approx(70.333333)
    assert stands(row) == {
        ("so", 2026): (97, 1, 1, "met"),
        ("xa", 2026): (65, 2, 2, "behind"),
        ("truong", 2026): (65, 3, 3, "met"),
        ("so", 2030): (97, 1, 1, "at_risk"),
        ("xa", 2030): (65, 2, 2, "at_risk"),
        ("truong", 2030): (65, 3, 3, "at_risk"),
    }
    assert (row["status"], row["target"]["value"], row["target"]["audience"]["code"]) == ("met", 95, "hp-dt-so")
    assert row["target"] == row["targets"][0]["target"]


async def test_below_only_what_concerns_somebody_there_is_told(plan, enter, read, as_):
    await _all(enter)
    rows = {row["unit"]["code"]: row for row in await read(unit="hp", by="child")}
    assert set(stands(rows["hp-xa1"])) == {("xa", 2026), ("truong", 2026), ("xa", 2030), ("truong", 2030)}
    assert stands(rows["hp-xa1"])["truong", 2026] == (80, 1, 1, "met")
    assert set(stands(rows["hp-thpt"])) == {("truong", 2026), ("truong", 2030)}
    assert set(stands(rows["hp"])) == {("so", 2026), ("so", 2030)}
    (school,) = await read(await as_("school_head", "hp-mn2"), unit="hp-mn2")
    assert stands(school)["truong", 2026] == (50, 1, 1, "behind")
    assert school["target"]["value"] == 60


async def test_nobody_told_yet_is_no_data_for_each(plan, read, session):
    (row,) = await read(unit="hp")
    assert {status for *_, status in stands(row).values()} == {"no_data"}
    assert [expected for _, _, expected, _ in stands(row).values()] == [1, 2, 3, 1, 2, 3]


async def test_last_years_course_is_the_audiences_too(plan, enter, read):
    for quarter, (school, commune) in enumerate(((20, 50), (30, 50), (40, 50), (50, 50)), 1):
        await enter("hp-th1", school, f"2025-Q{quarter}")
        await enter("hp-xa1", commune, f"2025-Q{quarter}")
    await enter("hp-th1", 45)
    await enter("hp-xa1", 60)
    (row,) = await read(unit="hp")
    ahead = {one["target"]["audience"]["code"]: one["forecast"] for one in row["targets"][:3]}
    assert ahead == {"hp-dt-so": None, "hp-dt-xa": 60, "hp-dt-truong": 65}


async def test_the_leaders_page_shows_each_beside_its_audience(plan, enter, client, leader, as_):
    await _all(enter)

    async def page(headers, **query):
        answer = await client.get("/api/v1/dashboard", headers=headers, params=query)
        assert answer.status_code == 200, answer.text
        return [
            (one["target"]["year"], one["audience"]["code"], one["value"], one["units_expected"], one["status"])
            for one in answer.json()["targets"]
        ]

    assert await page(leader) == [
        (2026, "hp-dt-so", 97, 1, "met"), (2026, "hp-dt-xa", 65, 2, "behind"), (2026, "hp-dt-truong", 65, 3, "met"),
        (2030, "hp-dt-so", 97, 1, "at_risk"), (2030, "hp-dt-xa", 65, 2, "at_risk"),
        (2030, "hp-dt-truong", 65, 3, "at_risk"),
    ]  # fmt: skip
    below = await page(await as_("commune_leader", "hp-xa1"))
    assert [each[:4] for each in below[:2]] == [(2026, "hp-dt-xa", 70, 1), (2026, "hp-dt-truong", 80, 1)]
    own = await page(await as_("school_head", "hp-mn2"))
    assert own == [(2026, "hp-dt-truong", 50, 1, "behind"), (2030, "hp-dt-truong", 50, 1, "behind")]


async def test_a_plans_targets_say_where_a_unit_stands_with_each(plan, enter, client, coordinator, as_, stranger):
    await _all(enter)

    async def listed(headers, **query):
        answer = await client.get("/api/v1/targets", headers=headers, params={"plan": str(plan.id)} | query)
        assert answer.status_code == 200, answer.text
        return [each["standing"] and tuple(each["standing"][name] for name in told) for each in answer.json()["items"]]

    told = ("value", "units_expected", "status", "cutoff")
    assert (await listed(coordinator, standing_of="hp"))[:3] == [
        (97, 1, "met", "2026-06-30"), (65, 2, "behind", "2026-06-30"), (65, 3, "met", "2026-06-30"),
    ]  # fmt: skip
    assert await listed(coordinator) == [None] * 6
    head = await as_("school_head", "hp-mn2")
    assert (await listed(head, standing_of="hp-mn2"))[:3] == [None, None, (50, 1, "behind", "2026-06-30")]
    for headers, unit in ((head, "hp"), (stranger, "hp"), (coordinator, "khong-co")):
        query = {"plan": str(plan.id), "standing_of": unit}
        answer = await client.get("/api/v1/targets", headers=headers, params=query)
        assert answer.status_code == 404


async def test_a_target_of_a_year_that_is_over_stays_judged_by_that_year(plan, enter, client, leader, clock, session):
    await _all(enter)
    clock.now = session.info["now"] = clock.now.replace(year=2027)
    answer = await client.get("/api/v1/dashboard", headers=leader, params={"plan": str(plan.id)})
    shown = {(one["target"]["year"], one["audience"]["code"]): one for one in answer.json()["targets"]}
    past, ahead = shown[2026, "hp-dt-truong"], shown[2030, "hp-dt-truong"]
    assert (past["value"], past["status"], past["cutoff"]) == (65, "met", "2026-06-30")
    assert (ahead["value"], ahead["status"]) == (None, "no_data")


async def test_a_picked_list_is_an_audience_like_any_other(plan, enter, read, session, ids):
    pilot = NewAudience("hp-dt-td", "hp", "Trường thí điểm", members=(Membership("hp-thpt"), Membership("hp-mn2")))
    await enter_audiences(session, SYSTEM, [pilot])
    row = TargetRow(indicator="ho-so", year=2026, comparator="ge", value=90, audience="hp-dt-td")
    await store_targets(session, SYSTEM, plan, [row])
    await session.commit()
    await _all(enter)
    (found,) = await read(unit="hp")
    assert stands(found)["td", 2026] == (57.5, 2, 2, "behind")
    target = (await session.scalars(select(Target).where(Target.value == 90))).one()
    target.deleted_at = session.info["now"]
    await session.commit()
    await enter("hp-thpt", 66)
    assert ("td", 2026) not in stands((await read(unit="hp"))[0])
    whose = (AudienceRollUp.audience_id == target.audience_id, AudienceRollUp.unit_id == ids["hp"])
    assert (await session.scalars(select(AudienceRollUp).where(*whose))).all() == []
