"""References in requests: what they name, or the one refusal that tells nothing."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from api.kit.permissions import Subject
from api.kit.problems import invalid
from api.units import errors
from api.units.models import Audience, Unit
from api.units.queries.references import audience_named, unit_named


async def unit_of(session: AsyncSession, subject: Subject, reference: str, on: date, pointer: str) -> Unit:
    """The unit a request names by code, id or `moet:…`. Raises Invalid `unknown_unit`, unseen or not there alike."""
    unit = (await session.scalars(unit_named(subject, reference, on))).first()
    if unit is None:
        raise invalid(pointer, "unknown_unit", errors.UNKNOWN_UNIT)
    return unit


async def audience_of(session: AsyncSession, subject: Subject, reference: str, on: date, pointer: str) -> Audience:
    """The audience a request names by code or id. Raises Invalid `unknown_audience`, unseen or not there alike."""
    audience = (await session.scalars(audience_named(subject, reference, on))).first()
    if audience is None:
        raise invalid(pointer, "unknown_audience", errors.UNKNOWN_AUDIENCE)
    return audience
