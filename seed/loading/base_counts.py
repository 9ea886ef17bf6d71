"""The sample schools' base counts, taken in as an export would be; once for each department that has none."""

from itertools import islice

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import SYSTEM
from api.indicators.models import BaseCount
from api.indicators.schemas.base_count import BaseCountRow
from api.indicators.service import BaseCounts
from api.kit.calendar import vietnam_today
from api.kit.ids import uuid7
from api.kit.permissions import Subject
from api.units.models import Unit
from api.units.service import expand
from seed.demo.base_counts import base_counts

_AT_ONCE = 2_000


async def load_base_counts(session: AsyncSession) -> None:
    """Take in the counts, unless anybody, this seed included, has sent any of a department before."""
    has_some = exists().where(BaseCount.department_id == Unit.department_id)
    lacking = (Unit.sample, Unit.kind == "school", Unit.deleted_at.is_(None), Unit.department_id.is_not(None))
    found = select(Unit.code, Unit.department_id).where(*lacking, ~has_some).order_by(Unit.code)
    schools = (await session.execute(found)).all()
    today = vietnam_today(session.info["now"])
    departments = sorted({row.department_id for row in schools})
    reach = await expand(session, [("coordinator", department) for department in departments], today)
    counts = BaseCounts(session, SYSTEM, Subject("client", uuid7(), "Dữ liệu mẫu", reach))
    rows = base_counts([row.code for row in schools])
    while part := [BaseCountRow.model_validate(row) for row in islice(rows, _AT_ONCE)]:
        refused = [outcome for outcome in await counts.load(part) if isinstance(outcome, tuple)]
        if refused:
            raise ValueError(f"a sample count was refused: {refused[0]}")
