"""What a unit was called on a day, and whom it stood under: the top of what it issues."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import aliased

from api.units.models import Unit, UnitEdge, UnitVersion


def letterhead(unit_id: UUID, on: date) -> Select[Any]:
    """`name`, `kind` and the name of the `parent`, before the professional line the administrative one."""
    own, above, parent = aliased(UnitVersion), aliased(UnitVersion), aliased(Unit)
    name = func.coalesce(own.name, Unit.name).label("name")
    columns: tuple[Any, ...] = (name, Unit.kind, func.coalesce(above.name, parent.name).label("parent"))
    found = select(*columns).select_from(Unit)
    found = found.outerjoin(own, and_(own.unit_id == Unit.id, own.valid.contains(on)))
    found = found.outerjoin(UnitEdge, and_(UnitEdge.child_id == Unit.id, UnitEdge.valid.contains(on)))
    found = found.outerjoin(parent, parent.id == UnitEdge.parent_id)
    found = found.outerjoin(above, and_(above.unit_id == parent.id, above.valid.contains(on)))
    return found.where(Unit.id == unit_id).order_by(UnitEdge.line).limit(1)
