"""Guards of indicators and targets."""

from typing import Annotated, NamedTuple
from uuid import UUID

from api.indicators import service
from api.indicators.models import Indicator, Target
from api.indicators.permissions import INDICATOR_READ, INDICATOR_WRITE
from api.kit.db import Tx
from api.kit.http.etag import IfMatch, expect_version
from api.kit.permissions import mark_guard
from api.plans.dependencies import Caller, Desk, desk
from api.plans.models import Plan
from api.plans.permissions import PLAN_WRITE

IndicatorReadingDesk = Annotated[Desk, desk(INDICATOR_READ)]
IndicatorWritingDesk = Annotated[Desk, desk(INDICATOR_WRITE)]


class TargetOfDraft(NamedTuple):
    """A target and its plan, locked."""

    plan: Plan
    target: Target


async def _indicator_to_change(indicator_id: UUID, subject: Caller, session: Tx, if_match: IfMatch = None) -> Indicator:
    indicator = await service.editable_indicator(session, subject, indicator_id)
    expect_version(if_match, indicator.version)
    return indicator


async def _target_to_change(target_id: UUID, subject: Caller, session: Tx, if_match: IfMatch = None) -> TargetOfDraft:
    found = TargetOfDraft(*await service.editable_target(session, subject, target_id))
    expect_version(if_match, found.target.version)
    return found


IndicatorToChange = Annotated[Indicator, mark_guard(_indicator_to_change, INDICATOR_WRITE)]
TargetToChange = Annotated[TargetOfDraft, mark_guard(_target_to_change, PLAN_WRITE)]
