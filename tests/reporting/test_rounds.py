"""Rounds open and close by the clock, follow the units, and say how complete they are."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from api.audit.service import SYSTEM
from api.kit.calendar import end_of_day
from api.plans.schemas.engagement import ReportingRuleIn
from api.plans.service import replace_reporting_rules
from api.reporting import jobs
from api.reporting.models import Regime, Report, ReportAct, Round
from api.units.models import Unit
from api.units.rules.change import Given, UnitChange
from api.units.rules.words import Line
from api.units.service import change, succeed
from api.worker import JOBS
from tests.factories.plans import issued_plan
from tests.factories.units import a_unit, plant
from tests.reporting.conftest import DUE, REGIMES, REPORTS, ROUNDS


async def standing(session, period=None):
    """Unit → (receiver, due, whether it is asked), of one period."""
    writer, receiver = Unit.__table__.alias(), Unit.__table__.alias()
    found = select(writer.c.code, receiver.c.code, Report.due_at).join(writer, writer.c.id == Report.unit_id)
    found = found.join(receiver, receiver.c.id == Report.to_id).join(Round, Round.id == Report.round_id)
    found = found.where(Report.deleted_at.is_(None))
    rows = await session.execute(found if period is None else found.where(Round.period == period))
    return {unit: (to, due_at) for unit, to, due_at in rows}


async def take_over(session, old, new, on):
    """From a day on one unit stands where another stood."""
    await end(session, old, on)
    await take_over_from(session, old, new, on)


async def end(session, code, on):
    """From a day on a unit is no more."""
    last = on - timedelta(days=1)
    session.info["now"] = datetime(on.year, on.month, on.day, 1, 0, tzinfo=UTC)
    await change(session, SYSTEM, await unit_called(session, code), UnitChange(on=last, last=Given(last)), on)
    await session.commit()


async def take_over_from(session, old, new, on):
    """A unit takes over from one that ended."""
    units = [(await unit_called(session, code)).id for code in (old, new)]
    await succeed(session, SYSTEM, *units, on=on, kind="merge")
    await session.commit()


async def stand_under(session, code, above, on):
    """From a day on a unit stands under another."""
    session.info["now"] = datetime(on.year, on.month, on.day, 1, 0, tzinfo=UTC)
    moved = UnitChange(on=on, parents={Line.PROFESSIONAL: (await unit_called(session, above)).id})
    await change(session, SYSTEM, await unit_called(session, code), moved, on)
    await session.commit()


async def unit_called(session, code):
    return (await session.scalars(select(Unit).where(Unit.code == code))).one()


async def test_the_clock_opens_a_round_with_a_draft_for_each_unit_asked(session, opened, tick):
    assert (opened.period, opened.opens_on, opened.closes_on) == ("2026-Q2", date(2026, 5, 16), date(2026, 7, 5))
    schools, communes = end_of_day(DUE), end_of_day(date(2026, 6, 5))
    assert await standing(session) == {
        "hp-th1": ("hp-xa1", schools),
        "hp-mn2": ("hp-xa2", schools),
        "hp-thpt": ("hp", schools),
        "hp-xa1": ("hp-vp", communes),
        "hp-xa2": ("hp-vp", communes),
        "hp-vp": ("hp", None),
    }
    again = await tick()
    assert (again.regimes, again.opened, again.closed, again.followed) == (0, 0, 0, 0)


async def test_the_worker_opens_rounds_by_the_clock(session, regime):
    assert JOBS.ticks["reporting"][1] is jobs.tick
    assert (await jobs.tick(session), await jobs.tick(session)) == (1, 0)


async def test_rounds_close_and_the_next_open_by_themselves(session, opened, tick, clock):
    clock.now = datetime(2026, 7, 5, 16, 59, tzinfo=UTC)
    assert (await tick()).closed == 0
    clock.now = datetime(2026, 7, 5, 17, 0, tzinfo=UTC)
    assert (await tick()).closed == 1
    clock.now = datetime(2026, 8, 16, 1, 0, tzinfo=UTC)
    assert (await tick()).opened == 1
    rows = await session.execute(select(Round.period, Round.status).order_by(Round.period))
    assert [tuple(row) for row in rows] == [("2026-Q2", "closed"), ("2026-Q3", "open")]


async def test_an_open_round_follows_the_units(session, opened, tick, clock, report_of):
    mine = await report_of("hp-mn2")
    mine.sections = {"ket-qua": "Đã triển khai"}
    await session.commit()
    today = date(2026, 5, 22)
    clock.now = datetime(2026, 5, 22, 1, 0, tzinfo=UTC)
    await plant(
        session, [a_unit("hp-mn3", "school", "hp-xa2", education_levels=("preschool",), ownership="public")], today
    )
    await take_over(session, "hp-mn2", "hp-mn3", today)
    assert (await tick()).followed == 1
    found = await standing(session)
    assert ("hp-mn2" in found, found["hp-mn3"]) == (False, ("hp-xa2", end_of_day(DUE)))
    heir = await report_of("hp-mn3")
    assert heir.sections == {"ket-qua": "Đã triển khai"}
    assert list(await session.scalars(select(ReportAct.act).where(ReportAct.report_id == heir.id))) == ["passed_on"]


async def test_what_a_unit_sent_before_it_ended_goes_to_who_took_over_from_its_receiver(
    session, opened, tick, clock, act, head, as_, report_of
):
    assert (await act("hp-mn2", "send", await as_("school_head", "hp-mn2"))).status_code == 200
    today = date(2026, 5, 22)
    clock.now = datetime(2026, 5, 22, 1, 0, tzinfo=UTC)
    await take_over(session, "hp-mn2", "hp-th1", today)
    await take_over(session, "hp-xa2", "hp-xa1", today)
    await tick()
    found = await standing(session)
    assert ("hp-xa2" in found, found["hp-mn2"]) == (False, ("hp-xa1", end_of_day(DUE)))
    assert (await act("hp-mn2", "receive", await as_("commune_officer", "hp-xa1"))).status_code == 200


@pytest.mark.parametrize(("heir", "receiver"), [("hp-xa1", "hp-xa1"), (None, "hp")])
async def test_what_waits_in_a_closed_round_for_an_office_that_ended_goes_to_its_successor_or_above(
    session, opened, tick, clock, act, as_, coordinator, report_of, heir, receiver
):
    assert (await act("hp-mn2", "send", await as_("school_head", "hp-mn2"))).status_code == 200
    assert (await act("hp-thpt", "send", await as_("school_head", "hp-thpt"))).status_code == 200
    clock.now = datetime(2026, 7, 6, 1, 0, tzinfo=UTC)
    assert (await tick()).closed == 1
    today = date(2026, 7, 8)
    clock.now = datetime(2026, 7, 8, 1, 0, tzinfo=UTC)
    # Its schools go elsewhere the day before, or nobody stands where they stood.
    await stand_under(session, "hp-mn2", "hp-xa1", today - timedelta(days=1))
    await end(session, "hp-xa2", today)
    if heir is not None:
        await take_over_from(session, "hp-xa2", heir, today)
    await tick()
    assert (await standing(session))["hp-mn2"][0] == receiver
    mine, other = await report_of("hp-mn2"), await report_of("hp-thpt")
    acts = select(ReportAct.act, ReportAct.report_id).order_by(ReportAct.id)
    assert (await session.execute(acts)).all() == [
        ("sent", mine.id), ("sent", other.id), ("passed_on", mine.id)
    ]  # fmt: skip
    await tick()
    assert (await report_of("hp-mn2")).version == mine.version
    reader = await as_("commune_officer", heir) if heir else coordinator
    assert (await act("hp-mn2", "receive", reader)).status_code == 200


async def test_quang_ninhs_office_ends_and_its_successor_goes_on(session, ids, tick, clock):
    """Thanh tra Sở receives before the 5th and reports before the 10th; from 1 July 2025 its successor does."""
    await plant(session, [a_unit("hp-ttr", "division", "hp"), a_unit("hp-vp2", "division", "hp")], date(2025, 4, 1))
    plan = await issued_plan(session, year=2025, effective_on="2025-04-30")
    rules = [
        {"subject": "Kết quả", "who": [{"unit": "hp-vp"}], "to": [{"unit": "hp-ttr"}], "cadence": "month",
         "due_text": "trước ngày 05 hằng tháng"},
        {"subject": "Báo cáo lên trên", "who": [{"unit": "hp-ttr"}], "to": [{"unit": "ubnd-hp"}], "cadence": "month",
         "due_text": "trước ngày 10 hằng tháng"},
    ]  # fmt: skip
    await replace_reporting_rules(session, SYSTEM, None, plan, [ReportingRuleIn.model_validate(each) for each in rules])
    await session.commit()
    clock.now = datetime(2025, 6, 27, 1, 0, tzinfo=UTC)
    done = await tick()
    assert (done.regimes, done.opened) == (2, 4)  # May's are still open, June's open
    before = await standing(session, "2025-06")
    assert {unit: (to, due.date()) for unit, (to, due) in before.items()} == {
        "hp-vp": ("hp-ttr", date(2025, 7, 4)), "hp-ttr": ("ubnd-hp", date(2025, 7, 9))
    }  # fmt: skip
    clock.now = datetime(2025, 7, 1, 1, 0, tzinfo=UTC)
    await take_over(session, "hp-ttr", "hp-vp2", date(2025, 7, 1))
    await tick()
    after = await standing(session, "2025-06")
    assert {unit: (to, due.date()) for unit, (to, due) in after.items()} == {
        "hp-vp": ("hp-vp2", date(2025, 7, 4)), "hp-vp2": ("ubnd-hp", date(2025, 7, 9))
    }  # fmt: skip


@pytest.mark.parametrize("sent", [False, True])
async def test_who_takes_over_a_later_step_reports_in_that_with_what_was_left(
    session, ids, plan, client, coordinator, tick, clock, sent
):
    """One regime: divisions to the office that ends, that office upward; a division takes over."""
    await plant(session, [a_unit("hp-ttr", "division", "hp"), a_unit("hp-vp2", "division", "hp")])
    before_5, before_10 = ({"kind": "recurring", "every": "month", "day": day, "bound": "before"} for day in (5, 10))
    steps = [
        {"who": [{"unit": "hp-vp"}, {"unit": "hp-vp2"}], "to": [{"unit": "hp-ttr"}], "due": before_5},
        {"who": [{"unit": "hp-ttr"}], "to": [{"unit": "ubnd-hp"}], "due": before_10},
    ]
    body = {
        "title": "Báo cáo tháng",
        "cadence": "month",
        "plan": str(plan.id),
        "first_on": "2026-05-01",
        "steps": steps,
    }
    assert (await client.post(REGIMES, headers=coordinator, json=body)).status_code == 201
    clock.now = datetime(2026, 5, 30, 1, 0, tzinfo=UTC)
    await tick()

    async def report(code):
        found = select(Report).join(Unit, Unit.id == Report.unit_id).join(Round, Round.id == Report.round_id)
        found = found.where(Unit.code == code, Round.period == "2026-05")
        return (await session.scalars(found.execution_options(populate_existing=True))).one()

    (await report("hp-ttr")).sections = {"ket-qua": "Thanh tra đã tổng hợp"}
    mine = await report("hp-vp2")
    mine.sections = {"ket-qua": "Văn phòng 2 đã làm"}
    await session.commit()
    if sent:
        url = f"{REPORTS}/{mine.id}/send"
        assert (await client.post(url, headers=coordinator | {"If-Match": "*"})).status_code == 200
    clock.now = datetime(2026, 6, 1, 1, 0, tzinfo=UTC)
    await take_over(session, "hp-ttr", "hp-vp2", date(2026, 6, 1))
    await tick()
    after = await standing(session, "2026-05")
    assert {unit: (to, due.date()) for unit, (to, due) in after.items()} == {
        "hp-vp": ("hp-vp2", date(2026, 6, 4)), "hp-vp2": ("ubnd-hp", date(2026, 6, 9))
    }  # fmt: skip
    heir = await report("hp-vp2")
    assert (heir.status, heir.sent_at, heir.step) == ("draft", None, 1)
    assert heir.sections["ket-qua"] == "Văn phòng 2 đã làm\nThanh tra đã tổng hợp"
    acts = select(ReportAct.act).where(ReportAct.report_id == heir.id).order_by(ReportAct.id)
    assert list(await session.scalars(acts)) == ["sent"] * sent + ["passed_on"]


async def test_a_coordinator_opens_what_has_no_day(client, session, plan, coordinator, leader, stranger):
    body = {"title": "Đột xuất", "cadence": "ad_hoc", "steps": [{"who": [{"audience": "hp-dt-csgd"}]}]}
    regime = (await client.post(REGIMES, headers=coordinator, json=body)).json()
    given = {"regime": regime["id"], "period": "2026-05", "due_on": "2026-05-22"}
    for headers, expected in (({}, 401), (leader, 403), (stranger, 404)):
        assert (await client.post(ROUNDS, headers=headers, json=given)).status_code == expected
    for wrong, code in (({"period": "2026-13"}, "bad_period"), ({"due_on": "2026-05-19"}, "in_the_past")):
        answer = await client.post(ROUNDS, headers=coordinator, json=given | wrong)
        assert answer.json()["errors"][0]["code"] == code
    answer = await client.post(ROUNDS, headers=coordinator, json=given)
    assert (answer.status_code, answer.json()["due_at"]) == (201, "2026-05-22T16:59:59Z")
    assert (answer.json()["counts"]["expected"], answer.json()["status"]) == (3, "open")
    assert answer.json()["steps"][0]["cutoff_on"] == "2026-05-22"
    twice = await client.post(ROUNDS, headers=coordinator, json=given)
    assert (twice.status_code, twice.json()["code"]) == (409, "round_exists")


async def test_completeness_is_counted_by_the_unit_above(client, opened, act, head, coordinator, as_, clock, stranger):
    url = f"{ROUNDS}/{opened.id}/completeness"
    await act("hp-th1", "send", head)
    clock.now = datetime(2026, 5, 31, 17, 0, tzinfo=UTC)
    found = (await client.get(url, headers=coordinator)).json()
    names = ("expected", "not_begun", "sent", "on_time", "late", "overdue", "flawed")
    assert [found[name] for name in names] == [6, 5, 1, 1, 0, 2, 1]
    groups = {each["unit"]["code"]: (each["kind"], each["expected"], each["sent"]) for each in found["items"]}
    assert groups == {"hp": ("department", 4, 0), "hp-xa1": ("commune", 1, 1), "hp-xa2": ("commune", 1, 0)}
    commune = (await client.get(url, headers=await as_("commune_officer", "hp-xa1"))).json()
    assert (commune["expected"], commune["sent"]) == (2, 1)
    await act("hp-mn2", "send", await as_("school_head", "hp-mn2"))
    assert (await client.get(url, headers=coordinator)).json()["late"] == 1
    for headers, expected in (({}, 401), (stranger, 404), (await as_("admin", "hp"), 200)):
        assert (await client.get(url, headers=headers)).status_code == expected
    nothing = await client.get(url, headers=await as_("admin", "hp"))
    assert nothing.json()["expected"] == 0


async def test_a_commune_is_given_more_time(client, opened, session, coordinator, leader, stranger, act, head, clock):
    url = f"{ROUNDS}/{opened.id}/extensions"
    body = {"under": "hp-xa1", "due_on": "2026-06-10", "reason": "Bão số 2"}
    for headers, expected in (({}, 401), (head, 403), (stranger, 404)):
        assert (await client.post(url, headers=headers, json=body)).status_code == expected
    answer = await client.post(url, headers=coordinator, json=body)
    assert (answer.status_code, answer.json()) == (201, {"extended": 2})
    found = await standing(session)
    assert found["hp-th1"][1] == found["hp-xa1"][1] == end_of_day(date(2026, 6, 10))
    assert found["hp-mn2"][1] == end_of_day(DUE)
    for wrong, code in (
        ({"due_on": "2026-05-19"}, "in_the_past"),
        ({"due_on": "2026-06-09"}, "not_later"),
        ({"unit": "hp-th1"}, "unit_or_under"),
        ({"under": "qng-xa1"}, "unknown_unit"),
    ):
        refused = await client.post(url, headers=coordinator, json=body | wrong)
        assert refused.json()["errors"][0]["code"] == code, code
    clock.now = datetime(2026, 6, 9, 1, 0, tzinfo=UTC)
    sent = await act("hp-th1", "send", head)
    assert (sent.json()["on_time"], [each["act"] for each in sent.json()["history"]]) == (True, ["extended", "sent"])
    later = await client.post(url, headers=leader, json={"unit": "hp-mn2", "due_on": "2026-08-01"})
    assert later.json() == {"extended": 1}
    assert (await client.get(f"{ROUNDS}/{opened.id}", headers=coordinator)).json()["closes_on"] == "2026-08-01"


async def test_a_round_is_opened_again(client, opened, coordinator, leader, act, head, clock, tick):
    clock.now = datetime(2026, 7, 6, 1, 0, tzinfo=UTC)
    await tick()
    late = await act("hp-th1", "send", head)
    assert (late.status_code, late.json()["code"]) == (409, "round_closed")
    url, headers = f"{ROUNDS}/{opened.id}", coordinator | {"If-Match": "*"}
    assert (await client.patch(url, headers=leader, json={"closes_on": "2026-07-10"})).status_code == 403
    assert (await client.patch(url, headers=coordinator, json={"closes_on": "2026-07-10"})).status_code == 428
    answer = await client.patch(url, headers=headers, json={"closes_on": "2026-07-10"})
    assert (answer.json()["status"], answer.json()["closes_on"]) == ("open", "2026-07-10")
    assert (await act("hp-th1", "send", head)).json()["on_time"] is False
    closed = await client.patch(url, headers=headers, json={"closes_on": "2026-07-05"})
    assert closed.json()["status"] == "closed"


async def test_rounds_are_published_to_all_below_and_listed(client, opened, as_, coordinator, stranger, count_queries):
    school = await as_("school_head", "hp-th1")
    (seen,) = (await client.get(ROUNDS, headers=school)).json()["items"]
    assert (seen["regime"]["name"], seen["counts"]["expected"], seen["may"]) == ("Báo cáo quý", 1, [])
    assert (await client.get(ROUNDS, headers=stranger)).json()["items"] == []
    assert (await client.get(f"{ROUNDS}/{opened.id}", headers=stranger)).status_code == 404
    for filters, expected in (
        ({"period": "2026-Q2"}, 1), ({"status": "closed"}, 0), ({"unit": "hp"}, 1), ({"sort": "due_at"}, 1),
        ({"regime": seen["regime"]["id"]}, 1), ({"updated_since": "2026-05-21T00:00:00Z"}, 0),
    ):  # fmt: skip
        answer = await client.get(ROUNDS, headers=coordinator, params=filters)
        assert len(answer.json()["items"]) == expected, filters
    with count_queries() as queries:
        await client.get(ROUNDS, headers=coordinator)
    assert len(queries) == 1
    assert len((await client.get(REPORTS, headers=coordinator)).json()["items"]) == 6


async def test_a_regime_of_a_closed_plan_opens_nothing(session, plan, regime, tick):
    plan.status = "closed"
    await session.commit()
    assert (await tick()).opened == 0
    assert (await session.scalars(select(Regime))).one().plan_id == plan.id
