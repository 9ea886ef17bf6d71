"""Units and audiences named in a request, by code or id: found together, and refused together where unknown.

Whether a unit is missing or only hidden from the caller, the words of the refusal are the same.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.kit.calendar import vietnam_today
from api.kit.permissions import Subject
from api.kit.problems import Fault, Invalid, Message
from api.plans.queries.plans import as_id
from api.plans.schemas.party import PartyIn
from api.units.models import Audience, Unit
from api.units.queries.visible import is_seen, visible_group

UNKNOWN_UNIT = Message("Không có đơn vị này.", "There is no such unit.")
UNKNOWN_AUDIENCE = Message("Không có đối tượng này.", "There is no such audience.")


class Named(NamedTuple):
    """A record found by a reference."""

    id: UUID
    name: str
    code: str | None = None


class Directory:
    """The units and audiences a request names. Faults gather until `refuse` raises them."""

    def __init__(self, units: dict[str, Named], audiences: dict[str, Named]) -> None:
        self._units = units
        self._audiences = audiences
        self._faults: list[Fault] = []

    def unit(self, reference: str | None, pointer: str) -> Named | None:
        """The unit named; None, with a fault noted, when there is none for this caller."""
        return self._find(self._units, reference, Fault(pointer, "unknown_unit", UNKNOWN_UNIT))

    def audience(self, reference: str | None, pointer: str) -> Named | None:
        """The audience named; None, with a fault noted, when there is none for this caller."""
        return self._find(self._audiences, reference, Fault(pointer, "unknown_audience", UNKNOWN_AUDIENCE))

    def party(self, party: PartyIn, pointer: str) -> dict[str, Any]:
        """The columns of a named party."""
        unit = self.unit(party.unit, f"{pointer}/unit")
        audience = self.audience(party.audience, f"{pointer}/audience")
        found = unit or audience
        return {
            "unit_id": unit and unit.id,
            "audience_id": audience and audience.id,
            "printed_name": party.printed_name or (found.name if found else ""),
        }

    def refuse(self) -> None:
        """Raise Invalid when any reference was not found."""
        if self._faults:
            raise Invalid(tuple(self._faults[:100]))

    def _find(self, known: dict[str, Named], reference: str | None, fault: Fault) -> Named | None:
        if reference is None:
            return None
        found = known.get(_key(reference))
        if found is None:
            self._faults.append(fault)
        return found


async def look_up(
    session: AsyncSession, subject: Subject | None, units: Iterable[str | None] = (), parties: Iterable[PartyIn] = ()
) -> Directory:
    """All units and audiences named, in at most two statements. Without a subject (the seed) all may be named."""
    parties = list(parties)
    wanted_units = {*units, *(party.unit for party in parties)} - {None}
    wanted_audiences = {party.audience for party in parties} - {None}
    today = vietnam_today(session.info["now"])
    see_units = is_seen(subject, today)(Unit.id) if subject else None
    see_audiences = visible_group(Audience, subject, "audience:read", today) if subject else None
    return Directory(
        await _found(session, Unit, wanted_units, see_units),
        await _found(session, Audience, wanted_audiences, see_audiences),
    )


async def _found(
    session: AsyncSession,
    model: type[Unit] | type[Audience],
    references: set[Any],
    seen: ColumnElement[bool] | None,
) -> dict[str, Named]:
    if not references:
        return {}
    ids = [id_ for reference in references if (id_ := as_id(reference))]
    statement = select(model.id, model.code, model.name).where(or_(model.code.in_(references), model.id.in_(ids)))
    statement = statement.where(model.deleted_at.is_(None))
    rows = await session.execute(statement if seen is None else statement.where(seen))
    return {key: Named(id_, name, code) for id_, code, name in rows for key in (code, str(id_))}


def _key(reference: str) -> str:
    id_ = as_id(reference)
    return reference if id_ is None else str(id_)
