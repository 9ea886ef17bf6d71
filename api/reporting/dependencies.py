"""Guards of reporting: find the record in the caller's scope, check who may, and the version."""

from typing import Annotated
from uuid import UUID

from api.kit.http.etag import IfMatch, expect_version
from api.kit.permissions import mark_guard
from api.kit.problems import Forbidden
from api.plans.dependencies import Desk, desk
from api.reporting import service
from api.reporting.models import Regime, Round
from api.reporting.permissions import (
    REPORT_EXTEND,
    REPORT_READ,
    REPORT_RECEIVE,
    REPORT_SEND,
    REPORT_WRITE,
    REPORTING_READ,
    REPORTING_WRITE,
)
from api.reporting.service import Seen

ReportingReader = Annotated[Desk, desk(REPORTING_READ)]
ReportingWriter = Annotated[Desk, desk(REPORTING_WRITE)]
ReportExtender = Annotated[Desk, desk(REPORT_EXTEND)]
ReportReader = Annotated[Desk, desk(REPORT_READ)]
ReportWriter = Annotated[Desk, desk(REPORT_WRITE)]
ReportSender = Annotated[Desk, desk(REPORT_SEND)]
ReportReceiver = Annotated[Desk, desk(REPORT_RECEIVE)]


async def _regime(regime_id: UUID, at: ReportingWriter, if_match: IfMatch = None) -> Regime:
    regime = await service.regime_to_change(at.session, at.subject, regime_id)
    expect_version(if_match, regime.version)
    return regime


async def _round(round_id: UUID, at: ReportingWriter, if_match: IfMatch = None) -> Round:
    of = await service.round_to_change(at.session, at.subject, round_id)
    expect_version(if_match, of.version)
    return of


async def _round_to_extend(round_id: UUID, at: ReportExtender) -> Round:
    return await service.round_to_change(at.session, at.subject, round_id, REPORT_EXTEND)


async def _to_read(report_id: UUID, at: ReportReader) -> Seen:
    return await service.report_seen(at.session, at.subject, report_id, lock=False)


async def _to_write(report_id: UUID, at: ReportWriter, if_match: IfMatch = None) -> Seen:
    seen = await service.report_seen(at.session, at.subject, report_id)
    return _held(seen, seen.writes, if_match)


async def _to_send(report_id: UUID, at: ReportSender, if_match: IfMatch = None) -> Seen:
    seen = await service.report_seen(at.session, at.subject, report_id)
    return _held(seen, seen.sends, if_match)


async def _to_receive(report_id: UUID, at: ReportReceiver, if_match: IfMatch = None) -> Seen:
    seen = await service.report_seen(at.session, at.subject, report_id)
    return _held(seen, seen.receives, if_match)


def _held(seen: Seen, may: bool, if_match: str | None) -> Seen:
    if not may:
        raise Forbidden
    expect_version(if_match, seen.report.version)
    return seen


RegimeToChange = Annotated[Regime, mark_guard(_regime, REPORTING_WRITE)]
RoundToChange = Annotated[Round, mark_guard(_round, REPORTING_WRITE)]
RoundToExtend = Annotated[Round, mark_guard(_round_to_extend, REPORT_EXTEND)]
ReportToRead = Annotated[Seen, mark_guard(_to_read, REPORT_READ)]
ReportToWrite = Annotated[Seen, mark_guard(_to_write, REPORT_WRITE)]
ReportToSend = Annotated[Seen, mark_guard(_to_send, REPORT_SEND)]
ReportToReceive = Annotated[Seen, mark_guard(_to_receive, REPORT_RECEIVE)]
