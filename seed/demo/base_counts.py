"""What the sector database would say of sample schools: pure, the same at every call.

Teachers and pupils are those the sample figures are out of; at the beginning of the school year there were a few
pupils less.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from seed.demo.figures import SOURCE, size

# The sector database's rounds “đầu năm” and “giữa năm”.
BEGINNING, MIDDLE = date(2025, 10, 15), date(2026, 1, 31)
_PUPILS_IN_A_CLASS = 34
_TEACHERS_TO_AN_EMPLOYEE = 9


def base_counts(schools: Sequence[str]) -> Iterator[dict[str, Any]]:
    """The counts of schools, by their codes, as rows of a load."""
    for school in schools:
        for day in (BEGINNING, MIDDLE):
            for kind, count in _counted(school, beginning=day == BEGINNING).items():
                yield {"unit": school, "kind": kind, "on": day, "count": count, "source": SOURCE}


def _counted(school: str, *, beginning: bool) -> dict[str, int]:
    teachers, pupils = size(school, "teachers"), size(school, "pupils")
    if beginning:
        pupils -= pupils // 100
    return {
        "teachers": teachers,
        "staff": teachers + 2 + teachers // _TEACHERS_TO_AN_EMPLOYEE,
        "pupils": pupils,
        "classes": -(-pupils // _PUPILS_IN_A_CLASS),
    }
