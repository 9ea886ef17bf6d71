"""/roll-ups over HTTP: what values add up to, for whom, and how it is taken apart."""

from datetime import date

import pytest
import pytest_asyncio
from sqlalchemy.dialects.postgresql import Range

from api.audit.service import SYSTEM
from api.indicators.schemas import TargetRow
from api.indicators.service import store_targets, take_turn
from api.kit import events
from api.kit.ids import uuid7
from api.units.models import UnitCode
from tests.factories.indicators import an_indicator
from tests.factories.plans import issued_plan, two_provinces
from tests.factories.units import a_unit, callers_of, plant

URL = "/api/v1/roll-ups"
VALUES = "/api/v1/indicator-values"


@pytest_asyncio.fixture
async def ids(session):
    """Two provinces; in `hp` a school of two levels more."""
    await two_provinces(session)
    both = a_unit("hp-lc", "school", "hp-xa1", education_levels=("lower_secondary", "primary"))
    found = await plant(session, [both])
    await session.commit()
    return found


@pytest_asyncio.fixture
async def indicator(session, ids):
    """Hải Phòng's own ratio, asked of its four schools."""
    return await an_indicator(session, ids["hp"], code="ty-le")


@pytest_asyncio.fixture
async def enter(client, session, coordinator, indicator):
    """`await enter(unit, numerator, denominator, …)` as the coordinator; then everything is counted."""

    async def send(unit, numerator=None, denominator=None, **more):
        body = {"indicator": "ty-le", "unit": unit, "period": "2026-Q2", "note": "x", **more}
        figures = {"numerator": numerator, "denominator": denominator}
        given = body | {name: each for name, each in figures.items() if each is not None}
        answer = await client.put(VALUES, json=given, headers=coordinator)
        assert answer.status_code < 300, answer.text
        await take_turn(session)
        await session.commit()

    return send


@pytest_asyncio.fixture
async def read(client, coordinator):
    """`await read(unit=…, by=…)`: the rows, by the coordinator unless said otherwise."""

    async def ask(headers=None, expected=200, **query):
        answer = await client.get(URL, headers=headers or coordinator, params=query)
        assert answer.status_code == expected, answer.text
        return answer.json()["items"] if expected == 200 else answer.json()

    return ask


def brief(rows):
    return [(row["numerator"], row["denominator"], row["units_reported"], row["units_expected"]) for row in rows]


async def test_nobody_and_strangers_read_no_figures(client, enter, stranger, as_):
    await enter("hp-th1", 42, 45)
    assert (await client.get(URL)).status_code == 401
    assert (await client.get(URL, headers=await as_("admin", "hp"))).status_code == 403
    for query in ({"unit": "hp"}, {"unit": "hp", "indicator": "ty-le"}, {"unit": "no-such"}):
        assert (await client.get(URL, headers=stranger, params=query)).status_code == 404
    head = await as_("school_head", "hp-th1")
    assert (await client.get(URL, headers=head, params={"unit": "hp"})).status_code == 404
    assert (await client.get(URL, headers=head, params={"unit": "hp-xa1"})).status_code == 404
    assert len((await client.get(URL, headers=head)).json()["items"]) == 1


async def test_a_ratio_is_of_sums_and_says_who_is_in_it(enter, read, indicator, ids, clock):
    await enter("hp-th1", 42, 45)
    await enter("hp-mn2", 1, 15)
    await enter("hp-thpt", answer="not_applicable")
    (row,) = await read(indicator="ty-le", unit="hp", period="2026-Q2")
    assert row == {
        "indicator": {"id": str(indicator.id), "code": "ty-le", "name": indicator.name},
        "unit": {"id": str(ids["hp"]), "code": "hp", "name": "Đơn vị hp"},
        "period": "2026-Q2", "bucket": None, "education_levels": None, "cluster": None,
        "numerator": 43, "denominator": 60, "value": 71.666667,
        "units_expected": 4, "units_reported": 3, "units_received": 0, "units_yes": 0, "units_not_applicable": 1,
        "status": None, "target": None, "forecast": None, "targets": [],
        "cutoff": "2026-06-30", "as_of": "2026-05-20T05:00:00Z",
    }  # fmt: skip
    assert await read(indicator="ty-le") == await read() == [row]


async def test_it_is_taken_apart_and_the_parts_add_up(enter, read):
    await enter("hp-th1", 42, 45)
    await enter("hp-lc", 10, 20)
    await enter("hp-thpt", 5, 5)
    children = await read(indicator="ty-le", by="child")
    assert [(row["unit"]["code"], *brief([row])[0]) for row in children] == [
        ("hp-thpt", 5, 5, 1, 1), ("hp-xa1", 52, 65, 2, 2), ("hp-xa2", 0, 0, 0, 1),
    ]  # fmt: skip
    assert children[2]["value"] is None
    levels = await read(indicator="ty-le", by="education_level")
    assert [(row["bucket"], row["education_levels"], *brief([row])[0]) for row in levels] == [
        ("preschool", ["preschool"], 0, 0, 0, 1),
        ("primary", ["primary"], 42, 45, 1, 1),
        ("primary+lower_secondary", ["primary", "lower_secondary"], 10, 20, 1, 1),
        ("upper_secondary", ["upper_secondary"], 5, 5, 1, 1),
    ]
    commune = await read(indicator="ty-le", unit="hp-xa1", by="child")
    assert [(row["unit"]["code"], row["value"]) for row in commune] == [("hp-lc", 50), ("hp-th1", 93.333333)]
    for alone in ({}, {"by": "child"}):
        assert brief(await read(indicator="ty-le", unit="hp-th1", **alone)) == [(42, 45, 1, 1)]


async def test_what_the_unit_itself_answers_stands_beside_its_children(enter, read, session, ids):
    await an_indicator(session, ids["hp"], code="ca-so", measured_on=["department", "school"])
    await enter("hp", 1, 2, indicator="ca-so")
    await enter("hp-thpt", 3, 4, indicator="ca-so")
    rows = await read(indicator="ca-so", by="child")
    assert [(row["unit"]["code"], *brief([row])[0]) for row in rows] == [
        ("hp-thpt", 3, 4, 1, 1), ("hp-xa1", 0, 0, 0, 2), ("hp-xa2", 0, 0, 0, 1), ("hp", 1, 2, 1, 1),
    ]  # fmt: skip


async def test_by_cluster(enter, read, client, as_):
    admin = await as_("admin", "hp")
    cluster = {"name": "Cụm 1", "department": "hp", "members": [{"unit": "hp-th1"}, {"unit": "hp-mn2"}]}
    made = await client.post("/api/v1/clusters", json=cluster, headers=admin)
    assert made.status_code == 201, made.text
    await enter("hp-th1", 42, 45)
    await enter("hp-thpt", 5, 5)
    rows = await read(indicator="ty-le", by="cluster")
    assert [(row["cluster"] and row["cluster"]["name"], *brief([row])[0]) for row in rows] == [
        ("Cụm 1", 42, 45, 1, 2), (None, 5, 5, 1, 2),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("behaviour", "expected"), [("point", (5, 10)), ("cumulative", (5, 10)), ("in_period", (8, 20))]
)
async def test_a_year_is_made_of_its_quarters(enter, read, session, ids, behaviour, expected):
    await an_indicator(session, ids["hp"], code="nam", time_behaviour=behaviour)
    await enter("hp-th1", 3, 10, indicator="nam", period="2026-Q1")
    await enter("hp-mn2", 1, 10, indicator="nam", period="2025-Q4")
    await enter("hp-th1", 5, 10, indicator="nam")
    (row,) = await read(indicator="nam", period="2026")
    assert (row["numerator"], row["denominator"], row["cutoff"], row["period"]) == (*expected, "2026-06-30", "2026")
    assert (row["units_reported"], row["units_expected"]) == (1, 4)
    by_period = await read(indicator="nam", period="2026", by="period")
    assert [(each["period"], each["numerator"]) for each in by_period] == [("2026-Q1", 3), ("2026-Q2", 5)]
    buckets = await read(indicator="nam", period="2026", by="education_level")
    assert sum(each["numerator"] for each in buckets) == expected[0]


async def test_a_share_of_units_is_of_those_that_should_answer(enter, read, session, ids):
    await an_indicator(session, ids["hp"], code="lms", kind="share_of_units")
    await enter("hp-th1", indicator="lms", yes=True)
    await enter("hp-mn2", indicator="lms", answer="not_applicable")
    (row,) = await read(indicator="lms")
    assert (row["numerator"], row["denominator"], row["value"], row["units_yes"]) == (1, 3, 33.333333, 1)


async def test_an_audience_says_of_whom_it_is_expected(enter, read, session, ids, coordinator, client):
    await enter("hp-th1", 42, 45)
    audience = {"name": "Công lập", "department": "hp", "rule": {"any_of": [{"ownership": ["public"]}]}}
    made = await client.post("/api/v1/audiences", json=audience, headers=coordinator)
    assert made.status_code == 201, made.text
    plan = await issued_plan(session)
    await store_targets(session, SYSTEM, plan, [TargetRow(indicator="ty-le", value=95, audience=made.json()["code"])])
    await session.commit()
    await enter("hp-mn2", 1, 2)
    (row,) = await read(indicator="ty-le")
    assert (row["units_reported"], row["units_expected"]) == (2, 3)
    assert (await read(indicator="ty-le", period="2025-Q4"))[0]["units_expected"] == 0


async def test_before_anybody_answered_it_is_known_of_whom_it_is_expected(read, indicator):
    (row,) = await read(indicator="ty-le")
    assert (row["value"], row["units_reported"], row["units_expected"]) == (None, 0, 4)
    assert await read() == []
    assert [each["unit"]["code"] for each in await read(indicator="ty-le", by="child")] == [
        "hp-thpt",
        "hp-xa1",
        "hp-xa2",
    ]
    (later,) = await read(indicator="ty-le", period="2027")
    assert (later["cutoff"], later["units_expected"]) == ("2027-03-31", 4)


async def test_what_is_taken_back_is_in_no_figure(enter, read):
    await enter("hp-th1", 42, 45)
    await enter("hp-th1", 42, 45, state="withdrawn")
    (row,) = await read(indicator="ty-le")
    assert (row["denominator"], row["units_reported"]) == (0, 0)


async def test_a_figure_says_since_when_something_is_missing_in_it(enter, read, client, coordinator, clock):
    await enter("hp-th1", 42, 45)
    clock.advance(minutes=1)
    value = {"indicator": "ty-le", "unit": "hp-mn2", "period": "2026-Q2", "numerator": 1, "denominator": 2}
    await client.put(VALUES, json=value, headers=coordinator)
    clock.advance(minutes=1)
    (row,) = await read(indicator="ty-le")
    assert (row["units_reported"], row["as_of"]) == (1, "2026-05-20T05:01:00Z")


async def test_a_division_reads_the_figures_it_leads(enter, read, session, as_):
    officer = await as_("officer", "hp-vp")
    await enter("hp-th1", 42, 45)
    await read(officer, 404, unit="hp", indicator="ty-le")
    plan = await issued_plan(session)
    lead = {"role": "lead", "unit": "hp-vp", "printed_name": "Văn phòng Sở"}
    await store_targets(session, SYSTEM, plan, [TargetRow(indicator="ty-le", value=95, participations=[lead])])
    await an_indicator(session, code="khac")
    await enter("hp-th1", 1, 2, indicator="khac")
    assert len(await read(officer, unit="hp", indicator="ty-le")) == 1
    assert [row["indicator"]["code"] for row in await read(officer, unit="hp")] == ["ty-le"]
    await read(officer, 404, unit="hp", indicator="khac")
    await read(officer, 404, unit="qng", indicator="ty-le")


@pytest.mark.parametrize(
    ("query", "pointer", "code"),
    [
        ({"indicator": "x"}, "/query/indicator", "unknown_indicator"),
        ({"indicator": "ty-le", "period": "x"}, "/query/period", "bad_period"),
        ({"indicator": "ty-le", "period": "2025-2026"}, "/query/period", "other_rhythm"),
        ({"indicator": "ty-le", "by": "colour"}, "/query/by", "literal_error"),
    ],
)
async def test_what_cannot_be_asked_is_said(read, indicator, query, pointer, code):
    problem = await read(None, 422, **query)
    assert [(each["pointer"], each["code"]) for each in problem["errors"]] == [(pointer, code)]


async def test_of_several_own_units_one_is_named(client, session, callers, ids, indicator):
    both = callers.sign_in(await callers_of(session, [("viewer", ids["hp-xa1"]), ("viewer", ids["hp-xa2"])]))
    answer = await client.get(URL, headers=both)
    assert [each["pointer"] for each in answer.json()["errors"]] == ["/query/unit"]
    assert (await client.get(URL, headers=both, params={"unit": "hp-xa1"})).status_code == 200


async def test_figures_take_a_constant_number_of_statements(enter, read, session, ids, count_queries):
    await enter("hp-th1", 42, 45)
    with count_queries() as few:
        await read()
    for number in range(3):
        await an_indicator(session, ids["hp"], code=f"c{number}")
        await enter("hp-th1", 1, 2, indicator=f"c{number}")
    with count_queries() as many:
        assert len(await read()) == 4
    assert len(few) == len(many)


async def _target(session, **more):
    """A target on the ratio in a plan of Hải Phòng in force."""
    await store_targets(session, SYSTEM, await issued_plan(session), [TargetRow(indicator="ty-le", value=90, **more)])
    await session.commit()


async def test_a_years_figure_says_where_its_target_stands(session, enter, read, indicator):
    await _target(session, comparator="ge", text="≥ 90 %")
    (row,) = await read(indicator="ty-le", period="2026")
    assert (row["status"], row["forecast"], row["target"]["text"]) == ("no_data", None, "≥ 90 %")
    await enter("hp-th1", 35, 50, period="2026-Q1")
    await enter("hp-th1", 38, 50)
    (row,) = await read(indicator="ty-le", period="2026")
    assert (row["value"], row["status"], row["forecast"]) == (76, "at_risk", 88)
    assert (row["target"]["comparator"], row["target"]["value"], row["target"]["year"]) == ("ge", 90, 2026)
    await enter("hp-th1", 45, 50)
    assert (await read(indicator="ty-le", period="2026"))[0]["status"] == "met"


async def test_last_year_tells_how_this_one_will_go_on(session, enter, read, indicator):
    await _target(session, comparator="ge")
    for period, numerator in (("2025-Q1", 20), ("2025-Q2", 25), ("2025-Q3", 30), ("2025-Q4", 40)):
        await enter("hp-th1", numerator, 50, period=period)
    await enter("hp-th1", 31, 50)
    (row,) = await read(indicator="ty-le", period="2026")
    assert (row["value"], row["forecast"], row["status"]) == (62, 92, "on_track")


async def test_each_child_stands_against_the_same_target(session, enter, read, indicator):
    await _target(session, comparator="ge")
    await enter("hp-th1", 45, 50)
    await enter("hp-mn2", 1, 50)
    rows = await read(indicator="ty-le", period="2026", by="child")
    assert [(row["unit"]["code"], row["status"]) for row in rows if row["value"] is not None] == [
        ("hp-xa1", "met"),
        ("hp-xa2", "behind"),
    ]


async def test_a_school_sees_where_it_stands_itself(session, enter, read, indicator, as_):
    await _target(session, comparator="ge")
    await enter("hp-th1", 45, 50)
    (row,) = await read(await as_("school_head", "hp-th1"), period="2026")
    assert (row["unit"]["code"], row["status"], row["target"]["value"]) == ("hp-th1", "met", 90)


@pytest.mark.parametrize("query", [{"period": "2026-Q2"}, {"period": "2026", "by": "period"}, {"period": "2025"}])
async def test_nothing_is_judged_but_a_year_that_has_a_target(session, enter, read, indicator, query):
    await _target(session, comparator="ge")
    await enter("hp-th1", 45, 50)
    for row in await read(indicator="ty-le", **query):
        assert (row["status"], row["target"], row["forecast"]) == (None, None, None)


async def test_a_draft_sets_no_target(session, enter, read, indicator):
    plan = await issued_plan(session)
    await store_targets(session, SYSTEM, plan, [TargetRow(indicator="ty-le", value=90, comparator="ge")])
    plan.status = "draft"
    await session.commit()
    await enter("hp-th1", 45, 50)
    assert (await read(indicator="ty-le", period="2026"))[0]["status"] is None


async def test_a_target_of_a_later_year_is_judged_by_its_share_of_the_way(session, enter, read, indicator):
    await _target(session, comparator="ge", year=2030)
    await enter("hp-th1", 20, 50, period="2026-Q1")
    await enter("hp-th1", 24, 50)
    (row,) = await read(indicator="ty-le", period="2026")
    assert (row["status"], row["target"]["year"], row["forecast"]) == ("on_track", 2030, 64)


async def test_figures_that_are_what_they_were_cost_one_statement(
    client, session, coordinator, enter, stranger, count_queries, clock
):
    async def told():
        await session.commit()
        await events.sequence(session)
        await session.commit()

    await enter("hp-th1", 42, 45)
    await told()
    query = {"unit": "hp", "by": "child"}
    first = await client.get(URL, headers=coordinator, params=query)
    held = coordinator | {"If-None-Match": first.headers["etag"]}
    assert first.headers["etag"].startswith('W/"')
    with count_queries() as queries:
        assert (await client.get(URL, headers=held, params=query)).status_code == 304
    assert len(queries) == 1
    assert (await client.get(URL, headers=held, params=query | {"period": "2026"})).status_code == 200
    elsewhere = await client.get(URL, headers=stranger | {"If-None-Match": first.headers["etag"]}, params=query)
    assert elsewhere.status_code == 404
    events.emit(session, "unit.updated", entity="unit", entity_id="x", version=1, department_id=uuid7())
    await told()
    assert (await client.get(URL, headers=held, params=query)).status_code == 304
    await enter("hp-mn2", 1, 15)
    await told()
    after = await client.get(URL, headers=held, params=query)
    assert (after.status_code, brief(after.json()["items"]) == brief(first.json()["items"])) == (200, False)
    clock.advance(days=1)
    next_day = await client.get(URL, headers=coordinator | {"If-None-Match": after.headers["etag"]}, params=query)
    assert next_day.status_code == 200


async def test_what_waits_to_be_counted_is_not_taken_for_what_was(client, session, coordinator, indicator, enter):
    await enter("hp-th1", 42, 45)
    query = {"unit": "hp"}
    before = (await client.get(URL, headers=coordinator, params=query)).headers["etag"]
    body = {
        "indicator": "ty-le",
        "unit": "hp-th1",
        "period": "2026-Q2",
        "numerator": 41,
        "denominator": 45,
        "note": "x",
    }
    assert (await client.put(VALUES, json=body, headers=coordinator)).status_code == 200
    waiting = await client.get(URL, headers=coordinator | {"If-None-Match": before}, params=query)
    assert waiting.status_code == 200
    await take_turn(session)
    await session.commit()
    counted = await client.get(URL, headers=coordinator | {"If-None-Match": waiting.headers["etag"]}, params=query)
    assert (counted.status_code, counted.json()["items"][0]["numerator"]) == (200, 41)


async def test_units_are_known_by_the_codes_of_the_figures_last_day(session, enter, read, ids):
    await enter("hp-th1", 42, 45)
    for value, days in (("old", Range(date(2020, 1, 1), date(2026, 6, 1))), ("11200", Range(date(2026, 6, 1), None))):
        session.add(UnitCode(unit_id=ids["hp-xa1"], scheme="admin", value=value, valid=days))
    await session.commit()
    assert "unit_codes" not in (await read(unit="hp", by="child"))[0]
    rows = await read(unit="hp", by="child", include="codes")
    of_commune = next(row for row in rows if row["unit"]["code"] == "hp-xa1")
    assert of_commune["unit_codes"] == [{"scheme": "admin", "value": "11200"}]


async def test_years_that_end_apart_are_each_held_against_their_own_targets(session, ids, enter, read, clock):
    """Asked for all at once, in the years that run: a school year ends in the next."""
    clock.advance(days=140)
    plan, rhythms = await issued_plan(session), {"nam": ("year", "2026"), "nam-hoc": ("school_year", "2026-2027")}
    for code, (frequency, period) in rhythms.items():
        await an_indicator(session, ids["hp"], code=code, frequency=frequency)
        await store_targets(session, SYSTEM, plan, [TargetRow(indicator=code, value=90, comparator="ge")])
        await enter("hp-th1", 42, 45, indicator=code, period=period)
    rows = {row["indicator"]["code"]: row for row in await read(unit="hp")}
    assert {code: rows[code]["period"] for code in rhythms} == {code: period for code, (_, period) in rhythms.items()}
    assert (rows["nam"]["target"]["year"], rows["nam-hoc"]["target"]) == (2026, None)
