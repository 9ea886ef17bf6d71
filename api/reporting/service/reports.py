"""A report is written, sent, returned, received, corrected: one, or many of a round by the same steps."""

import secrets
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from api.audit.service import Actor
from api.indicators.queries.values import Key
from api.indicators.rules import State
from api.indicators.service import Answered, move_values
from api.kit.calendar import vietnam_today
from api.kit.permissions import Subject
from api.kit.problems import Fault, Invalid, Message, NotFound
from api.reporting.errors import ReportNotOpen, ReportNotReceived, ReportNotSent, RoundClosed
from api.reporting.models import Report, ReportEdition, Round
from api.reporting.queries.scope import received_by, sent_by, visible_reports, written_by
from api.reporting.rules.content import changes, figures_returned, flaws, lines_of
from api.reporting.rules.report import Act, after, allows
from api.reporting.schemas.report import LineReasonIn
from api.reporting.service.gathering import answers, gather, outline_of, texts
from api.reporting.service.journal import Voice, reports_wrote
from api.reporting.service.keeping import keep, keep_missing

_NO_SECTION = Message("Đề cương không có mục này.", "The outline has no such section.")
_NO_LINE = Message("Báo cáo không có dòng này.", "The report has no such line.")
_TWICE = Message("Dòng này đã nêu ở trên.", "This line stands above already.")
# Letters and digits nobody mistakes for one another when a code is read out.
_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_UNSENT = frozenset({State.DRAFT, State.RETURNED})
_REFUSED: Mapping[Act, type[Exception]] = {
    "save": ReportNotOpen,
    "send": ReportNotOpen,
    "return": ReportNotSent,
    "receive": ReportNotSent,
    "correct": ReportNotReceived,
}


class Seen(NamedTuple):
    """A report, its round, and what the caller is to it."""

    report: Report
    of: Round
    writes: bool
    sends: bool
    receives: bool


async def report_seen(session: AsyncSession, subject: Subject, report_id: UUID, *, lock: bool = True) -> Seen:
    """A report the caller sees, with its round; locked where something is done to it. Raises NotFound."""
    today = vietnam_today(session.info["now"])
    to_it = (written_by(subject, today), sent_by(subject, today), received_by(subject, today))
    found = select(Report, Round, *to_it).join(Round, Round.id == Report.round_id)
    found = found.where(Report.id == report_id, visible_reports(subject, today)).options(selectinload(Round.steps))
    if lock:
        found = found.with_for_update(of=Report)
    row = (await session.execute(found.execution_options(populate_existing=True))).one_or_none()
    if row is None:
        raise NotFound
    return Seen(*row)


async def save(
    session: AsyncSession, actor: Actor, voice: Voice, of: Round, report: Report, *, given: Mapping[str, str]
) -> None:
    """Keep what was written so far; what is so already leaves no trace. Raises ReportNotOpen, RoundClosed, Invalid."""
    _check("save", of, report)
    before = (await texts(session, of, [report]))[report.id]
    unknown = [name for name in given if name not in before]
    if unknown:
        raise Invalid(tuple(Fault(f"/sections/{name}", "unknown_section", _NO_SECTION) for name in unknown))
    written = {**before, **given}
    if report.sections == written:
        return
    report.sections = written
    await reports_wrote(session, actor, voice, of, [report], what="updated", history=False)


async def send(
    session: AsyncSession,
    actor: Actor,
    voice: Voice,
    of: Round,
    reports: Sequence[Report],
    *,
    at: datetime | None = None,
) -> None:
    """Send reports of one round, each with a receipt; their figures go with them.

    Raises ReportNotOpen, RoundClosed. `at` is when they came, now unless sample data says otherwise.
    """
    for report in reports:
        _check("send", of, report)
    figures, written = await answers(session, of, reports), await texts(session, of, reports)
    came = at or session.info["now"]
    for report in reports:
        report.sections = written[report.id]
        asked = (each for each in figures[report.id] if each.asked)
        report.flaws = flaws((each.state is not None, each.unusual) for each in asked)
        report.status, report.returned = after("send", report.status), []
        report.first_sent_at, report.sent_at = report.first_sent_at or came, came
        report.receipt_code = receipt_code(of.period)
    await _move(session, figures, _UNSENT, State.SENT)
    await reports_wrote(session, actor, voice, of, reports, what="sent", at=at)
    await keep(session, of, reports)


async def return_(
    session: AsyncSession,
    actor: Actor,
    voice: Voice,
    of: Round,
    report: Report,
    *,
    reasons: Sequence[LineReasonIn],
    text: str | None,
) -> None:
    """Send it back to be completed, saying why on each line; the figures of those lines are open again.

    Raises ReportNotSent, RoundClosed, and Invalid for a line it does not have.
    """
    _check("return", of, report)
    content = (await gather(session, of, [report]))[report.id]
    _check_lines(lines_of(outline_of(of, report), content), reasons)
    report.status = after("return", report.status)
    report.returned = [{"line": each.line, "reason": each.reason} for each in reasons]
    named = [Key.parse(id_) for id_ in figures_returned(each.line for each in reasons)]
    await move_values(session, [key for key in named if key], {State.SENT, State.DRAFT}, State.RETURNED)
    await reports_wrote(session, actor, voice, of, [report], what="returned", text=text)


def _check_lines(lines: Sequence[str], reasons: Sequence[LineReasonIn]) -> None:
    known, met, faults = set(lines), set(), []
    for place, each in enumerate(reasons):
        if each.line not in known:
            faults.append(Fault(f"/lines/{place}/line", "unknown_line", _NO_LINE))
        elif each.line in met:
            faults.append(Fault(f"/lines/{place}/line", "given_twice", _TWICE))
        met.add(each.line)
    if faults:
        raise Invalid(tuple(faults[:100]))


async def receive(
    session: AsyncSession,
    actor: Actor,
    voice: Voice,
    of: Round,
    reports: Sequence[Report],
    *,
    at: datetime | None = None,
) -> None:
    """Receive reports of one round: what they say now is kept for good, their figures are locked.

    Raises ReportNotSent. A round that closed may still be received.
    """
    for report in reports:
        if not allows("receive", report.status):
            raise ReportNotSent
    came = at or session.info["now"]
    # The figures first: what is frozen is what they are when nobody can change them any more.
    await _move(session, await answers(session, of, reports), _UNSENT | {State.SENT}, State.RECEIVED)
    contents = await gather(session, of, reports)
    for report in reports:
        report.status, report.received_at = after("receive", report.status), came
        session.add(
            ReportEdition(
                report_id=report.id, edition=report.edition, sent_at=report.sent_at, received_at=came,
                received_by=voice.name, receipt_code=report.receipt_code,
                content={**contents[report.id], "sections": report.sections},
            )
        )  # fmt: skip
    await reports_wrote(session, actor, voice, of, reports, what="received", at=at)
    await keep_missing(session, of, reports)


async def correct(session: AsyncSession, actor: Actor, voice: Voice, of: Round, report: Report, *, reason: str) -> None:
    """Open a received report again as a new edition (đính chính); the one received stays to be read.

    Raises ReportNotReceived, RoundClosed.
    """
    _check("correct", of, report)
    figures = await answers(session, of, [report])
    report.status, report.edition = after("correct", report.status), report.edition + 1
    report.received_at = None
    await _move(session, figures, {State.RECEIVED}, State.DRAFT)
    await reports_wrote(session, actor, voice, of, [report], what="corrected", text=reason)


def _check(act: Act, of: Round, report: Report) -> None:
    if not allows(act, report.status):
        raise _REFUSED[act]
    if of.status == "closed":
        raise RoundClosed


async def _move(
    session: AsyncSession, figures: Mapping[UUID, Sequence[Answered]], before: Collection[State], after_: State
) -> None:
    """Move the figures of reports that are in one of some states."""
    keys = [each.key for every in figures.values() for each in every if each.state in before]
    await move_values(session, keys, before, after_)


def receipt_code(period: str) -> str:
    """A receipt (xác nhận đã gửi) one can read out: the period and eight signs drawn by chance."""
    drawn = "".join(secrets.choice(_SIGNS) for _ in range(8))
    return f"{period}-{drawn[:4]}-{drawn[4:]}"


async def content_of(session: AsyncSession, of: Round, report: Report) -> dict[str, Any]:
    """What a report says: as it was received, or as it is now."""
    if report.status == "received":
        kept = await session.get_one(ReportEdition, (report.id, report.edition))
        return kept.content
    return await live_content(session, of, report)


async def live_content(session: AsyncSession, of: Round, report: Report) -> dict[str, Any]:
    """What it would say now."""
    content = (await gather(session, of, [report]))[report.id]
    return {**content, "sections": (await texts(session, of, [report]))[report.id]}


async def edition_of(session: AsyncSession, report: Report, edition: int) -> ReportEdition:
    """What was received of a report. Raises NotFound."""
    kept = await session.get(ReportEdition, (report.id, edition))
    if kept is None:
        raise NotFound
    return kept


async def changes_since_received(
    session: AsyncSession, of: Round, report: Report
) -> tuple[int | None, list[dict[str, Any]]]:
    """The edition received last, and the lines that are otherwise now."""
    kept = select(ReportEdition).where(ReportEdition.report_id == report.id)
    last = await session.scalar(kept.order_by(ReportEdition.edition.desc()).limit(1))
    if last is None:
        return None, []
    return last.edition, changes(last.content, await live_content(session, of, report))
