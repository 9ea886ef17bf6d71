"""A disk that is full, a store that is down: said so, and nothing half there."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from api.evidence.errors import StorageFull
from api.kit.problems import Unavailable

_log = structlog.get_logger(__name__)
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@contextmanager
def told() -> Iterator[None]:
    """Raises StorageFull or Unavailable where the disk or the store refuses what is done inside."""
    try:
        yield
    except OSError as error:
        _log.error("store_failed", error=type(error).__name__, errno=error.errno)
        if error.errno in _FULL:
            raise StorageFull from error
        raise Unavailable(headers={"Retry-After": "30"}) from error
