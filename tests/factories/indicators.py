"""Indicators for tests."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import SYSTEM
from api.indicators import service
from api.indicators.models import Indicator
from api.indicators.schemas import IndicatorIn

FACTS: dict[str, Any] = {
    "code": "chu-ky-so",
    "name": "Cán bộ quản lý, giáo viên sử dụng chữ ký số",
    "unit_of_measure": "%",
    "kind": "ratio",
    "numerator_label": "Số người đang dùng chữ ký số",
    "denominator_label": "Tổng số cán bộ quản lý, giáo viên",
    "frequency": "quarter",
    "time_behaviour": "point",
    "measured_on": ["school"],
}


async def an_indicator(session: AsyncSession, department_id: UUID | None = None, **more: Any) -> Indicator:
    """An indicator of a department, or of the shared catalogue."""
    given = IndicatorIn.model_validate(FACTS | more)
    indicator = await service.ensure_indicator(session, SYSTEM, given, department_id)
    await session.commit()
    return indicator
