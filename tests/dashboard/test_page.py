"""/dashboard over HTTP: whose page, by which plan, and what stands on it."""

from datetime import date, timedelta

import pytest

from api.dashboard import endpoints
from api.indicators.jobs import keep_figures_of_the_day
from api.reporting.models import Regime, Report, Round
from api.units.models import UnitSuccession
from tests.dashboard.conftest import URL
from tests.factories.indicators import an_indicator
from tests.factories.plans import draft_plan, issued_plan
from tests.support.clock import NOON


def cells(page):
    return {
        row["unit"]["code"]: [(cell["reported"], cell["expected"]) for cell in row["cells"]]
        for row in page["grid"]["rows"]
    }


async def test_who_reads_which_page(client, look, target, as_, stranger):
    assert (await client.get(URL)).status_code == 401
    assert (await client.get(URL, headers=await as_("admin", "hp"))).status_code == 403
    head = await as_("school_head", "hp-th1")
    for query in ({"unit": "hp"}, {"unit": "hp-xa1"}, {"unit": "khong-co"}, {"unit": "hp-vp"}):
        assert (await client.get(URL, headers=stranger, params=query)).status_code == 404
        assert (await client.get(URL, headers=head, params=query)).status_code == 404
    own = await look()
    assert (own["unit"]["code"], own["plan"]["year"], own["period"]) == ("hp", 2026, "2026")
    assert (await look(unit="hp-xa1"))["unit"]["code"] == "hp-xa1"
    assert (await look(await as_("viewer", "hp")))["targets"] == own["targets"]


async def test_strangers_pages_hold_nothing_of_it(look, target, enter, stranger, raised_difficulty):
    await enter("hp-th1", 9, 10)
    await raised_difficulty()
    page = await look(stranger)
    assert (page["plan"], page["plans"], page["targets"], page["grid"]["rows"]) == (None, [], [], [])
    work = page["work"]
    assert work["owes"]["counts"] == {"open": 0, "overdue": 0, "due_soon": 0}
    assert (work["decide"]["to_chase"]["overdue"], work["difficulties"]["open"]) == (0, 0)


@pytest.mark.parametrize(
    ("query", "pointer"),
    [({"period": "2026-13"}, "/query/period"), ({"plan": "x"}, "/query/plan"), ({"what": "1"}, "/query/what")],
)
async def test_what_means_nothing_is_refused(client, leader, ids, query, pointer):
    answer = await client.get(URL, headers=leader, params=query)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == pointer


async def test_a_plan_of_others_is_unknown(client, leader, session, ids):
    other = await issued_plan(session, unit="qng")
    answer = await client.get(URL, headers=leader, params={"plan": str(other.id)})
    assert answer.status_code == 404


async def test_a_target_says_where_it_stands_and_how_it_got_there(look, target, enter):
    await enter("hp-th1", 5, 10, "2026-Q1")
    await enter("hp-th1", 9, 10)
    await enter("hp-mn2", 8, 10)
    (shown,) = (await look())["targets"]
    assert shown["id"] == str(target.id)
    assert (shown["value"], shown["status"], shown["cutoff"]) == (85, "on_track", "2026-06-30")
    assert (shown["units_reported"], shown["units_expected"], shown["leads"]) == (2, 3, ["Văn phòng Sở"])
    assert [(point["period"], point["value"]) for point in shown["trend"]] == [("2026-Q1", 50), ("2026-Q2", 85)]
    assert (shown["same_period_last_year"], shown["trend"][0]["last_year"]) == (None, None)
    until = (await look(period="2026-Q1"))["targets"][0]
    assert (until["value"], until["cutoff"]) == (50, "2026-03-31")


async def test_it_stands_beside_the_year_before(look, target, enter):
    for quarter, value in enumerate((20, 30, 40, 60), 1):
        await enter("hp-th1", value, 100, f"2025-Q{quarter}")
    await enter("hp-th1", 70, 100)
    (shown,) = (await look())["targets"]
    assert (shown["same_period_last_year"], shown["forecast"]) == (30, 100)
    assert [point["last_year"] for point in shown["trend"]] == [20, 30]


async def test_a_page_agrees_with_the_roll_ups(look, client, leader, target, enter):
    await enter("hp-th1", 7, 9, "2026-Q1")
    await enter("hp-mn2", 8, 11)
    (shown,) = (await look())["targets"]
    answer = await client.get("/api/v1/roll-ups", headers=leader, params={"unit": "hp", "period": "2026"})
    (row,) = answer.json()["items"]
    for name in ("value", "status", "forecast", "cutoff", "units_reported", "units_expected"):
        assert shown[name] == row[name], name


async def test_who_is_late_is_seen_by_commune_and_period(look, target, enter):
    silent = cells(await look())
    assert silent == {"hp-xa1": [(0, 1), (0, 1)], "hp-xa2": [(0, 1), (0, 1)], "hp": [(0, 1), (0, 1)]}
    await enter("hp-th1", 9, 10)
    await enter("hp-thpt", 9, 10, "2026-Q1")
    page = await look()
    assert [each["period"] for each in page["grid"]["periods"]] == ["2026-Q1", "2026-Q2"]
    assert list(cells(page)) == ["hp-xa2", "hp-xa1", "hp"]  # of Quarter I both owe the same, in all the first more
    assert cells(page)["hp-xa1"] == [(0, 1), (1, 1)]
    assert cells(page)["hp"] == [(1, 1), (0, 1)]


async def test_a_commune_sees_its_schools(look, as_, target, enter):
    await enter("hp-th1", 9, 10)
    page = await look(await as_("commune_leader", "hp-xa1"))
    assert page["unit"]["code"] == "hp-xa1"
    assert (page["targets"][0]["value"], page["targets"][0]["units_expected"]) == (90, 1)
    assert cells(page) == {"hp-th1": [(0, 1), (1, 1)]}
    assert page["work"]["work"]["not_started"] == 1
    own = await look(await as_("school_head", "hp-th1"))
    assert (own["targets"][0]["value"], own["grid"]["rows"]) == (90, [])
    assert own["work"]["owes"]["counts"]["open"] == 1


async def test_a_division_sees_what_it_leads(look, as_, target, enter, work):
    await enter("hp-th1", 9, 10)
    page = await look(await as_("division_head", "hp-vp"))
    assert (page["unit"]["code"], page["figures_of"]["code"]) == ("hp-vp", "hp")
    assert [shown["value"] for shown in page["targets"]] == [90]
    assert page["work"]["tasks"]["counts"]["not_started"] == 1
    assert [lead["unit"]["code"] for lead in page["work"]["tasks"]["by_lead"]] == ["hp-vp"]
    assert set(cells(page)) == {"hp-xa1", "hp-xa2", "hp"}


async def test_what_waits_for_a_leader(look, target, session, ids, clock, raised_difficulty):
    await draft_plan(session, title="Dự thảo")
    raised = await raised_difficulty()
    clock.advance(days=60)
    work = (await look())["work"]
    decide = work["decide"]
    chase = decide["to_chase"]
    assert (chase["overdue"], chase["units"]) == (4, 4)
    late = {row["unit"]["code"]: row["overdue"] for row in chase["items"]}
    assert {row["kind"] for row in chase["items"]} == {"commune", "school", "division"}
    assert late == {"hp-xa1": 1, "hp-xa2": 1, "hp-thpt": 1, "hp-vp": 1}
    assert [draft["title"] for draft in decide["drafts"]] == ["Dự thảo"]
    assert [row["id"] for row in decide["difficulties"]["items"]] == [raised["id"]]
    assert (decide["difficulties"]["to_answer"], work["difficulties"]["open"]) == (1, 1)
    assert (decide["awaiting_confirmation"], decide["evidence"]) == (0, 0)
    assert work["tasks"]["counts"]["not_started"] == 2
    assert work["tasks"]["counts"]["overdue"] == 2


async def test_questions_and_their_answers(look, client, leader, as_, target):
    asked = {"unit": "hp-th1", "title": "Vì sao chậm?", "text": "Vì sao chậm?", "due_on": "2026-05-25"}
    made = (await client.post("/api/v1/clarification-requests", headers=leader, json=asked)).json()
    head = await as_("school_head", "hp-th1")
    theirs = (await look(head))["work"]["decide"]["clarifications"]
    assert (theirs["to_answer"], [row["unit"]["code"] for row in theirs["items"]]) == (1, ["hp"])
    url = f"/api/v1/clarification-requests/{made['id']}/answers"
    answer = await client.post(url, headers=head, json={"text": "Thiếu máy."})
    assert answer.status_code < 300, answer.text
    ours = (await look())["work"]["decide"]["clarifications"]
    assert (ours["to_close"], [row["unit"]["code"] for row in ours["answered"]]) == (1, ["hp-th1"])


async def test_the_number_of_statements_is_always_the_same(look, count_queries, session, ids, target, enter, clock):
    await enter("hp-th1", 9, 10)
    with count_queries() as few:
        await look()
    for number in range(3):
        await an_indicator(session, ids["hp"], code=f"khac-{number}")
    await enter("hp-mn2", 1, 10, "2026-Q1")
    clock.advance(days=60)
    with count_queries() as many:
        await look()
    assert len(few) == len(many) == 5
    await keep_figures_of_the_day(session)
    clock.advance(days=3)
    await session.commit()
    with count_queries() as moved:
        await look()
    assert len(moved) == 6


async def test_both_ways_answer_alike(client, leader, target, enter, monkeypatch):
    await enter("hp-th1", 9, 10)
    headers = leader | {"X-Request-ID": "one"}
    quick = await client.get(URL, headers=headers)
    monkeypatch.setattr(endpoints, "plainly", lambda *_: None)
    long = await client.get(URL, headers=headers)
    assert (quick.status_code, quick.content, quick.headers) == (long.status_code, long.content, long.headers)


async def test_a_successors_page_is_read_by_the_plan_of_who_came_before(look, session, ids, as_):
    plan = await issued_plan(session, unit="qng")
    session.add(UnitSuccession(predecessor_id=ids["qng"], successor_id=ids["hp"], on=date(2026, 3, 1), kind="merge"))
    await session.commit()
    assert [each["id"] for each in (await look())["plans"]] == [str(plan.id)]
    assert (await look(unit="hp-xa1"))["plan"]["id"] == str(plan.id)


async def test_reports_of_open_rounds_stand_under_whom_their_units_stand(look, session, ids, as_):
    whose = {"unit_id": ids["hp"], "department_id": ids["hp"], "title": "Báo cáo quý"}
    regime = Regime(cadence="ad_hoc", first_on=NOON.date(), opens_days=0, closes_days=30, **whose, steps=[])
    session.add(regime)
    await session.flush()
    days = {"starts_on": date(2026, 4, 1), "ends_on": date(2026, 6, 30), "followed_on": NOON.date()}
    of, over = (
        Round(
            regime_id=regime.id, period=period, status=status, opens_on=NOON.date(), closes_on=NOON.date(), steps=[],
            **days, **whose,
        )
        for period, status in (("2026-Q2", "open"), ("2026-Q1", "closed"))
    )  # fmt: skip
    session.add_all([of, over])
    await session.flush()
    due = NOON - timedelta(days=1)
    for round_, unit, above, status, sent_at in (
        (of, "hp-th1", "hp-xa1", "sent", NOON), (of, "hp-mn2", "hp", "draft", None),
        (over, "hp-th1", "hp-xa1", "draft", None),
    ):  # fmt: skip
        report = Report(
            round_id=round_.id, unit_id=ids[unit], department_id=ids["hp"], under_id=ids[above], to_id=ids[above],
            step=0, status=status, edition=1, returned=[], flaws=0, due_at=due, first_sent_at=sent_at,
            sent_at=sent_at,
        )  # fmt: skip
        session.add(report)
    await session.commit()
    (shown,) = (await look())["work"]["rounds"]
    assert (shown["title"], shown["period"], shown["due_at"]) == ("Báo cáo quý", "2026-Q2", None)
    lines = {line["unit"]["code"]: (line["came"], line["late"], line["overdue"]) for line in shown["units"]}
    assert lines == {"hp-xa1": (1, 1, 0), "hp": (0, 0, 1)}
    assert (shown["clean"], shown["flawed"]) == (1, 0)
    (below,) = (await look(unit="hp-xa1"))["work"]["rounds"]
    assert (below["expected"], below["late"], below["clean"], below["flawed"]) == (1, 1, 1, 0)
    assert (await look(await as_("leader", "qng")))["work"]["rounds"] == []
