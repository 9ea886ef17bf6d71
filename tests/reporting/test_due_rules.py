"""The five plans' reporting rules, walked through their years by a clock of days: which rounds, due when."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from api.kit.calendar import Period, PeriodKind, end_of_day
from api.plans.rules.schedule import Bound, ContinuousTerm, DateTerm, PlanFrame, RecurringTerm, term_to_json
from api.reporting.rules import due, rounds
from api.reporting.rules.due import OffsetRule, cutoff_day, read_rule, rule_day
from api.reporting.rules.rounds import Regime, StepRule
from seed.files import plan

YEARS = {"hai-phong": 2026, "long-an": 2024, "quang-ninh": 2025, "quang-ngai": 2025, "quang-binh": 2025}


def regimes(slug):
    """The regimes a plan prints, each with the writers as printed."""
    document = plan(slug)
    effective = date.fromisoformat(document["effective_on"])
    frame = PlanFrame.of(document["year"], document["horizon_years"], effective)
    return [
        (
            rule["who_name"],
            Regime(
                rule["cadence"],
                (StepRule(read_rule(rule["due_text"], rule["cadence"], frame)),),
                effective,
                date(frame.last_year, 12, 31),
            ),
        )
        for rule in document["reporting_rules"]
    ]


def walk(regime, first, last, days=1):
    """The rounds that open from day to day: their period, the day each opened and its due day."""
    seen: dict[str, Any] = {}
    for day in range(first.toordinal(), last.toordinal() + 1, days):
        for each in rounds.open_on(regime, date.fromordinal(day)):
            seen.setdefault(str(each.period), (date.fromordinal(day), each.steps[0].due_at))
    return seen


def dues(regime, year):
    """Every round of a year is open for weeks: a look a week misses none."""
    found = walk(regime, date(year, 1, 1), date(year + 1, 2, 28), days=7)
    return {label: due_at for label, (_, due_at) in found.items()}


def planned(regime, period):
    found = rounds.planned(regime, Period.parse(period))
    assert found is not None
    return found


def test_long_ans_quarters_are_due_before_the_first_and_the_fifth_of_their_last_month():
    upward, inward = [regime for _, regime in regimes("long-an") if regime.cadence == "quarter"]
    assert dues(inward, 2024) == {
        "2024-Q1": datetime(2024, 2, 29, 16, 59, 59, tzinfo=UTC),
        "2024-Q2": datetime(2024, 5, 31, 16, 59, 59, tzinfo=UTC),
        "2024-Q3": datetime(2024, 8, 31, 16, 59, 59, tzinfo=UTC),
        "2024-Q4": datetime(2024, 11, 30, 16, 59, 59, tzinfo=UTC),
    }
    assert [at.date() for at in dues(upward, 2024).values()] == [
        date(2024, 3, 4), date(2024, 6, 4), date(2024, 9, 4), date(2024, 12, 4)
    ]  # fmt: skip
    # Fifteen days before the due day; figures count until then, though the quarter goes on.
    opened, _ = walk(inward, date(2024, 1, 1), date(2024, 12, 31))["2024-Q2"]
    assert opened == date(2024, 5, 16)
    assert planned(inward, "2024-Q2").steps[0].cutoff_on == date(2024, 5, 31)


def test_long_ans_half_years_and_years_are_due_in_their_last_quarter():
    by_cadence = {regime.cadence: regime for who, regime in regimes("long-an") if who.startswith("Phòng Hành chính")}
    assert [at.date() for at in dues(by_cadence["half_year"], 2024).values()] == [date(2024, 6, 4), date(2024, 12, 4)]
    assert [at.date() for at in dues(by_cadence["year"], 2024).values()] == [date(2024, 12, 4)]


def test_quang_ninhs_months_are_due_in_the_month_after():
    monthly = [(who, regime) for who, regime in regimes("quang-ninh") if regime.cadence == "month"]
    inward = [regime for who, regime in monthly if not who.startswith("Thanh tra")]
    upward = [regime for who, regime in monthly if who.startswith("Thanh tra")]
    assert (len(inward), len(upward)) == (6, 1)
    # The plan took effect on 30 April 2025: April's report is the first.
    months = [f"2025-{month:02}" for month in range(4, 13)]
    for each in inward:
        found = dues(each, 2025)
        assert list(found) == months
        assert (found["2025-06"], found["2025-12"]) == (end_of_day(date(2025, 7, 4)), end_of_day(date(2026, 1, 4)))
    found = dues(upward[0], 2025)
    assert list(found) == months
    assert found["2025-06"] == datetime(2025, 7, 9, 16, 59, 59, tzinfo=UTC)
    june = planned(upward[0], "2025-06")
    assert (june.opens_on, june.closes_on) == (date(2025, 6, 24), date(2025, 8, 8))
    assert june.steps[0].cutoff_on == date(2025, 6, 30)


def test_hai_phong_prints_no_days_and_waits_for_its_coordinator():
    found = regimes("hai-phong")
    assert all(not dues(regime, 2026) for _, regime in found)
    assert [rounds.waits_for(regime) for _, regime in found] == [
        "cadence", None, "cadence", "cadence", "due", "due", "due"
    ]  # fmt: skip


def test_hai_phong_walks_through_2026_once_its_coordinator_set_days():
    """Communes before the 25th of the quarter's last month, the office three days after the quarter."""
    steps = (
        StepRule(RecurringTerm(every=PeriodKind.QUARTER, day=25, month_of_period=3, bound=Bound.BEFORE)),
        StepRule(OffsetRule(3), OffsetRule(0)),
    )
    regime = Regime("quarter", steps, date(2026, 1, 1), date(2026, 12, 31))
    found = walk(regime, date(2025, 12, 1), date(2027, 3, 1))
    assert {label: (opened, at.date()) for label, (opened, at) in found.items()} == {
        "2026-Q1": (date(2026, 3, 9), date(2026, 3, 24)),
        "2026-Q2": (date(2026, 6, 9), date(2026, 6, 24)),
        "2026-Q3": (date(2026, 9, 9), date(2026, 9, 24)),
        "2026-Q4": (date(2026, 12, 9), date(2026, 12, 24)),
    }
    last = planned(regime, "2026-Q4")
    assert [(step.due_at, step.cutoff_on) for step in last.steps] == [
        (end_of_day(date(2026, 12, 24)), date(2026, 12, 24)),
        (end_of_day(date(2027, 1, 3)), date(2026, 12, 31)),
    ]
    assert last.closes_on == date(2027, 2, 2)


def test_what_quang_ngai_asks_once_is_due_once():
    (once,) = [regime for _, regime in regimes("quang-ngai") if regime.cadence == "once"]
    found = walk(once, date(2025, 9, 1), date(2026, 3, 1))
    assert found == {"2025": (date(2025, 10, 25), end_of_day(date(2025, 11, 9)))}


def test_quang_binhs_quarters_have_no_day():
    quarterly = [regime for _, regime in regimes("quang-binh") if regime.cadence == "quarter"]
    assert [rounds.waits_for(regime) for regime in quarterly] == ["due", "due"]
    assert not any(dues(regime, 2025) for regime in quarterly)


def test_the_deployments_setting_lets_the_day_itself_count():
    term = RecurringTerm(every=PeriodKind.QUARTER, day=1, month_of_period=3, bound=Bound.BEFORE)
    regime = Regime("quarter", (StepRule(term),), date(2024, 1, 1))
    (literal,) = rounds.open_on(regime, date(2024, 2, 20))
    (accepting,) = rounds.open_on(regime, date(2024, 2, 20), before_includes_day=True)
    assert (literal.steps[0].due_at, accepting.steps[0].due_at) == (
        end_of_day(date(2024, 2, 29)), end_of_day(date(2024, 3, 1))
    )  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "period", "day"),
    [
        (None, "2026-Q1", None),
        (OffsetRule(5), "2026-Q1", date(2026, 4, 5)),
        (OffsetRule(-10), "2026-02", date(2026, 2, 18)),
        (DateTerm(on=date(2026, 3, 1), bound=Bound.BEFORE), "2026", date(2026, 2, 28)),
        # What recurs by months says nothing about a semester, which ends inside one, nor a year about a month.
        (RecurringTerm(every=PeriodKind.MONTH, day=5), "2025-2026-S1", None),
        (RecurringTerm(every=PeriodKind.MONTH, day=5), "2025-2026", date(2026, 9, 5)),
        (RecurringTerm(every=PeriodKind.YEAR, day=5, month_of_period=12), "2026-12", None),
    ],
)
def test_the_day_of_a_rule(rule, period, day):
    assert rule_day(rule, Period.parse(period)) == day


def test_the_cutoff_is_the_periods_end_or_the_due_day_unless_a_rule_says_otherwise():
    quarter = Period.parse("2026-Q1")
    assert cutoff_day(None, quarter, None) == date(2026, 3, 31)
    assert cutoff_day(None, quarter, date(2026, 4, 5)) == date(2026, 3, 31)
    assert cutoff_day(None, quarter, date(2026, 2, 28)) == date(2026, 2, 28)
    assert cutoff_day(OffsetRule(-15), quarter, date(2026, 4, 5)) == date(2026, 3, 16)


@pytest.mark.parametrize(
    ("text", "cadence", "read"),
    [
        ("trước ngày 05 hằng tháng", "month", True),
        ("trước ngày 05 hằng tháng", "once", False),
        ("trước ngày 10/11/2025", "once", True),
        ("trước ngày 10/11/2025", "quarter", False),
        ("từ ngày 10/11/2025", "once", False),
        ("Định kỳ hàng quý", "quarter", False),
        (None, "month", False),
        ("đột xuất", "ad_hoc", False),
    ],
)
def test_only_a_printed_day_is_a_rule(text, cadence, read):
    assert (read_rule(text, cadence, PlanFrame.of(2025)) is not None) == read


def test_rules_are_kept_as_json():
    for rule in (
        None,
        OffsetRule(3),
        DateTerm(on=date(2026, 3, 1)),
        RecurringTerm(every=PeriodKind.MONTH, day=5, bound=Bound.BEFORE),
    ):
        assert due.from_json(due.to_json(rule)) == rule
    with pytest.raises(ValueError, match="kind"):
        due.from_json(term_to_json(ContinuousTerm()))


def test_a_round_of_nothing_dated_is_not_planned():
    assert rounds.planned(Regime("month", (StepRule(),), date(2026, 1, 1)), Period.parse("2026-01")) is None
    assert rounds.waits_for(Regime("month", (StepRule(OffsetRule(5)),), date(2026, 1, 1))) is None


def test_a_round_opens_on_its_due_day_at_the_latest():
    early = Regime("quarter", (StepRule(OffsetRule(-100)),), date(2026, 1, 1), opens_days=0)
    assert planned(early, "2026-Q2").opens_on == date(2026, 3, 22)


def test_steps_lead_from_who_writes_by_who_compiles_to_who_receives():
    assert rounds.chain(["a", "b"], [], ["z"]) == ((["a", "b"], ["z"]),)
    assert rounds.chain(["a"], ["m", "n"], ["z"]) == ((["a"], ("m",)), (("m",), ("n",)), (("n",), ["z"]))
