"""How units are spoken to by their rank, and what is late."""

from datetime import date

import pytest

from api.followup.rules import amended_by, is_overdue, wording
from api.units.rules.words import Kind

TODAY = date(2026, 5, 20)


@pytest.mark.parametrize("kind", ["division", "affiliate", "school"])
def test_what_the_department_directs_is_required_to_report(kind):
    assert wording(kind) == "require"


@pytest.mark.parametrize("kind", sorted(set(Kind) - {"division", "affiliate", "school"}))
def test_everybody_else_is_requested(kind):
    assert wording(kind) == "request"


def test_ones_own_unit_is_required_whatever_it_is():
    assert wording("department", itself=True) == "require"


@pytest.mark.parametrize(
    ("status", "due_on", "late"),
    [
        ("open", date(2026, 5, 19), True),
        ("open", TODAY, False),
        ("answered", date(2026, 5, 19), False),
        ("closed", date(2026, 5, 19), False),
    ],
)
def test_what_nobody_answered_in_time_is_late(status, due_on, late):
    assert is_overdue(status, due_on, TODAY) is late


def test_the_answer_of_an_amendment_names_it():
    said = amended_by(2, date(2026, 6, 1), "lùi thời hạn")
    assert said == "Kế hoạch đã được điều chỉnh, bổ sung lần thứ 2, có hiệu lực từ ngày 01/06/2026: lùi thời hạn"
