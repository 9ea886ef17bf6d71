"""Printed deadlines and their variants."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from api.kit.calendar import PeriodKind, vietnam_today
from api.plans.rules.schedule import (
    AdHocTerm,
    AsDirectedTerm,
    ContinuousTerm,
    PlanFrame,
    RecurringTerm,
    Schedule,
    ScheduleWarning,
    Term,
    parse_schedule,
)
from tests.plans.rules.schedule.examples import (
    ALWAYS,
    EXAMPLES,
    PLANS,
    Example,
    always,
    day,
    directed,
    every,
    regulated,
    span,
    within,
)

SEEDED_PLANS = Path(__file__).resolve().parents[4] / "seed" / "plans"
PLAN_2025 = PlanFrame.of(2025, effective_on=date(2025, 1, 1))


def due(schedule: Schedule) -> tuple[str, ...]:
    return tuple(f"{o.label} {vietnam_today(o.due_at)}" for o in schedule.occurrences)


def printed_deadlines(value: object) -> Iterator[str]:
    """The deadline and due texts anywhere in a seeded plan."""
    if isinstance(value, list):
        for item in value:
            yield from printed_deadlines(item)
    elif isinstance(value, dict):
        yield from (value[key] for key in ("schedule_text", "due_text") if value.get(key))
        for item in value.values():
            yield from printed_deadlines(item)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.text)
def test_every_phrase_of_the_five_plans_is_read(example: Example) -> None:
    schedule = parse_schedule(example.text, example.plan)
    assert schedule.terms == example.terms
    assert due(schedule) == example.due
    assert schedule.warnings == example.warnings
    assert schedule.text == example.text


@pytest.mark.parametrize("slug", PLANS)
def test_the_examples_leave_out_no_phrase_of_a_plan(slug: str) -> None:
    plan = json.loads((SEEDED_PLANS / f"{slug}.json").read_text("utf-8"))
    frame = PlanFrame.of(plan["year"], plan["horizon_years"], date.fromisoformat(plan["effective_on"]))
    assert frame == PLANS[slug]
    read = {example.text for example in EXAMPLES if example.plan == frame}
    assert set(printed_deadlines(plan)) <= read


VARIANTS: dict[str, tuple[Term, ...]] = {
    # spellings and dashes
    "HÀNG QÚY": (every("quarter"),),
    "hằng quí": (every("quarter"),),
    "Định kì hằng tháng.": (every("month"),),
    "thuong xuyen": (ALWAYS,),
    "Thường xuyên, liên tục": (ALWAYS,),
    "Quý II – III/2025": (span("2025-04-01", "2025-09-30"),),
    "Quý II — Quý III năm 2025": (span("2025-04-01", "2025-09-30"),),
    "  quý  2−3 ;": (span("2025-04-01", "2025-09-30"),),
    # days
    "30/4/2025": (day("2025-04-30"),),
    "30-4-2025.": (day("2025-04-30"),),
    "30.04.2025": (day("2025-04-30"),),
    "30/4/25": (day("2025-04-30"),),
    "2025-04-30": (day("2025-04-30"),),
    "ngày 30 tháng 4 năm 2025": (day("2025-04-30"),),
    "Ngày 30 tháng 4": (day("2025-04-30"),),
    "ngày 30/4, năm 2025": (day("2025-04-30"),),
    "31/12": (day("2025-12-31"),),
    "ngày 30-6": (day("2025-06-30"),),
    "trước 30.6": (day("2025-06-30", "before"),),
    "Trước 31/12": (day("2025-12-31", "before"),),
    "Chậm nhất là ngày 15/6/2025": (day("2025-06-15"),),
    "chậm nhất trước ngày 15/6/2025": (day("2025-06-15", "before"),),
    "không quá 15/6/2025": (day("2025-06-15"),),
    "đến hết ngày 30/6": (day("2025-06-30"),),
    "Từ ngày 01/3/2025": (day("2025-03-01", "from"),),
    "31/5, 30/11": (day("2025-05-31"), day("2025-11-30")),
    # periods
    "tháng 9/2025": (within("2025-09"),),
    "trong tháng 09 năm 2025": (within("2025-09"),),
    "9/2025": (within("2025-09"),),
    "Quý 2": (within("2025-Q2"),),
    "Q4/2025": (within("2025-Q4"),),
    "T9/2025": (within("2025-09"),),
    "Quý hai/2025": (within("2025-Q2"),),
    "Quý I, II và III": (within("2025-Q1"), within("2025-Q2"), within("2025-Q3")),
    "Các tháng 3, 6, 9 và 12": (within("2025-03"), within("2025-06"), within("2025-09"), within("2025-12")),
    "6 tháng đầu năm": (within("2025-H1"),),
    "6 tháng cuối năm 2025": (within("2025-H2"),),
    "năm nay": (within("2025"),),
    "2025": (within("2025"),),
    "Đến hết Quý II": (day("2025-06-30", whole=True),),
    "Hết năm": (day("2025-12-31", whole=True),),
    "cuối năm 2025": (day("2025-12-31", whole=True),),
    "trước Quý II": (day("2025-04-01", "before", whole=True),),
    # spans
    "từ ngày 01/3 đến ngày 30/4/2025": (span("2025-03-01", "2025-04-30"),),
    "01/3 - 30/4/2025": (span("2025-03-01", "2025-04-30"),),
    "Từ Quý II đến Quý IV/2025": (span("2025-04-01", "2025-12-31"),),
    "Tháng 3-5/2025": (span("2025-03-01", "2025-05-31"),),
    "Quý I, Quý III-IV": (within("2025-Q1"), span("2025-07-01", "2025-12-31")),
    "Từ nay đến hết năm 2025": (span("2025-01-01", "2025-12-31"),),
    "Quý I - thường xuyên": (within("2025-Q1"), ALWAYS),
    # school years
    "Quý I, năm học 2024-2025": (within("2025-Q1"), within("2024-2025")),
    "Trong năm học 2024-2025": (within("2024-2025"),),
    "năm học 2025 – 26": (within("2025-2026"),),
    "Học kỳ I năm học 2025-2026": (within("2025-2026-S1"),),
    "HK I 2025-2026": (within("2025-2026-S1"),),
    "học kỳ II năm 2025": (within("2024-2025-S2"),),
    "Học kì 1, 2 năm học 2024-2025": (within("2024-2025-S1"), within("2024-2025-S2")),
    "Hằng năm học": (every("school_year"),),
    # recurrences
    "Định kỳ 6 tháng, năm": (every("half_year"), every("year")),
    "Định kỳ hằng tháng, hằng quý và năm": (every("month"), every("quarter"), every("year")),
    "mỗi quý một lần": (every("quarter"),),
    "1 lần/quý": (every("quarter"),),
    "06 tháng/lần": (every("half_year"),),
    "3 tháng một lần": (every("quarter"),),
    "nửa năm một lần": (every("half_year"),),
    "ngày 25 hằng tháng": (every("month", 25),),
    "trước ngày 15 và ngày 30 hằng tháng": (every("month", 15, bound="before"), every("month", 30, bound="before")),
    "Hằng tháng, trước ngày 25": (every("month", 25, bound="before"),),
    "hằng tháng (ngày 25)": (every("month", 25),),
    "trước ngày 05 của tháng sau": (every("month", 5, 2, "before"),),
    "Hằng quý, trước ngày 05 tháng cuối quý": (every("quarter", 5, 3, "before"),),
    "trước ngày 10 tháng đầu của quý sau": (every("quarter", 10, 4, "before"),),
    "ngày 15 tháng giữa quý": (every("quarter", 15, 2),),
    "tháng cuối mỗi quý": (every("quarter", None, 3),),
    "trước ngày 05 tháng cuối năm": (every("year", 5, 12, "before"),),
    "định kỳ quý, 6 tháng, năm (trước ngày 05 tháng cuối quý)": (
        every("quarter", 5, 3, "before"),
        every("half_year", 5, 6, "before"),
        every("year", 5, 12, "before"),
    ),
    "31/5 và 30/11 hằng năm": (every("year", 31, 5), every("year", 30, 11)),
    "Hằng năm, trước ngày 31/5 và 30/11": (every("year", 31, 5, "before"), every("year", 30, 11, "before")),
    "Quý I hằng năm": (every("year", None, 3),),
    "29/2 hằng năm": (every("year", 29, 2),),
    "31/5/2025 hằng năm": (day("2025-05-31"), every("year")),
    "31/5, Quý II-III hằng năm": (day("2025-05-31"), span("2025-04-01", "2025-09-30"), every("year")),
    "6 tháng đầu năm của mỗi năm": (every("year", None, 6),),
    "trước tháng 9 hằng năm": (every("year", None, 8),),
    "Hằng quý; 31/12/2025": (every("quarter"), day("2025-12-31")),
    "Hằng quý, trước ngày 05 hằng tháng": (every("quarter"), every("month", 5, bound="before")),
    "Hằng quý, tháng 12": (every("quarter"), within("2025-12")),
    # all the time
    "Thường xuyên từ Quý II đến Quý IV/2025": (always("2025-04-01", "2025-12-31"),),
    "Thường xuyên đến hết năm 2025": (always(None, "2025-12-31"),),
    "Thường xuyên - hằng quý": (ALWAYS, every("quarter")),
    "và các năm tiếp theo": (always("2026-01-01"),),
    "đến 30/6/2025 và những năm sau": (day("2025-06-30"), always("2026-01-01")),
    "thường xuyên; các năm tiếp theo": (ALWAYS, always("2026-01-01")),
    "Thực hiện thường xuyên, liên tục trong cả năm": (always("2025-01-01", "2025-12-31"),),
    "trước 30/6; sau đó duy trì": (day("2025-06-30", "before"), ALWAYS),
    # not dated
    "Theo hướng dẫn của Bộ, UBND tỉnh": (directed("hướng dẫn của Bộ, UBND tỉnh"),),
    "theo quy định. Quý II": (regulated("quy định"), within("2025-Q2")),
    "theo giai đoạn 2022-2025": (regulated("giai đoạn 2022-2025"),),
    "THEO  QUY ĐỊNH, thường xuyên": (regulated("QUY ĐỊNH"), ALWAYS),
    "Theo Kế hoạch số 56/KH-UBND ngày 24/02/2025 và báo cáo hằng quý": (
        regulated("Kế hoạch số 56/KH-UBND ngày 24/02/2025"),
        every("quarter"),
    ),
    "Theo chỉ đạo của Bộ trước ngày 30/6/2025": (directed("chỉ đạo của Bộ"), day("2025-06-30", "before")),
    "theo kế hoạch đến nay": (regulated("kế hoạch đến nay"),),
    "Khi có yêu cầu của cấp trên": (AdHocTerm(source="Khi có yêu cầu của cấp trên"),),
    "Theo Quyết định số 4725/QĐ-BGDĐT": (regulated("Quyết định số 4725/QĐ-BGDĐT"),),
    "Khi có hướng dẫn của Bộ": (directed("Khi có hướng dẫn của Bộ"),),
    "theo yêu cầu hoặc đột xuất": (directed("yêu cầu"), AdHocTerm()),
    "Theo quy định, dự kiến Quý II": (regulated("quy định"), within("2025-Q2", tentative=True)),
    # tentative
    "dự kiến Quý II, Quý III; Quý IV": (
        within("2025-Q2", tentative=True),
        within("2025-Q3", tentative=True),
        within("2025-Q4"),
    ),
    "Quý II (dự kiến), Quý IV": (within("2025-Q2", tentative=True), within("2025-Q4")),
    "Thường xuyên, dự kiến": (ContinuousTerm(tentative=True),),
}


@pytest.mark.parametrize(("text", "terms"), VARIANTS.items(), ids=VARIANTS)
def test_variants_are_read_without_a_doubt(text: str, terms: tuple[Term, ...]) -> None:
    schedule = parse_schedule(text, PLAN_2025)
    assert schedule.terms == terms
    assert schedule.warnings == ()


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("Giai đoạn 2025-2030", (span("2025-01-01", "2030-12-31"),)),
        ("Năm 2026", (within("2026"),)),
        ("Từ tháng 9 đến tháng 5 năm 2026", (span("2025-09-01", "2026-05-31"),)),
        ("tháng 12, tháng 01/2026", (within("2025-12"), within("2026-01"))),
        ("từ năm 2024", (day("2024-01-01", "from", whole=True),)),
    ],
)
def test_what_ends_outside_the_plan_is_kept_and_warned_of(text: str, terms: tuple[Term, ...]) -> None:
    schedule = parse_schedule(text, PlanFrame.of(2025))
    assert schedule.terms == terms
    assert schedule.warnings == (ScheduleWarning.YEAR_OUTSIDE_PLAN,)


@pytest.mark.parametrize("text", ["Năm học 2025-2026", "Học kỳ I năm học 2025-2026", "trước ngày 01/01/2026"])
def test_what_reaches_into_the_plan_is_not_warned_of(text: str) -> None:
    assert parse_schedule(text, PLAN_2025).warnings == ()


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Quý III năm 20205", "2025-Q3"),
        ("Quý III năm 2205", "2025-Q3"),
        ("Quý III/225", "2025-Q3"),
        ("tháng 9/20255", "2025-09"),
        ("năm 025", "2025"),
    ],
)
def test_a_misprinted_year_is_the_only_near_one_and_marked(text: str, label: str) -> None:
    schedule = parse_schedule(text, PLAN_2025)
    assert schedule.terms == (within(label, doubtful=True),)
    assert schedule.warnings == (ScheduleWarning.YEAR_MISPRINT,)


@pytest.mark.parametrize(
    ("text", "frame"),
    [
        ("Quý II năm 9999", PLAN_2025),
        ("Quý II năm 20225", PlanFrame.of(2025, [2022, 2025])),
        ("30/4/123456", PLAN_2025),
    ],
)
def test_a_misprinted_year_that_could_be_any_gives_no_term(text: str, frame: PlanFrame) -> None:
    schedule = parse_schedule(text, frame)
    assert schedule.terms == ()
    assert schedule.warnings == (ScheduleWarning.YEAR_MISPRINT,)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("Học kỳ I", (within("2025-2026-S1", doubtful=True),)),
        ("Học kỳ II", (within("2024-2025-S2", doubtful=True),)),
    ],
)
def test_a_semester_without_its_school_year_is_the_plans_and_marked(text: str, terms: tuple[Term, ...]) -> None:
    schedule = parse_schedule(text, PLAN_2025)
    assert schedule.terms == terms
    assert schedule.warnings == (ScheduleWarning.YEAR_ASSUMED,)


def test_a_span_up_to_this_year_is_read() -> None:
    assert parse_schedule("2025 - năm nay", PLAN_2025).terms == (span("2025-01-01", "2025-12-31"),)


def test_two_bare_years_in_a_row_may_be_a_school_year_and_are_marked() -> None:
    schedule = parse_schedule("2025-2026", PlanFrame.of(2025, [2026]))
    assert [(term.kind, term.doubtful) for term in schedule.terms] == [("span", True)]
    assert schedule.warnings == (ScheduleWarning.YEAR_ASSUMED,)
    assert parse_schedule("2025-2027", PlanFrame.of(2025, [2027])).warnings == ()


@pytest.mark.parametrize(
    "text", ["31/4/2025", "tháng 13", "Quý 5", "30/2 hằng năm", "ngày 32 hằng tháng", "01/3 - 31/4"]
)
def test_a_day_no_calendar_has_gives_no_term(text: str) -> None:
    schedule = parse_schedule(text, PLAN_2025)
    assert schedule.terms == ()
    assert schedule.warnings == (ScheduleWarning.IMPOSSIBLE_DATE,)


@pytest.mark.parametrize("text", ["Từ 30/6/2025 đến 01/3/2025", "thường xuyên từ 2025 đến 2024"])
def test_a_span_that_ends_before_it_begins_gives_no_term(text: str) -> None:
    schedule = parse_schedule(text, PLAN_2025)
    assert schedule.terms == ()
    assert schedule.warnings == (ScheduleWarning.REVERSED_SPAN,)


@pytest.mark.parametrize(
    "text",
    [
        "xyz", "Hoàn thành", "...", "hằng tuần", "Hằng ngày", "trong vòng 30 ngày", "Trong 6 tháng", "Quý V", "ngày 05",
        "trước", "từ", "từ nay", "Sau ngày 30/6/2025", "số 4725", "ngày 15, 16/", "cuối tháng",
        "sau 15 ngày kể từ ngày ban hành", "học kỳ",
        "tháng giữa năm", "tháng cuối tháng", "1234567", "quy định",
        "học kỳ I hằng năm", "năm học này", "30-4",
    ],
)  # fmt: skip
def test_an_unknown_phrase_gives_no_term_and_keeps_its_text(text: str) -> None:
    schedule = parse_schedule(text, PLAN_2025)
    assert schedule.text == text
    assert schedule.warnings == (ScheduleWarning.NOT_UNDERSTOOD,)
    assert schedule.terms == ()


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("Quý IV/2025 tổng kết", (within("2025-Q4", doubtful=True),)),
        ("trước 17 giờ ngày 30/4/2025", (day("2025-04-30", doubtful=True),)),
        ("Tuần 2 tháng 9/2025", (within("2025-09", doubtful=True),)),
        ("nghiệm thu 30/9/2025; Quý IV", (day("2025-09-30", doubtful=True), within("2025-Q4"))),
        ("từ ngày 01 đến ngày 15/3/2025", (day("2025-03-15", doubtful=True),)),
        ("Theo chỉ đạo của Bộ (nếu có)", (AsDirectedTerm(source="chỉ đạo của Bộ", doubtful=True),)),
        ("ngày hằng tháng", (RecurringTerm(every=PeriodKind.MONTH, doubtful=True),)),
    ],
)
def test_words_left_over_are_warned_of_and_make_their_part_doubtful(text: str, terms: tuple[Term, ...]) -> None:
    schedule = parse_schedule(text, PLAN_2025)
    assert schedule.terms == terms
    assert schedule.warnings == (ScheduleWarning.NOT_UNDERSTOOD,)


@pytest.mark.parametrize("text", ["", " ", "\n"])
def test_no_phrase_is_no_schedule_and_no_warning(text: str) -> None:
    assert parse_schedule(text, PLAN_2025) == Schedule(text)
