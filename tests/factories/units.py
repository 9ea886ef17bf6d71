"""Units for tests: made through the services, a small province in one line."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import SYSTEM
from api.kit.ids import uuid7
from api.kit.permissions import Subject
from api.units import service
from api.units.models import Unit
from api.units.rules.newcomer import NewUnit, Place
from api.units.rules.spans import OPEN, Span

TODAY = date(2026, 5, 20)


def a_unit(code: str, kind: str = "school", parent: str | None = None, **more: object) -> NewUnit:
    """A unit under `parent` on the professional line for its whole life, named after its code."""
    places = () if parent is None else (Place(parent),)
    facts: dict[str, object] = {"name": f"Đơn vị {code}", "professional": places} | more
    return NewUnit(code=code, kind=kind, **facts)  # type: ignore[arg-type]


def province(slug: str, *, span: Span = OPEN) -> list[NewUnit]:
    """A department `<slug>` with a division, two communes, a school under each, and a school of its own.

    Above it stand the ministry `bgddt` and, administratively, the committee `ubnd-<slug>`; both must be there.
    """
    committee = (Place(f"ubnd-{slug}"),)
    return [
        a_unit(f"ubnd-{slug}", "provincial_committee", "bgddt", span=span),
        a_unit(slug, "department", "bgddt", administrative=committee, span=span),
        a_unit(f"{slug}-vp", "division", slug, span=span),
        a_unit(f"{slug}-xa1", "commune", slug, administrative=committee, span=span),
        a_unit(f"{slug}-xa2", "commune", slug, administrative=committee, span=span),
        a_unit(f"{slug}-th1", "school", f"{slug}-xa1", education_levels=("primary",), ownership="public", span=span),
        a_unit(f"{slug}-mn2", "school", f"{slug}-xa2", education_levels=("preschool",), ownership="private", span=span),
        a_unit(f"{slug}-thpt", "school", slug, education_levels=("upper_secondary",), ownership="public", span=span),
    ]


async def plant(session: AsyncSession, units: Sequence[NewUnit], today: date = TODAY) -> dict[str, UUID]:
    """Enter units, the ministry with them when it is not there yet; ids by code."""
    ministry = NewUnit("bgddt", "Bộ Giáo dục và Đào tạo", "ministry")
    await service.load(session, SYSTEM, [ministry, *units], today)
    rows = await session.execute(select(Unit.code, Unit.id))
    return {row.code: row.id for row in rows}


async def caller(session: AsyncSession, role: str, unit: UUID, today: date = TODAY) -> Subject:
    """A user with one grant, as identity would see it today."""
    return await callers_of(session, [(role, unit)], today)


async def callers_of(session: AsyncSession, grants: Sequence[tuple[str, UUID]], today: date = TODAY) -> Subject:
    """A user with several grants."""
    return Subject("user", uuid7(), "Người thử", await service.expand(session, grants, today))
