"""The file store on a service that speaks S3.

Loaded by the processes of deployments that use it, and by no other (`kit.files.open_store`): the client takes memory.
A file is written, hashed and looked at on this machine first, so that nothing that is refused ever leaves it; then it
goes to the service under its SHA-256, in one request or in parts that become visible together.
"""

import errno
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import obstore
from obstore.exceptions import BaseError, NotFoundError
from obstore.store import S3Store

from api.kit.files import DIGEST, Bucket, Drafts, Found, Inspect, NoSuchFile, Stored

if TYPE_CHECKING:
    from obstore import GetOptions

_CHUNK = 1 << 20
_PART = 8 << 20
_PARTS_AT_ONCE = 2  # each is held in memory
_PROBE = "probe"


class S3Files:
    """Files as objects of a bucket, named by their digest; half-written ones stay in a folder of this machine."""

    def __init__(self, drafts: Drafts, bucket: Bucket) -> None:
        self.drafts = drafts
        self._store = S3Store(
            bucket.name,
            prefix=bucket.prefix or None,
            endpoint=bucket.endpoint,
            region=bucket.region,
            access_key_id=bucket.access_key,
            secret_access_key=bucket.secret_key,
            virtual_hosted_style_request=False,
            client_options={"allow_http": bucket.endpoint.startswith("http://"), "timeout": bucket.patience},
            retry_config={"max_retries": 3, "retry_timeout": bucket.patience},
        )

    async def add(self, chunks: AsyncIterator[bytes], inspect: Inspect | None = None) -> Stored:
        """Write here, then send; the service answers once it keeps the whole. The same bytes again renew its date."""
        async with self.drafts.written(chunks, inspect) as (draft, stored):
            await self.keep(draft, stored.sha256)
        return stored

    async def keep(self, file: Path, sha256: str) -> None:
        """Sent from where it is."""
        with _told(sha256):
            await obstore.put_async(self._store, sha256, file, chunk_size=_PART, max_concurrency=_PARTS_AT_ONCE)

    async def added_at(self, sha256: str) -> datetime | None:
        """By the service's clock, to the second: it says no more in every answer."""
        try:
            with _told(sha256):
                found = await obstore.head_async(self._store, _named(sha256))
        except NoSuchFile:
            return None
        return found["last_modified"].replace(microsecond=0)

    async def listing(self) -> AsyncIterator[Found]:
        """Page by page."""
        with _told(""):
            async for page in obstore.list(self._store):
                for each in page:
                    name = each["path"].rpartition("/")[2]
                    if DIGEST.fullmatch(name):
                        yield Found(name, each["last_modified"].replace(microsecond=0))

    async def read(self, sha256: str, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        """One request, whose answer is handed on as it comes in."""
        if end is not None and end <= start:
            return
        with _told(sha256):
            found = await obstore.get_async(self._store, _named(sha256), options=_range(start, end))
            async for chunk in found.stream(_CHUNK):
                yield bytes(chunk)

    async def remove(self, sha256: str) -> None:
        """The service forgets it at once; whoever reads it reads to its end, or not."""
        try:
            with _told(sha256):
                await obstore.delete_async(self._store, _named(sha256))
        except NoSuchFile:
            return

    async def probe(self) -> None:
        """Write an empty object of no digest's name, and a draft."""
        self.drafts.probe()
        with _told(_PROBE):
            await obstore.put_async(self._store, _PROBE, b"")


def _range(start: int, end: int | None) -> "GetOptions":
    if end is not None:
        return {"range": (start, end)}
    return {"range": {"offset": start}} if start else {}


def _named(sha256: str) -> str:
    if not DIGEST.fullmatch(sha256):
        raise NoSuchFile(sha256)
    return sha256


@contextmanager
def _told(name: str) -> Iterator[None]:
    """What the client says, in the words of a store: NoSuchFile, or OSError when the service fails or is away."""
    try:
        yield
    except (NotFoundError, FileNotFoundError) as error:
        raise NoSuchFile(name) from error
    except BaseError as error:
        raise OSError(errno.EIO, "the store did not answer as it should") from error
