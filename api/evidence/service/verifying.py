"""Do the store and the records agree? Every file is read and hashed anew; nothing is changed."""

import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import select, union
from sqlalchemy.ext.asyncio import AsyncSession

from api.kit.files import REFERENCES, FileStore, NoSuchFile


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A file that is not as it should be: named but not there, not the bytes of its name, or there and not named."""

    what: Literal["missing", "altered", "orphan"]
    sha256: str


async def disagreements(session: AsyncSession, store: FileStore, before: datetime) -> AsyncIterator[Disagreement]:
    """What is wrong, as it is found. A file no record names is an orphan when it was added before `before`."""
    listed = {found.sha256: found.added_at async for found in store.listing()}
    # Read after the listing: who sends a file now has it in the store before its record is there.
    named = set(await session.scalars(select(union(*REFERENCES).subquery().c[0])))
    await session.rollback()  # hashing takes as long as it takes
    for sha256 in sorted(named | listed.keys()):
        what = await _read(store, sha256)
        if what == "altered" or (what == "missing" and sha256 in named):
            yield Disagreement(what, sha256)
        elif what is None and sha256 not in named and listed[sha256] < before:
            yield Disagreement("orphan", sha256)


async def _read(store: FileStore, sha256: str) -> Literal["missing", "altered"] | None:
    digest = hashlib.sha256()
    try:
        async for chunk in store.read(sha256):
            digest.update(chunk)
    except NoSuchFile:
        return "missing"
    return None if digest.hexdigest() == sha256 else "altered"
