"""Something about units changed: whoever looks at one of them, or at a unit above, is told that it did."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.kit import invalidation
from api.kit.calendar import vietnam_today
from api.units.models import UnitClosure
from api.units.models.arrays import any_id

_PREFIX = "above:"
# Ids of one message, whose text PostgreSQL holds to 8,000 bytes.
_AT_ONCE = 200


async def announce_above(session: AsyncSession, units: Iterable[UUID]) -> None:
    """Say, with the transaction, that what is about these units changed, to each of them and all above them.

    Nothing is said of what changed: who hears it reads anew what it may read.
    """
    today = vietnam_today(session.info["now"])
    held = (UnitClosure.line == "professional", UnitClosure.descendant_id == any_id(units))
    above = select(UnitClosure.ancestor_id).where(*held, UnitClosure.readable.contains(today)).distinct()
    found = sorted((await session.scalars(above)).all())
    for first in range(0, len(found), _AT_ONCE):
        await invalidation.announce(session, _PREFIX + ",".join(map(str, found[first : first + _AT_ONCE])))


def announced(key: str) -> Sequence[UUID]:
    """The units that a message of `kit.invalidation` is about; none where it is another's."""
    return [UUID(id_) for id_ in key.removeprefix(_PREFIX).split(",")] if key.startswith(_PREFIX) else []
