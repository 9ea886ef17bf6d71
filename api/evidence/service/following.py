"""Evidence lies in the department its unit belongs to now, by which lists find it."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.evidence.models import Evidence
from api.units.models import Unit
from api.units.models.arrays import any_id
from api.units.scope import CLOSURE


async def follow_departments(session: AsyncSession, units: Collection[UUID] | None = None) -> None:
    """Keep it right for all, or for some units and those below them; no version of its own."""
    moved = update(Evidence).where(
        Evidence.unit_id == Unit.id, Evidence.department_id.is_distinct_from(Unit.department_id)
    )
    if units is not None:
        line = (CLOSURE.c.line == "professional", CLOSURE.c.ancestor_id == any_id(units))
        moved = moved.where(Unit.id.in_(select(CLOSURE.c.descendant_id).where(*line)))
    now_in = moved.values(department_id=Unit.department_id)
    await session.execute(now_in, execution_options={"synchronize_session": False})
