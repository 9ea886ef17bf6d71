"""The summer of 2025 as a small world: Long An into Tây Ninh, the end of district offices, Thanh tra Sở's successor."""

from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import SYSTEM
from api.units import service
from api.units.rules.newcomer import NewUnit, OutsideCode, Place
from api.units.rules.spans import Span
from tests.factories.units import TODAY, a_unit, plant, province

LAST, FIRST = date(2025, 6, 30), date(2025, 7, 1)
BEFORE, SINCE = Span.of_days(None, LAST), Span.of_days(FIRST, None)


def units() -> list[NewUnit]:
    """A school of Long An, and one of Quảng Ninh, pass from a district office to a commune that day."""
    moved = (Place("la-duc-hoa", BEFORE), Place("tn-duc-hoa", SINCE))
    within = (Place("qni-ha-long", BEFORE), Place("qni-bai-chay", SINCE))
    return [
        a_unit("ubnd-la", "provincial_committee", "bgddt", span=BEFORE, codes=(OutsideCode("admin", "80"),)),
        a_unit("la", "department", "bgddt", span=BEFORE, administrative=(Place("ubnd-la"),)),
        a_unit("la-vp", "division", "la", span=BEFORE),
        a_unit("la-duc-hoa", "district_office", "la", span=BEFORE),
        *province("tn"),
        a_unit("tn-duc-hoa", "commune", "tn", span=SINCE),
        a_unit("la-000001", professional=moved, education_levels=("primary",)),
        *province("qni"),
        a_unit("qni-ttr", "division", "qni", span=BEFORE, name="Thanh tra Sở"),
        a_unit("qni-tchc", "division", "qni"),
        a_unit("qni-ha-long", "district_office", "qni", span=BEFORE),
        a_unit("qni-bai-chay", "commune", "qni", span=SINCE),
        a_unit("qni-000001", professional=within, education_levels=("lower_secondary",)),
        *province("hp"),
    ]


async def reorganise(session: AsyncSession) -> dict[str, UUID]:
    """Enter it all; ids by code."""
    ids = await plant(session, units(), TODAY)
    successions = [
        ("ubnd-la", "ubnd-tn", "merge"),
        ("la", "tn", "merge"),
        ("la-vp", "tn-vp", "merge"),
        ("la-duc-hoa", "tn-duc-hoa", "transfer"),
        ("qni-ttr", "qni-tchc", "dissolve"),
    ]
    law = {"type": "Nghị quyết", "number": "202/2025/QH15", "issuer": "Quốc hội"}
    for predecessor, successor, kind in successions:
        await service.succeed(session, SYSTEM, ids[predecessor], ids[successor], on=FIRST, kind=kind, legal_basis=law)
    return ids
