"""Who writes a report of a regime on a day, to whom, and under whom they stand."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.assignments.queries.owing import Narrowing
from api.assignments.service.asking import Members
from api.plans.rules.plan import bound_within
from api.reporting.models import Regime, StepParty
from api.reporting.queries import asking as queries


class Writer(NamedTuple):
    """A unit that reports: its department, whom it stands under, to whom, in which step."""

    department_id: UUID | None
    under_id: UUID | None
    to_id: UUID
    step: int


async def writers(session: AsyncSession, regime: Regime, on: date) -> dict[UUID, Writer]:
    """The units that report by a regime on a day; one named in two steps reports in the later.

    A unit that ended is stood for by whoever took over from it, as the writer and as the receiver. A step that names
    no receiver of ours is for the unit above. Nobody reports to itself.
    """
    members = Members(session, on)
    within = bound_within(regime.unit_id, regime.department_id)
    named: list[tuple[int, UUID, UUID | None, UUID | None]] = []
    for step in regime.steps:
        to = await _receiver(members, [party for party in step.parties if party.side == "to"])
        writing = [party for party in step.parties if party.side == "who"]
        named += [(step.position, *each, to) for each in await _meant(members, writing, within)]
    rows = await session.execute(queries.parents({unit for _, unit, _, _ in named}, on))
    above = {row.child_id: row.parent_id for row in rows}
    found: dict[UUID, Writer] = {}
    for position, unit, department_id, to in named:
        under = above.get(unit)
        receiver = to or under or regime.unit_id
        if receiver != unit:
            found[unit] = Writer(department_id, under, receiver, position)
    return found


async def _receiver(members: Members, parties: Iterable[StepParty]) -> UUID | None:
    """The first of the receivers that is a unit of ours."""
    for party in parties:
        holding = await members.holding(party.unit_id, None) if party.unit_id is not None else ()
        if holding:
            return holding[0][0]
    return None


async def _meant(members: Members, parties: Sequence[StepParty], within: UUID | None) -> list[tuple[UUID, UUID | None]]:
    """The units some parties are, each once, with its department."""
    found: dict[UUID, UUID | None] = {}
    for party in parties:
        if party.unit_id is not None:
            found |= dict(await members.holding(party.unit_id, within))
        elif party.audience_id is not None:
            every = await members.of(Narrowing(party.audience_id, within=within))
            found |= {each.id: each.department_id for each in every}
    return list(found.items())
