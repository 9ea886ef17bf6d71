"""Debian's PostgreSQL 15, the server at hand that was built with ICU."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from api.kit.postgres import embedded_server
from tests.support.server import DEBIAN_15


@pytest.fixture(scope="session")
def icu_server_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The superuser's address of an empty server of one's own."""
    home: Path = tmp_path_factory.mktemp("icu")
    server = embedded_server(home, DEBIAN_15)
    server.start()
    yield server.url("postgres", "postgres")
    server.stop()
