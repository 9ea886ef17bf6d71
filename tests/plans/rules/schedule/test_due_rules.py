"""Due texts of reporting regimes."""

import pytest

from api.plans.rules.schedule import AdHocTerm, ScheduleWarning, parse_due_rule
from tests.plans.rules.schedule.examples import HAI_PHONG, LONG_AN, QUANG_BINH, QUANG_NGAI, day, every


def test_a_rule_with_a_day_is_dated() -> None:
    rule = parse_due_rule("trước ngày 01 tháng cuối quý", LONG_AN)
    assert rule.terms == (every("quarter", 1, 3, "before"),)
    assert rule.dated
    once = parse_due_rule("trước ngày 10/11/2025", QUANG_NGAI)
    assert once.terms == (day("2025-11-10", "before"),)
    assert once.dated


@pytest.mark.parametrize("text", ["Định kỳ hàng quý", "Hàng năm", "báo cáo năm"])
def test_a_rule_that_only_recurs_stays_undated(text: str) -> None:
    rule = parse_due_rule(text, QUANG_BINH)
    assert len(rule.terms) == 1
    assert not rule.dated
    assert rule.warnings == ()


def test_a_rule_that_says_periodically_stays_undated_and_says_so() -> None:
    rule = parse_due_rule("định kỳ", HAI_PHONG)
    assert rule.terms == ()
    assert not rule.dated
    assert rule.warnings == (ScheduleWarning.UNDATED,)


def test_a_rule_for_when_it_arises_is_no_dated_rule() -> None:
    rule = parse_due_rule("đột xuất (khi có yêu cầu)", LONG_AN)
    assert rule.terms == (AdHocTerm(),)
    assert not rule.dated
