"""What the page hears of the rooms below: whatever it shows but figures, which say themselves when they changed."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from api.followup.rules import CLARIFICATION_ACTS, DIFFICULTY_ACTS
from api.kit.events import FeedEvent
from api.kit.subscriptions import Subscriber
from api.units.service import announce_above

_CHANGES = ("created", "updated", "deleted")
_SHOWN: dict[str, tuple[str, ...]] = {
    "assignment": ("updated",),
    "difficulty": DIFFICULTY_ACTS,
    "clarification": CLARIFICATION_ACTS,
    "evidence": (*_CHANGES, "verified", "rejected"),
    "plan": (*_CHANGES, "issued", "amended", "work_resolved"),
    "task": _CHANGES,
    "target": _CHANGES,
    "indicator": ("updated",),
    "unit": _CHANGES,
}
_TYPES = frozenset(f"{entity}.{act}" for entity, acts in _SHOWN.items() for act in acts)


async def _announce(session: AsyncSession, events: Sequence[FeedEvent]) -> None:
    units = {event.unit_id for event in events if event.unit_id is not None}
    if units:
        await announce_above(session, units)


HINTS = Subscriber("dashboard.hints", _TYPES, _announce)
