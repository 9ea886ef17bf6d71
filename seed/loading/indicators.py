"""The catalogue of indicators all departments share, and the targets of the plans just stored."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import SYSTEM
from api.indicators.models import Indicator
from api.indicators.schemas import IndicatorIn, TargetRow
from api.indicators.service.indicator import ensure_indicator
from api.indicators.service.target import store_targets
from api.plans.models import Plan
from seed.files import reference


async def load_indicators(session: AsyncSession) -> None:
    """Define the indicators whose code was never used in the shared catalogue."""
    known = set(await session.scalars(select(Indicator.code).where(Indicator.department_id.is_(None))))
    for row in reference("indicators"):
        if row["code"] not in known:
            await ensure_indicator(session, SYSTEM, IndicatorIn.model_validate(_given(row)))


async def load_targets(session: AsyncSession, plan: Plan, document: dict[str, Any]) -> None:
    """Set the targets a document prints on its plan."""
    rows = [TargetRow.model_validate(row) for row in document["targets"]]
    await store_targets(session, SYSTEM, plan, rows)


def _given(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value != ""}
