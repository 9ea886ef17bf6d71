"""The tree and the people of identity's tests, and the machine's time: providers and browsers go by that."""

from datetime import UTC, datetime

import pytest

from tests.identity.conftest import admin, authenticator, forgetful, leader, root, sign_in, stranger, tree
from tests.support.clock import FixedClock

__all__ = ["admin", "authenticator", "forgetful", "leader", "root", "sign_in", "stranger", "tree"]


@pytest.fixture
def clock() -> FixedClock:
    """The instant the test began."""
    return FixedClock(datetime.now(UTC))
