"""When an account has been left alone for too long: pure."""

from datetime import date, timedelta

import pytest

from api.identity.rules.idleness import Standing, Usage, closes_on, is_closing, standing

DAYS = 45
USED = date(2026, 3, 2)
LONG_AGO = date(2025, 1, 6)


def _usage(used_on: date | None = USED, privileged_since: date | None = None, *, sample: bool = False) -> Usage:
    return Usage(used_on, LONG_AGO, privileged_since, sample)


ADMIN = _usage(privileged_since=LONG_AGO)


@pytest.mark.parametrize(
    ("usage", "after", "stands"),
    [
        (_usage(), 0, Standing.OPEN),
        (_usage(), 44, Standing.OPEN),
        (_usage(), 45, Standing.IDLE),
        (_usage(), 400, Standing.IDLE),
        (_usage(None), 400, Standing.OPEN),
        (ADMIN, 44, Standing.OPEN),
        (ADMIN, 45, Standing.CLOSED),
        (_usage(None, LONG_AGO), 0, Standing.CLOSED),
        (_usage(LONG_AGO, USED), 44, Standing.OPEN),
        (_usage(LONG_AGO, USED), 45, Standing.CLOSED),
        (_usage(sample=True), 400, Standing.OPEN),
        (_usage(privileged_since=LONG_AGO, sample=True), 400, Standing.OPEN),
    ],
)
def test_how_an_account_stands(usage: Usage, after: int, stands: Standing) -> None:
    assert standing(usage, USED + timedelta(days=after), DAYS) is stands


@pytest.mark.parametrize(("after", "closing"), [(37, False), (38, True), (44, True), (45, False)])
def test_who_is_told_a_week_before(after: int, closing: bool) -> None:
    assert is_closing(ADMIN, USED + timedelta(days=after), DAYS) is closing


def test_an_ordinary_account_never_closes() -> None:
    assert closes_on(_usage(), DAYS) is None
    assert not is_closing(_usage(), USED + timedelta(days=44), DAYS)
