"""A unit issues its own plan row by row: who may, and whom its work reaches, whatever it names."""

from datetime import date

import pytest
from sqlalchemy import select

from api.assignments.jobs import work_follows_the_day
from api.assignments.models import Assignment
from api.assignments.service import load_of
from api.audit.service import SYSTEM
from api.plans.models import Plan
from api.plans.service import missing
from api.units.models import Unit
from api.units.rules.change import Given, UnitChange
from api.units.rules.words import Line
from api.units.service import change, succeed
from tests.assignments.conftest import tasks_of
from tests.assignments.test_issuing import FACTS, asking, at_version, url
from tests.factories.plans import a_task, draft_plan, issued_plan
from tests.factories.units import TODAY, a_unit, plant


@pytest.fixture
def own_plan(session):
    """`await own_plan(unit, *tasks)`: a draft of a unit under the department's plan, and its tasks."""

    async def draft(unit, *tasks):
        above = await issued_plan(session, tasks=[a_task("1", participations=[])])
        plan, made = await draft_plan(session, unit, tasks or [asking("1")], title=f"Kế hoạch của {unit}")
        plan.parent_plan_id = above.id
        await session.commit()
        return plan, made

    return draft


@pytest.fixture
def issue(client, run_jobs):
    """`await issue(plan, headers)`: issue a draft and hand out its work; the answer's status."""

    async def send(plan, headers, **more):
        tagged = await at_version(client, plan, headers)
        answer = await client.post(url(plan, "issue"), headers=tagged, json=FACTS | more)
        await run_jobs()
        return answer

    return send


async def owing(session, plan):
    """The codes of the units that owe something open for a plan."""
    found = select(Unit.code).join(Assignment, Assignment.unit_id == Unit.id)
    open_ones = found.where(Assignment.plan_id == plan.id, Assignment.status != "cancelled")
    return sorted(await session.scalars(open_ones))


@pytest.mark.parametrize(
    ("role", "unit", "of", "expected"),
    [
        ("commune_leader", "hp-xa1", "hp-xa1", 202),
        ("school_head", "hp-th1", "hp-th1", 202),
        ("leader", "hp", "hp-xa1", 202),
        ("coordinator", "hp", "hp-th1", 202),
        ("commune_officer", "hp-xa1", "hp-xa1", 403),
        ("school_officer", "hp-th1", "hp-th1", 403),
        ("commune_leader", "hp-xa1", "hp-th1", 403),
        ("viewer", "hp-xa1", "hp-xa1", 403),
    ],
)
async def test_who_issues_a_units_plan(client, as_, own_plan, role, unit, of, expected):
    plan, _ = await own_plan(of)
    headers = await at_version(client, plan, await as_(role, unit))
    assert (await client.post(url(plan, "issue"), headers=headers, json=FACTS)).status_code == expected


@pytest.mark.parametrize(("role", "unit"), [("commune_leader", "hp-xa2"), ("school_head", "hp-mn2")])
async def test_nobody_learns_of_the_draft_of_another_unit(client, as_, own_plan, role, unit):
    plan, _ = await own_plan("hp-xa1")
    headers = await as_(role, unit) | {"If-Match": '"1.0"'}
    assert (await client.post(url(plan, "issue"), headers=headers, json=FACTS)).status_code == 404


@pytest.mark.parametrize(("role", "unit"), [("commune_leader", "hp-xa1"), ("school_head", "hp-th1")])
@pytest.mark.parametrize("part", ["close", "amendments"])
async def test_the_departments_plan_is_not_theirs(client, session, as_, role, unit, part):
    plan = await issued_plan(session, tasks=[a_task("1")])
    headers = await at_version(client, plan, await as_(role, unit))
    body = {"effective_on": "2026-05-20", "reason": "Thử", "tasks": {"cancel": [{"task": "1"}]}}
    answer = await client.post(url(plan, part), headers=headers, json=body if part == "amendments" else None)
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


async def test_even_whoever_heads_a_department_as_a_school_issues_none_of_its_plans(client, session, as_):
    plan, _ = await draft_plan(session)
    headers = await at_version(client, plan, await as_("school_head", "hp"))
    assert (await client.post(url(plan, "issue"), headers=headers, json=FACTS)).status_code == 403


async def test_a_commune_asks_its_own_schools_whomever_it_names(session, ids, as_, engage, own_plan, issue):
    strangers = [
        {"role": "lead", "unit": code, "printed_name": code} for code in ("hp", "hp-vp", "hp-xa2", "hp-mn2", "qng-th1")
    ]
    plan, (one, _) = await own_plan("hp-xa1", asking("1"), a_task("2", participations=strangers))
    await engage(plan, one)
    await engage(plan, one, audience="qng-dt-csgd")
    answer = await issue(plan, await as_("commune_leader", "hp-xa1"))
    assert answer.status_code == 202, answer.text
    assert await owing(session, plan) == ["hp-th1"]


async def test_a_school_sets_itself_work_and_nobody_else(session, ids, as_, engage, own_plan, issue):
    leads = [{"role": "lead", "unit": code, "printed_name": code} for code in ("hp-th1", "hp-xa1", "hp-thpt", "hp")]
    plan, (task, _) = await own_plan("hp-th1", asking("1"), a_task("2", participations=leads))
    await engage(plan, task)
    assert (await issue(plan, await as_("school_head", "hp-th1"))).status_code == 202
    assert await owing(session, plan) == ["hp-th1", "hp-th1"]


async def test_a_plan_without_one_above_reaches_no_farther(session, ids, engage, own_plan, issue, coordinator):
    plan, (task,) = await own_plan("hp-xa1")
    plan.parent_plan_id = None
    await engage(plan, task)
    assert (await issue(plan, coordinator)).status_code == 202
    assert await owing(session, plan) == ["hp-th1"]


async def test_the_plan_above_is_not_taken_away_by_whoever_must_name_one(client, as_, own_plan):
    plan, _ = await own_plan("hp-th1")
    headers = await at_version(client, plan, await as_("school_head", "hp-th1"))
    answer = await client.patch(f"/api/v1/plans/{plan.id}", headers=headers, json={"parent_plan": None})
    assert [(each["pointer"], each["code"]) for each in answer.json()["errors"]] == [("/parent_plan", "missing")]


async def test_a_school_that_moves_to_another_commune_owes_the_first_nothing(
    client, session, ids, as_, engage, own_plan, issue
):
    plan, (task,) = await own_plan("hp-xa1")
    await engage(plan, task)
    await issue(plan, await as_("commune_leader", "hp-xa1"))
    school, admin = f"/api/v1/units/{ids['hp-th1']}", await as_("admin", "hp")
    tag = (await client.get(school, headers=admin)).headers["etag"]
    moved = await client.patch(
        school, headers=admin | {"If-Match": tag}, json={"parent": "hp-xa2", "effective_on": "2026-05-20"}
    )
    assert moved.status_code == 200, moved.text
    await work_follows_the_day(session)
    assert await owing(session, plan) == []


async def test_a_commune_is_told_what_its_own_schools_are_asked(session, ids, engage, own_plan):
    plan, (task,) = await own_plan("hp-xa1")
    above = await session.get_one(Plan, plan.parent_plan_id)
    await engage(plan, task)
    await engage(above, (await tasks_of(session, above))[0])
    (load,) = await load_of(session, plan, TODAY)
    assert (load.schools, load.kind.education_levels, load.peak.things) == (1, ("primary",), 2)
    asked = {each.kind.education_levels: each.peak.things for each in await load_of(session, above, TODAY)}
    assert asked == {("primary",): 1, ("preschool",): 1, ("upper_secondary",): 1}
    plan.status = "issued"
    await session.commit()
    asked = {each.kind.education_levels: each.peak.things for each in await load_of(session, above, TODAY)}
    assert asked == {("primary",): 2, ("preschool",): 1, ("upper_secondary",): 1}


async def test_what_a_school_sets_itself_is_not_asked_of_it(session, ids, as_, engage, own_plan, issue):
    plan, tasks = await own_plan("hp-th1", *(asking(str(number)) for number in range(1, 12)))
    for task in tasks:
        await engage(plan, task)
    assert (await issue(plan, await as_("school_head", "hp-th1"))).status_code == 202
    assert len(await owing(session, plan)) == 11
    above = await session.get_one(Plan, plan.parent_plan_id)
    assert await load_of(session, above, TODAY) == []


async def test_a_commune_states_a_reason_for_more_than_ten_things(session, ids, as_, engage, own_plan, issue):
    plan, tasks = await own_plan("hp-xa1", *(asking(str(number)) for number in range(1, 12)))
    for task in tasks:
        await engage(plan, task)
    head = await as_("commune_leader", "hp-xa1")
    assert (await issue(plan, head)).json()["errors"][0]["code"] == "too_much_asked"
    assert (await issue(plan, head, reason="Xã thí điểm")).status_code == 202


async def test_a_commune_that_wants_plans_wants_them_of_its_own_schools(client, session, ids, as_, own_plan, issue):
    plan, _ = await own_plan("hp-xa1")
    head = await as_("commune_leader", "hp-xa1")
    await issue(plan, head)
    body = {"due_on": "2026-06-15", "audience": "hp-dt-csgd"}
    answer = await client.put(url(plan, "child-plan-call"), json=body, headers=head)
    assert (answer.status_code, answer.json()["counts"]["pending"]) == (200, 1), answer.text
    assert [each.unit_id for each in await missing(session, {date(2026, 6, 15)}, TODAY)] == [ids["hp-th1"]]


async def test_a_plan_issued_row_by_row_counts_among_those_wanted(client, session, as_, own_plan, issue, coordinator):
    plan, _ = await own_plan("hp-xa1")
    list_url = f"/api/v1/plans/{plan.parent_plan_id}/child-plans"
    assert (await client.get(list_url, headers=coordinator)).json()["items"] == []
    await issue(plan, await as_("commune_leader", "hp-xa1"))
    (item,) = (await client.get(list_url, headers=coordinator)).json()["items"]
    assert (item["unit"]["code"], item["plan"]["id"], item["number"]) == ("hp-xa1", str(plan.id), FACTS["number"])


async def test_a_new_school_of_the_commune_gains_its_work_and_no_other_does(session, ids, as_, engage, own_plan, issue):
    plan, (task,) = await own_plan("hp-xa1")
    await engage(plan, task)
    await issue(plan, await as_("commune_leader", "hp-xa1"))
    await plant(session, [a_unit("hp-new1", parent="hp-xa1"), a_unit("hp-new2", parent="hp-xa2")])
    await work_follows_the_day(session)
    assert await owing(session, plan) == ["hp-new1", "hp-th1"]


async def test_a_commune_that_was_merged_binds_the_schools_it_had_and_no_others(
    client, session, ids, as_, engage, own_plan, issue
):
    plan, (task,) = await own_plan("hp-xa1")
    await engage(plan, task)
    await issue(plan, await as_("commune_leader", "hp-xa1"))
    moving, ending = UnitChange(on=TODAY, parents={Line.PROFESSIONAL: ids["hp-xa2"]}), date(2026, 5, 19)
    await change(session, SYSTEM, await session.get_one(Unit, ids["hp-th1"]), moving, TODAY)
    gone = UnitChange(on=ending, last=Given(ending))
    await change(session, SYSTEM, await session.get_one(Unit, ids["hp-xa1"]), gone, TODAY)
    await succeed(session, SYSTEM, ids["hp-xa1"], ids["hp-xa2"], on=TODAY, kind="merge")
    await work_follows_the_day(session)
    assert await owing(session, plan) == ["hp-th1"]
