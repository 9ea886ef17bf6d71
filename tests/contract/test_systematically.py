"""The same with every bound of every field, hundreds of requests an operation, by three callers; for `make soak`.

A file of its own, which `make test` does not open: to work the requests out takes a minute before the first is sent.
"""

import pytest
from hypothesis import settings

from tests.contract.conftest import HOME
from tests.contract.made_up import SETTINGS, Case, Send, schema_of_requests, send

__all__ = ["send"]  # a fixture

SYSTEMATICALLY = schema_of_requests(systematic=True)


@pytest.mark.soak
@pytest.mark.parametrize("account", ["admin", f"coordinator.{HOME}", f"school.{HOME}"])
@SYSTEMATICALLY.parametrize()
@settings(SETTINGS, max_examples=60)
def test_so_it_is_with_thousands_more(case: Case, send: Send, account: str) -> None:
    send(case, account)
