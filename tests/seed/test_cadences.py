"""Long An's and Quảng Ninh's reports walked by the days their plans print, the latter past the end of its office."""

from datetime import date, timedelta

import pytest

from api.audit.service import SYSTEM
from api.indicators.service import take_turn
from api.reporting import service
from api.units.rules.spans import Span
from tests.seed import cadence
from tests.seed.walking import Walked, drawn, open_all, report_of, round_of

LONG_AN, QUANG_NINH = Walked("la", 2024, "la-hcqt"), Walked("qni", 2025, "qni-ttr")
SUCCEEDED = Walked("qni", 2025, "qni-tchc")
RESULT, TOGETHER = "Kết quả thực hiện kế hoạch", "Báo cáo quý qua đầu mối"
ENDED = Span(None, date(2025, 7, 1))

# Of each quarter of Long An: the last days by “trước ngày 01” and “trước ngày 05 tháng cuối quý”.
QUARTERS = {
    "2024-Q1": (date(2024, 2, 29), date(2024, 3, 4)),
    "2024-Q2": (date(2024, 5, 31), date(2024, 6, 4)),
    "2024-Q3": (date(2024, 8, 31), date(2024, 9, 4)),
    "2024-Q4": (date(2024, 11, 30), date(2024, 12, 4)),
}
# What else is reported by these days.
WITH = {"2024-Q2": ("2024-H1",), "2024-Q4": ("2024-H2", "2024")}
LONG_AN_OWN = ("la-thpt1", "la-thpt2")
OFFICES, OFFICE = "Phòng GD&ĐT các huyện, thị xã, thành phố", "Phòng Hành chính – Quản trị"
_BEFORE = {"kind": "recurring", "every": "quarter", "month_of_period": 3, "bound": "before"}
LONG_AN_STEPS = [
    {
        "who": [{"audience": "la-dt-phong-gddt"}, {"audience": "la-dt-truc-thuoc"}],
        "to": [{"unit": "la-hcqt"}],
        "due": _BEFORE | {"day": 1},
    },
    {"who": [{"unit": "la-hcqt"}], "to": [{"unit": "la-stttt"}], "due": _BEFORE | {"day": 5}},
]


async def test_long_ans_rounds_open_and_close_by_the_days_its_plan_prints(seeded_session):
    session = seeded_session
    session.info["now"] = cadence.moment(date(2024, 2, 1))
    await cadence.enter_units(session, [cadence.own_school("la", code, ENDED) for code in LONG_AN_OWN])
    every_due = [due for each in QUARTERS.values() for due in each]
    every = {(due, n): due + timedelta(days=n) for due in every_due for n in (-16, -15, 30, 31)}
    seen = {}
    for day in sorted(set(every.values())):
        await cadence.at(session, day)
        seen[day] = await cadence.standing(session, LONG_AN)
    met = set()
    for quarter, dues in QUARTERS.items():
        for key in ((period, due) for due in dues for period in (quarter, *WITH.get(quarter, ()))):
            met.add(key)
            told = [seen[every[key[1], n]].get(key) for n in (-16, -15, 30, 31)]
            assert (key, told) == (key, [None, "open", "open", "closed"])
    assert set(await cadence.standing(session, LONG_AN)) == met


@pytest.mark.soak
async def test_long_ans_quarters_are_compiled_by_its_office_and_say_what_a_recount_says(seeded_session, tmp_path):
    session = seeded_session
    session.info["now"] = cadence.moment(date(2024, 2, 1))
    await cadence.enter_units(session, [cadence.own_school("la", code, ENDED) for code in LONG_AN_OWN])
    await service.ensure_regimes(session)
    printed = await cadence.regime(session, LONG_AN, RESULT, "quarter", OFFICES)
    await cadence.patch(session, LONG_AN, printed, title=TOGETHER, steps=LONG_AN_STEPS)
    alone = await cadence.regime(session, LONG_AN, RESULT, "quarter", OFFICE)
    await cadence.patch(session, LONG_AN, alone, last_on="2024-02-01")
    papers = {}
    for quarter, (first, second) in QUARTERS.items():
        await cadence.at(session, first - timedelta(days=15))
        of = await round_of(session, LONG_AN, TOGETHER, quarter)
        assert await cadence.asked(session, of) == {
            "la-hcqt": ("la-stttt", second),
            **dict.fromkeys(("la-000101", "la-000102", *LONG_AN_OWN), ("la-hcqt", first)),
        }
        await cadence.enter(session, LONG_AN, of.starts_on, of.ends_on)
        while await take_turn(session):
            pass
        await cadence.send(session, of, first, "la-000101", "la-thpt1")
        await cadence.send(session, of, second, "la-000102")
        await cadence.send(session, of, second, "la-hcqt")
        papers[quarter] = await drawn(session, LONG_AN, of)
        found = await service.compilation(session, of, await report_of(session, "la-hcqt", of))
        assert {name: found["reports"][name] for name in ("expected", "came", "late", "missing")} == {
            "expected": 4, "came": 3, "late": 1, "missing": 1
        }  # fmt: skip
        # The second district office came late, a school not at all.
        assert await cadence.late_ones(session, LONG_AN, of) == 2
    await open_all(papers, tmp_path)


MONTHLY = {"kind": "recurring", "every": "month", "bound": "before"}
# What the plan prints for divisions and the office, with the day the coordinator sets for schools before them.
QUANG_NINH_STEPS = [
    {
        "who": [{"audience": "qni-dt-csgd-pho-thong"}, {"audience": "qni-dt-csgd-gdtx"}],
        "to": [{"unit": "qni-gdpt"}],
        "due": MONTHLY | {"day": 3},
    },
    {
        "who": [{"audience": "qni-dt-thuoc"}, {"audience": "qni-dt-phong-gddt"}],
        "to": [{"unit": "qni-ttr"}],
        "due": MONTHLY | {"day": 5},
    },
    {"who": [{"unit": "qni-ttr"}], "to": [{"unit": "ubnd-quang-ninh"}], "due": MONTHLY | {"day": 10}},
]
GATHERED = "Tổng hợp báo cáo từ các CSGD phổ thông và các cơ sở giáo dục thường xuyên"
DIVISIONS = ("qni-gdnntxmn", "qni-gdpt", "qni-khtc", "qni-tchc")
DISTRICTS = ("qni-000101", "qni-000102")
SCHOOLS = ("qni-001001", "qni-001002", "qni-001003", "qni-thpt1", "qni-thpt2", "qni-tthn")


def monthly(office, offices, schools=SCHOOLS, *, month):
    """Who reports to whom by which day of the month after."""
    divisions = [each for each in DIVISIONS if each != office]
    return {
        **{code: ("qni-gdpt", date(2025, month, 2)) for code in schools},
        **{code: (office, date(2025, month, 4)) for code in (*divisions, *offices)},
        office: ("ubnd-quang-ninh", date(2025, month, 9)),
    }


@pytest.mark.soak
async def test_quang_ninhs_months_go_up_by_divisions_past_the_end_of_its_office(seeded_session, tmp_path):
    session = seeded_session
    session.info["now"] = cadence.moment(date(2025, 5, 2))
    await cadence.enter_units(session, [cadence.own_school("qni", code) for code in ("qni-thpt1", "qni-thpt2")])
    await service.ensure_regimes(session)
    of = await cadence.regime(session, QUANG_NINH, GATHERED, "month", "Phòng Giáo dục phổ thông")
    await cadence.patch(session, QUANG_NINH, of, steps=QUANG_NINH_STEPS)
    await cadence.enter(session, QUANG_NINH, date(2025, 1, 1), date(2025, 3, 31))
    papers = {"2025-05": await _may(session), "2025-06": await _june(session), "2025-07": await _july(session)}
    await open_all(papers, tmp_path)


async def _may(session):
    """Everything as the plan prints it: Thanh tra Sở compiles."""
    await cadence.at(session, date(2025, 5, 17))
    assert ("2025-05", date(2025, 6, 2)) not in await cadence.standing(session, QUANG_NINH)
    await cadence.at(session, date(2025, 5, 18))
    of = await round_of(session, QUANG_NINH, GATHERED, "2025-05")
    assert await cadence.asked(session, of) == monthly("qni-ttr", DISTRICTS, month=6)
    await cadence.send(session, of, date(2025, 6, 1), *SCHOOLS[:-1])
    await cadence.send(session, of, date(2025, 6, 4), *DIVISIONS, *DISTRICTS)
    await cadence.send(session, of, date(2025, 6, 9), "qni-ttr")
    division = await service.compilation(session, of, await report_of(session, "qni-gdpt", of))
    assert (division["reports"]["expected"], division["reports"]["missing"]) == (len(SCHOOLS), 1)
    assert await cadence.late_ones(session, QUANG_NINH, of) == 1
    return await drawn(session, QUANG_NINH, of)


async def _june(session):
    """The office ends in the middle: what was sent to it, and what it wrote, is its successor's."""
    await cadence.enter(session, QUANG_NINH, date(2025, 4, 1), date(2025, 6, 30))
    await cadence.at(session, date(2025, 6, 30))
    of = await round_of(session, QUANG_NINH, GATHERED, "2025-06")
    assert await cadence.asked(session, of) == monthly("qni-ttr", DISTRICTS, month=7)
    await cadence.send(session, of, date(2025, 6, 30), SCHOOLS[0], "qni-khtc", DISTRICTS[0])
    office = await report_of(session, "qni-ttr", of)
    await service.save(session, SYSTEM, cadence.VOICE, of, office, given={"kien-nghi": "Bố trí người thay."})
    await cadence.at(session, date(2025, 7, 1))
    assert await cadence.asked(session, of) == monthly("qni-tchc", (DISTRICTS[0],), month=7)
    heir = await report_of(session, "qni-tchc", of)
    assert heir.sections["kien-nghi"] == "Bố trí người thay."
    await cadence.send(session, of, date(2025, 7, 2), *SCHOOLS[1:])
    await cadence.send(session, of, date(2025, 7, 6), "qni-gdpt", "qni-gdnntxmn")
    await cadence.send(session, of, date(2025, 7, 9), "qni-tchc")
    found = await service.compilation(session, of, heir)
    # Six schools, three divisions and the district office that had sent before it ended.
    assert (found["reports"]["came"], found["reports"]["late"]) == (10, 2)
    assert await cadence.late_ones(session, QUANG_NINH, of) == 2
    return await drawn(session, SUCCEEDED, of)


async def _july(session):
    """By the tree of today, to the office that took over."""
    await cadence.at(session, date(2025, 7, 18))
    of = await round_of(session, QUANG_NINH, GATHERED, "2025-07")
    assert await cadence.asked(session, of) == monthly("qni-tchc", (), month=8)
    await cadence.send(session, of, date(2025, 8, 2), *SCHOOLS)
    await cadence.send(session, of, date(2025, 8, 4), *(each for each in DIVISIONS if each != "qni-tchc"))
    await cadence.send(session, of, date(2025, 8, 9), "qni-tchc")
    assert await cadence.late_ones(session, QUANG_NINH, of) == 0
    return await drawn(session, SUCCEEDED, of)
