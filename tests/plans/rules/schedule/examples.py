"""Every deadline and due text printed in the five plans, and what a Vietnamese reader takes it to mean.

Written by hand from the printed phrases, not from the parser.
"""

from dataclasses import dataclass
from datetime import date

from api.kit.calendar import Period, PeriodKind
from api.plans.rules.schedule import (
    AdHocTerm,
    AsDirectedTerm,
    AsRegulatedTerm,
    Bound,
    ContinuousTerm,
    DateTerm,
    PeriodTerm,
    PlanFrame,
    RecurringTerm,
    ScheduleWarning,
    SpanTerm,
    Term,
)

HAI_PHONG = PlanFrame.of(2026, [2026], date(2026, 1, 1))
LONG_AN = PlanFrame.of(2024, [2024], date(2024, 1, 31))
QUANG_BINH = PlanFrame.of(2023, [2025, 2030], date(2023, 1, 31))
QUANG_NGAI = PlanFrame.of(2025, [2025], date(2025, 9, 22))
QUANG_NINH = PlanFrame.of(2025, [2025], date(2025, 4, 30))
PLANS = {
    "hai-phong": HAI_PHONG,
    "long-an": LONG_AN,
    "quang-binh": QUANG_BINH,
    "quang-ngai": QUANG_NGAI,
    "quang-ninh": QUANG_NINH,
}

BEFORE_PLAN = ScheduleWarning.BEFORE_PLAN
ALWAYS = ContinuousTerm()
ARISING = AdHocTerm()


@dataclass(frozen=True)
class Example:
    """A phrase in its plan, its terms, its dated occurrences as “label due-day”, its warnings."""

    plan: PlanFrame
    text: str
    terms: tuple[Term, ...]
    due: tuple[str, ...] = ()
    warnings: tuple[ScheduleWarning, ...] = ()


def day(
    on: str, bound: str = "by", *, whole: bool = False, tentative: bool = False, doubtful: bool = False
) -> DateTerm:
    """A day and its bound."""
    return DateTerm(on=date.fromisoformat(on), bound=Bound(bound), whole=whole, tentative=tentative, doubtful=doubtful)


def within(label: str, *, tentative: bool = False, doubtful: bool = False) -> PeriodTerm:
    """Within a period."""
    return PeriodTerm(period=Period.parse(label), tentative=tentative, doubtful=doubtful)


def span(start: str | None, end: str) -> SpanTerm:
    """One stretch."""
    return SpanTerm(start=date.fromisoformat(start) if start else None, end=date.fromisoformat(end))


def every(kind: str, day: int | None = None, month: int | None = None, bound: str = "by") -> RecurringTerm:
    """A recurrence."""
    return RecurringTerm(every=PeriodKind(kind), day=day, month_of_period=month, bound=Bound(bound))


def always(start: str | None = None, end: str | None = None) -> ContinuousTerm:
    """All the time."""
    return ContinuousTerm(
        start=date.fromisoformat(start) if start else None, end=date.fromisoformat(end) if end else None
    )


def regulated(source: str) -> AsRegulatedTerm:
    """As a rule says."""
    return AsRegulatedTerm(source=source)


def directed(source: str) -> AsDirectedTerm:
    """As somebody directs."""
    return AsDirectedTerm(source=source)


QUARTERS_OF_2026 = ("2026-Q1 2026-03-31", "2026-Q2 2026-06-30", "2026-Q3 2026-09-30", "2026-Q4 2026-12-31")
# Quảng Ninh's plan took effect on 30 April, so the first month reported by it is April, due before 5 May.
BEFORE_THE_FIFTH = (
    "2025-04 2025-05-04", "2025-05 2025-06-04", "2025-06 2025-07-04", "2025-07 2025-08-04", "2025-08 2025-09-04",
    "2025-09 2025-10-04", "2025-10 2025-11-04", "2025-11 2025-12-04", "2025-12 2026-01-04",
)  # fmt: skip
BEFORE_THE_TENTH = tuple(due[:-1] + "9" for due in BEFORE_THE_FIFTH)
YEARS_OF_QUANG_BINH = tuple(range(2023, 2031))

EXAMPLES = (
    # Hải Phòng 2026
    Example(HAI_PHONG, "Hàng quý", (every("quarter"),), QUARTERS_OF_2026),
    Example(HAI_PHONG, "Quý I", (within("2026-Q1"),), ("2026-Q1 2026-03-31",)),
    Example(HAI_PHONG, "Quý II", (within("2026-Q2"),), ("2026-Q2 2026-06-30",)),
    Example(HAI_PHONG, "Quý III", (within("2026-Q3"),), ("2026-Q3 2026-09-30",)),
    Example(HAI_PHONG, "Quý IV", (within("2026-Q4"),), ("2026-Q4 2026-12-31",)),
    Example(
        HAI_PHONG, "Quý I, II", (within("2026-Q1"), within("2026-Q2")), ("2026-Q1 2026-03-31", "2026-Q2 2026-06-30")
    ),
    Example(HAI_PHONG, "Quý II-III", (span("2026-04-01", "2026-09-30"),), ("2026-09-30 2026-09-30",)),
    Example(HAI_PHONG, "Thường xuyên", (ALWAYS,)),
    Example(HAI_PHONG, "định kỳ", (), warnings=(ScheduleWarning.UNDATED,)),
    Example(HAI_PHONG, "Định kỳ", (), warnings=(ScheduleWarning.UNDATED,)),
    Example(HAI_PHONG, "đột xuất", (ARISING,)),
    Example(HAI_PHONG, "định kỳ theo yêu cầu của Sở", (directed("yêu cầu của Sở"),)),
    Example(HAI_PHONG, "báo cáo năm", (every("year"),), ("2026 2026-12-31",)),
    # Long An 2024
    Example(LONG_AN, "Thường xuyên", (ALWAYS,)),
    Example(LONG_AN, "Thường xuyên trong năm", (always("2024-01-01", "2024-12-31"),)),
    Example(
        LONG_AN,
        "trước ngày 05 tháng cuối quý",
        (every("quarter", 5, 3, "before"),),
        ("2024-Q1 2024-03-04", "2024-Q2 2024-06-04", "2024-Q3 2024-09-04", "2024-Q4 2024-12-04"),
    ),
    Example(
        LONG_AN,
        "trước ngày 01 tháng cuối quý",
        (every("quarter", 1, 3, "before"),),
        ("2024-Q1 2024-02-29", "2024-Q2 2024-05-31", "2024-Q3 2024-08-31", "2024-Q4 2024-11-30"),
    ),
    Example(LONG_AN, "đột xuất (khi có yêu cầu)", (ARISING,)),
    Example(LONG_AN, "kịp thời", (ARISING,)),
    # Quảng Bình 2023, to 2025 and 2030
    Example(QUANG_BINH, "Thường xuyên", (ALWAYS,)),
    Example(QUANG_BINH, "Đến năm 2025", (day("2025-12-31", whole=True),), ("2025-12-31 2025-12-31",)),
    Example(QUANG_BINH, "Từ nay đến năm 2025", (span("2023-01-31", "2025-12-31"),), ("2025-12-31 2025-12-31",)),
    Example(QUANG_BINH, "Từ năm 2023", (day("2023-01-01", "from", whole=True),)),
    Example(
        QUANG_BINH,
        "Định kỳ hàng quý",
        (every("quarter"),),
        tuple(
            f"{year}-Q{quarter} {year}-{last}"
            for year in YEARS_OF_QUANG_BINH
            for quarter, last in ((1, "03-31"), (2, "06-30"), (3, "09-30"), (4, "12-31"))
        ),
    ),
    Example(
        QUANG_BINH,
        "trước ngày 31/5 hằng năm",
        (every("year", 31, 5, "before"),),
        tuple(f"{year} {year}-05-30" for year in YEARS_OF_QUANG_BINH),
    ),
    Example(
        QUANG_BINH,
        "trước 15/6 hằng năm",
        (every("year", 15, 6, "before"),),
        tuple(f"{year} {year}-06-14" for year in YEARS_OF_QUANG_BINH),
    ),
    Example(
        QUANG_BINH,
        "trước 20/6 hằng năm",
        (every("year", 20, 6, "before"),),
        tuple(f"{year} {year}-06-19" for year in YEARS_OF_QUANG_BINH),
    ),
    Example(QUANG_BINH, "Hàng năm", (every("year"),), tuple(f"{year} {year}-12-31" for year in YEARS_OF_QUANG_BINH)),
    # Quảng Ngãi 2025
    Example(QUANG_NGAI, "Thường xuyên", (ALWAYS,)),
    Example(QUANG_NGAI, "Thực hiện theo quy định", (regulated("quy định"),)),
    Example(QUANG_NGAI, "theo quy định", (regulated("quy định"),)),
    Example(QUANG_NGAI, "Theo kỳ báo cáo thống kê CSDL ngành", (regulated("kỳ báo cáo thống kê CSDL ngành"),)),
    Example(QUANG_NGAI, "Trong năm 2025", (within("2025"),), ("2025 2025-12-31",)),
    Example(QUANG_NGAI, "trước ngày 10/11/2025", (day("2025-11-10", "before"),), ("2025-11-10 2025-11-09",)),
    Example(QUANG_NGAI, "kịp thời", (ARISING,)),
    # Quảng Ninh 2025, the body
    Example(
        QUANG_NINH,
        "Đợt 1, hoàn thành trước ngày 30/4/2025 và duy trì thường xuyên",
        (day("2025-04-30", "before"), ALWAYS),
        ("2025-04-30 2025-04-29",),
        (BEFORE_PLAN,),
    ),
    Example(
        QUANG_NINH,
        "Hoàn thành trong Quý II, năm 20225 và duy trì thường xuyên",
        (within("2025-Q2", doubtful=True), ALWAYS),
        ("2025-Q2 2025-06-30",),
        (ScheduleWarning.YEAR_MISPRINT,),
    ),
    Example(QUANG_NINH, "Thường xuyên", (ALWAYS,)),
    Example(QUANG_NINH, "năm 2025", (within("2025"),), ("2025 2025-12-31",)),
    Example(
        QUANG_NINH,
        "hoàn thành Quý I, năm 2025 và duy trì thường xuyên",
        (within("2025-Q1"), ALWAYS),
        ("2025-Q1 2025-03-31",),
        (BEFORE_PLAN,),
    ),
    Example(
        QUANG_NINH,
        "Trong năm 2025 và các năm tiếp theo",
        (within("2025"), always("2026-01-01")),
        ("2025 2025-12-31",),
    ),
    Example(
        QUANG_NINH,
        "Theo chỉ đạo của Bộ GDĐT (dự kiến hoàn thành trước ngày 30/6/2025)",
        (directed("chỉ đạo của Bộ GDĐT"), day("2025-06-30", "before", tentative=True)),
        ("2025-06-30 2025-06-29",),
    ),
    Example(
        QUANG_NINH,
        "Theo tiến độ kế hoạch chuyển đổi số; thường xuyên",
        (regulated("tiến độ kế hoạch chuyển đổi số"), ALWAYS),
    ),
    Example(
        QUANG_NINH,
        "Hoàn thành trước tháng 9/2025",
        (day("2025-09-01", "before", whole=True),),
        ("2025-09-01 2025-08-31",),
    ),
    Example(QUANG_NINH, "Trong năm 2025", (within("2025"),), ("2025 2025-12-31",)),
    Example(
        QUANG_NINH,
        "Quý I và Quý III/2025; hoặc theo chỉ đạo đột xuất của cấp có thẩm quyền",
        (within("2025-Q1"), within("2025-Q3"), AdHocTerm(source="chỉ đạo đột xuất của cấp có thẩm quyền")),
        ("2025-Q1 2025-03-31", "2025-Q3 2025-09-30"),
        (BEFORE_PLAN,),
    ),
    Example(QUANG_NINH, "trước ngày 05 hằng tháng", (every("month", 5, bound="before"),), BEFORE_THE_FIFTH),
    # Quảng Ninh 2025, the appendix
    Example(QUANG_NINH, "30/4/2025 (đợt 1); thường xuyên", (day("2025-04-30"), ALWAYS), ("2025-04-30 2025-04-30",)),
    Example(QUANG_NINH, "Cả năm 2025", (within("2025"),), ("2025 2025-12-31",)),
    Example(QUANG_NINH, "Trước 30/6/2025; duy trì", (day("2025-06-30", "before"), ALWAYS), ("2025-06-30 2025-06-29",)),
    Example(
        QUANG_NINH,
        "Quý I, quý II/2025",
        (within("2025-Q1"), within("2025-Q2")),
        ("2025-Q1 2025-03-31", "2025-Q2 2025-06-30"),
        (BEFORE_PLAN,),
    ),
    Example(QUANG_NINH, "Thường xuyên từ 2025", (always("2025-01-01"),)),
    Example(QUANG_NINH, "Thường xuyên năm 2025", (always("2025-01-01", "2025-12-31"),)),
    Example(
        QUANG_NINH,
        "Trước 30/6/2025 (dự kiến)",
        (day("2025-06-30", "before", tentative=True),),
        ("2025-06-30 2025-06-29",),
    ),
    Example(QUANG_NINH, "Theo tiến độ kế hoạch; thường xuyên", (regulated("tiến độ kế hoạch"), ALWAYS)),
    Example(QUANG_NINH, "Trước tháng 9/2025", (day("2025-09-01", "before", whole=True),), ("2025-09-01 2025-08-31",)),
    Example(
        QUANG_NINH,
        "Quý I và Quý III/2025 hoặc đột xuất",
        (within("2025-Q1"), within("2025-Q3"), ARISING),
        ("2025-Q1 2025-03-31", "2025-Q3 2025-09-30"),
        (BEFORE_PLAN,),
    ),
    # Quảng Ninh 2025, targets and reports
    Example(
        QUANG_NINH,
        "hến hết năm 2025",
        (day("2025-12-31", whole=True, doubtful=True),),
        ("2025-12-31 2025-12-31",),
        (ScheduleWarning.WORD_MISPRINT,),
    ),
    Example(QUANG_NINH, "Hết tháng 6 năm 2025", (day("2025-06-30", whole=True),), ("2025-06-30 2025-06-30",)),
    Example(
        QUANG_NINH,
        "Hoàn thành trước ngày 01/03/2025",
        (day("2025-03-01", "before"),),
        ("2025-03-01 2025-02-28",),
        (BEFORE_PLAN,),
    ),
    Example(QUANG_NINH, "Trước ngày 05 hằng tháng", (every("month", 5, bound="before"),), BEFORE_THE_FIFTH),
    Example(QUANG_NINH, "trước ngày 10 hằng tháng", (every("month", 10, bound="before"),), BEFORE_THE_TENTH),
    Example(QUANG_NINH, "đột xuất theo yêu cầu", (AdHocTerm(source="yêu cầu"),)),
    Example(QUANG_NINH, "kịp thời", (ARISING,)),
)
