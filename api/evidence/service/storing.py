"""The store of a deployment; a disk that is full, a store that is down: said so, and nothing half there."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from api.evidence.errors import StorageFull
from api.kit.files import Bucket, FileStore, open_store
from api.kit.problems import Unavailable
from api.settings import Settings

_log = structlog.get_logger(__name__)
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def store_of(settings: Settings) -> FileStore:
    """Where the files of a deployment are."""
    return open_store(settings.home / "files", _bucket(settings))


def _bucket(settings: Settings) -> Bucket | None:
    if settings.s3_endpoint is None:
        return None
    return Bucket(
        endpoint=settings.s3_endpoint,
        name=settings.s3_bucket,
        prefix=settings.s3_prefix,
        region=settings.s3_region,
        access_key=settings.s3_access_key,
        secret_key=settings.s3_secret_key.get_secret_value(),
    )


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
