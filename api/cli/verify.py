"""`lotrinh verify roll-ups`: what is kept is held against a recount; differences are named, and end it with 1."""

import asyncio
import sys
from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.indicators.models import Indicator
from api.indicators.rules.rollup import SUMMED, Sums
from api.indicators.service import Difference, differences
from api.kit.clock import system_clock
from api.kit.db import Database
from api.settings import get_settings
from api.units.models import Audience, Unit

# More than these are only counted.
NAMED = 50


async def verify(url: str) -> int:
    """Say where kept roll-ups are not what their values add up to; how many there are."""
    database = Database.connect(url, pool=1)
    try:
        async with database.session(system_clock()) as session:
            found = [difference async for difference in differences(session)]
            names = await _names(session, found[:NAMED])
    finally:
        await database.close()
    for difference in found[:NAMED]:
        print(_said(difference, names))
    print(f"{len(found)} roll-ups differ from a recount")
    return len(found)


async def _names(session: AsyncSession, found: list[Difference]) -> Mapping[UUID | str, str]:
    units = {difference.place.unit_id for difference in found}
    indicators = {difference.place.indicator_id for difference in found}
    rows = [*await session.execute(select(Unit.id, Unit.code).where(Unit.id.in_(units)))]
    rows += [*await session.execute(select(Indicator.id, Indicator.code).where(Indicator.id.in_(indicators)))]
    audiences = await session.execute(select(Audience.id, Audience.code))
    return {row[0]: row[1] for row in rows} | {str(row.id): row.code for row in audiences}


def _said(difference: Difference, names: Mapping[UUID | str, str]) -> str:
    place = difference.place
    kept, counted = difference.kept or Sums(), difference.counted or Sums()
    parts = [(name, getattr(kept, name), getattr(counted, name)) for name in SUMMED]
    told = ", ".join(f"{name} {was:f} but {now:f}" for name, was, now in parts if was != now)
    bucket = names.get(place.bucket, place.bucket)
    return f"{names[place.indicator_id]} {names[place.unit_id]} {difference.period} {bucket}: {told}"


def main() -> None:
    """`python -m api.cli.verify`."""
    url = get_settings().database_url
    if url is None:
        sys.exit("LOTRINH_DATABASE_URL is not set")
    sys.exit(1 if asyncio.run(verify(url)) else 0)


if __name__ == "__main__":
    main()
