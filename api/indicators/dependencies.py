"""Guards of indicators and targets."""

from typing import Annotated, NamedTuple
from uuid import UUID

from fastapi import Path

from api.identity.models import Client
from api.indicators import service
from api.indicators.models import Confirmation, Indicator, IndicatorCode, Target
from api.indicators.permissions import (
    BASE_COUNT_READ,
    BASE_COUNT_WRITE,
    CONFIRMATION_SETTLE,
    INDICATOR_CODE_READ,
    INDICATOR_CODE_WRITE,
    INDICATOR_READ,
    INDICATOR_WRITE,
    VALUE_READ,
    VALUE_WRITE,
)
from api.indicators.queries.values import Key, one
from api.indicators.service import Told
from api.kit.db import Tx
from api.kit.http.etag import IfMatch, expect_version
from api.kit.permissions import mark_guard
from api.kit.problems import NotFound
from api.plans.dependencies import Caller, Desk, desk
from api.plans.models import Plan
from api.plans.permissions import PLAN_WRITE

IndicatorReadingDesk = Annotated[Desk, desk(INDICATOR_READ)]
IndicatorWritingDesk = Annotated[Desk, desk(INDICATOR_WRITE)]
ValueReadingDesk = Annotated[Desk, desk(VALUE_READ)]
ValueWritingDesk = Annotated[Desk, desk(VALUE_WRITE)]
SettlingDesk = Annotated[Desk, desk(CONFIRMATION_SETTLE)]
CodeReadingDesk = Annotated[Desk, desk(INDICATOR_CODE_READ)]
CodeWritingDesk = Annotated[Desk, desk(INDICATOR_CODE_WRITE)]
BaseCountReadingDesk = Annotated[Desk, desk(BASE_COUNT_READ)]
BaseCountWritingDesk = Annotated[Desk, desk(BASE_COUNT_WRITE)]


class ValueRead(NamedTuple):
    """A value the caller sees: its key, its JSON, its version."""

    key: Key
    item: str
    version: int


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


async def _code_to_change(code_id: UUID, at: CodeWritingDesk, if_match: IfMatch = None) -> tuple[IndicatorCode, Client]:
    code, client = await service.code_to_change(at.session, at.subject, code_id)
    expect_version(if_match, code.version)
    return code, client


ValuePath = Annotated[
    str,
    Path(
        description="<indicator id>.<unit id>.<period>",
        max_length=90,
        pattern=r"^[0-9A-Fa-f-]+(\.[0-9A-Fa-f-]+\.[0-9HQRS-]+)?$",
    ),
]


async def _value_to_read(value_id: ValuePath, at: ValueReadingDesk) -> ValueRead:
    key = Key.parse(value_id)
    row = None if key is None else (await at.session.execute(one(at.subject, key, at.today))).one_or_none()
    if key is None or row is None:
        raise NotFound
    return ValueRead(key, row.item, row.version)


async def _value_to_confirm(value_id: ValuePath, at: ValueWritingDesk) -> Told:
    key = Key.parse(value_id)
    if key is None:
        raise NotFound
    return await service.value_to_confirm(at.session, at.subject, key)


async def _dispute_to_settle(confirmation_id: UUID, at: SettlingDesk) -> Confirmation:
    return await service.dispute_to_settle(at.session, at.subject, confirmation_id)


ValueToConfirm = Annotated[Told, mark_guard(_value_to_confirm, VALUE_WRITE)]
DisputeToSettle = Annotated[Confirmation, mark_guard(_dispute_to_settle, CONFIRMATION_SETTLE)]
ValueToRead = Annotated[ValueRead, mark_guard(_value_to_read, VALUE_READ)]
CodeToChange = Annotated[tuple[IndicatorCode, Client], mark_guard(_code_to_change, INDICATOR_CODE_WRITE)]
IndicatorToChange = Annotated[Indicator, mark_guard(_indicator_to_change, INDICATOR_WRITE)]
TargetToChange = Annotated[TargetOfDraft, mark_guard(_target_to_change, PLAN_WRITE)]
