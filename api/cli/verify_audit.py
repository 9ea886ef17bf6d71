"""`lotrinh verify audit`: every entry is hashed anew along the chain; the first that does not hold is named, exit 1."""

import asyncio
import sys

from api.audit.rules import Anchor, Break, Fault
from api.audit.service import breaks
from api.kit.clock import system_clock
from api.kit.db import Database
from api.settings import get_settings

_SAID = {
    Fault.ALTERED: "entry {entry_id} at position {position} was altered, or stands in another's place",
    Fault.ENTRY_GONE: "entry {entry_id} at position {position} is gone",
    Fault.LINK_GONE: "the link at position {position} is gone",
    Fault.CUT: "what stood before entry {entry_id} at position {position} is gone, and too young to go",
    Fault.TRUNCATED: "everything from position {position} on is gone: an anchor knows of more",
    Fault.REWRITTEN: "the chain up to entry {entry_id} at position {position} was written anew: an anchor differs",
    Fault.UNCHAINED: "entry {entry_id} was never chained",
}


class NoAnchor(Exception):
    """What was given is no anchor."""


async def verify(url: str, given: list[Anchor]) -> bool:
    """Say whether the chain holds, and the first place where it does not."""
    database = Database.connect(url, pool=1)
    try:
        async with database.session(system_clock()) as session:
            found, held = await breaks(session, given)
    finally:
        await database.close()
    print(f"{held} entries hold" if found is None else f"{held} entries hold, then: {_said(found)}")
    return found is None


def _said(found: Break) -> str:
    return _SAID[found.fault].format(position=found.position, entry_id=found.entry_id)


def anchor_of(words: str) -> Anchor:
    """An anchor as the log says it, `position:hash`. Raises NoAnchor."""
    position, _, digest = words.partition(":")
    now = system_clock()
    try:
        return Anchor(now.date(), int(position), bytes.fromhex(digest), now)
    except ValueError as error:
        raise NoAnchor(words) from error


def main(*anchors: str) -> int:
    """`python -m api.cli.verify_audit [POSITION:HASH …]`."""
    settings = get_settings()
    if settings.database_url is None:
        sys.exit("LOTRINH_DATABASE_URL is not set")
    try:
        given = [anchor_of(each) for each in anchors]
    except NoAnchor as error:
        sys.exit(f"{error} is no anchor, as the log says it: position:hash")
    return 0 if asyncio.run(verify(settings.database_url, given)) else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
