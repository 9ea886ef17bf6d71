"""/reports: what units send in a round."""

from typing import Annotated, Any

from fastapi import Path, Query, Request, Response

from api.kit.http.answers import plain, record
from api.kit.http.etag import NOT_MODIFIED
from api.kit.http.route import resource
from api.kit.pagination import page
from api.kit.problems import Forbidden, NotFound, PreconditionRequired, Stale, declare
from api.kit.schemas import Page
from api.plans.dependencies import Desk
from api.reporting import service
from api.reporting.dependencies import (
    ReportReader,
    ReportReceiver,
    ReportSender,
    ReportToRead,
    ReportToReceive,
    ReportToSend,
    ReportToWrite,
    ReportWriter,
)
from api.reporting.errors import ReportNotOpen, ReportNotReceived, ReportNotSent, RoundClosed
from api.reporting.models import Report
from api.reporting.permissions import REPORT_RECEIVE, REPORT_SEND, REPORT_WRITE
from api.reporting.queries import completeness
from api.reporting.queries import reports as queries
from api.reporting.queries.reports import ReportFilters
from api.reporting.schemas.report import (
    ChangedBelowOut,
    CorrectIn,
    EditionDetailOut,
    ReceivedOut,
    ReceiveManyIn,
    ReportChangesOut,
    ReportDetailOut,
    ReportOut,
    ReportPatch,
    ReturnIn,
)
from api.reporting.service import Seen

router = resource("reporting")
_ALL, _ONE = "/reports", "/reports/{report_id}"
_CHANGE = (Forbidden, NotFound, PreconditionRequired, Stale)


@router.get(_ALL, response_model=Page[ReportOut], operation_id="list_reports", responses=declare(Forbidden))
async def list_reports(request: Request, at: ReportReader, filters: Annotated[ReportFilters, Query()]) -> Response:
    """Reports of the units at and below the caller, and those sent to the caller's.

    Sorts: due_at, sent_at, updated_at, unit; by default those due first.
    """
    now = at.session.info["now"]
    return await page(
        request,
        at.session,
        queries.listed(at.subject, filters, now, at.today),
        filters,
        sorts=queries.SORTS,
        default_sort="due_at",
        tie=Report.id,
        shape=lambda row: queries.shape(row, now),
    )


@router.post(
    f"{_ALL}/receive",
    response_model=ReceivedOut,
    operation_id="receive_reports",
    responses=declare(Forbidden),
)
async def receive_reports(at: ReportReceiver, given: ReceiveManyIn) -> Response:
    """Receive many: those named, or all that wait and are clean, without waiting for the last. All or none."""
    voice = service.voice_of(at.subject, REPORT_RECEIVE)
    return plain({"received": await service.receive_many(at.session, at.actor, voice, at.subject, given)})


@router.get(
    _ONE,
    response_model=ReportDetailOut,
    operation_id="get_report",
    responses=declare(Forbidden, NotFound) | NOT_MODIFIED,
)
async def get_report(request: Request, seen: ReportToRead, at: ReportReader) -> Response:
    """One report: gathered as things are now, or as it was received."""
    return await _answer(request, at, seen)


@router.patch(
    _ONE,
    response_model=ReportDetailOut,
    operation_id="update_report",
    responses=declare(*_CHANGE, ReportNotOpen, RoundClosed),
)
async def update_report(request: Request, seen: ReportToWrite, at: ReportWriter, patch: ReportPatch) -> Response:
    """Keep what was written so far (RFC 7396)."""
    voice = service.voice_of(at.subject, REPORT_WRITE)
    await service.save(at.session, at.actor, voice, seen.of, seen.report, given=patch.sections)
    return await _answer(request, at, seen)


@router.post(
    f"{_ONE}/send",
    response_model=ReportDetailOut,
    operation_id="send_report",
    responses=declare(*_CHANGE, ReportNotOpen, RoundClosed),
)
async def send_report(request: Request, seen: ReportToSend, at: ReportSender) -> Response:
    """Send it, with its figures; the answer holds the receipt."""
    voice = service.voice_of(at.subject, REPORT_SEND)
    await service.send(at.session, at.actor, voice, seen.of, [seen.report])
    return await _answer(request, at, seen)


@router.post(
    f"{_ONE}/return",
    response_model=ReportDetailOut,
    operation_id="return_report",
    responses=declare(*_CHANGE, ReportNotSent, RoundClosed),
)
async def return_report(request: Request, seen: ReportToReceive, at: ReportReceiver, given: ReturnIn) -> Response:
    """Send it back to be completed, with the reason on each line; the unit is told."""
    voice = service.voice_of(at.subject, REPORT_RECEIVE)
    await service.return_(at.session, at.actor, voice, seen.of, seen.report, reasons=given.lines, text=given.text)
    return await _answer(request, at, seen)


@router.post(
    f"{_ONE}/receive",
    response_model=ReportDetailOut,
    operation_id="receive_report",
    responses=declare(*_CHANGE, ReportNotSent),
)
async def receive_report(request: Request, seen: ReportToReceive, at: ReportReceiver) -> Response:
    """Receive it: what it says is kept for good, its figures are locked."""
    voice = service.voice_of(at.subject, REPORT_RECEIVE)
    await service.receive(at.session, at.actor, voice, seen.of, [seen.report])
    return await _answer(request, at, seen)


@router.post(
    f"{_ONE}/correct",
    response_model=ReportDetailOut,
    operation_id="correct_report",
    responses=declare(*_CHANGE, ReportNotReceived, RoundClosed),
)
async def correct_report(request: Request, seen: ReportToSend, at: ReportSender, given: CorrectIn) -> Response:
    """Open it again as a new edition (đính chính); what was received stays to be read."""
    voice = service.voice_of(at.subject, REPORT_SEND)
    await service.correct(at.session, at.actor, voice, seen.of, seen.report, reason=given.reason)
    return await _answer(request, at, seen)


@router.get(
    f"{_ONE}/changes",
    response_model=ReportChangesOut,
    operation_id="list_report_changes",
    responses=declare(Forbidden, NotFound),
)
async def list_report_changes(seen: ReportToRead, at: ReportReader) -> Response:
    """What is otherwise now than in the edition received last."""
    edition, items = await service.changes_since_received(at.session, seen.of, seen.report)
    return plain({"edition": edition, "items": items, "next_cursor": None})


@router.get(
    f"{_ONE}/changes-below",
    response_model=ChangedBelowOut,
    operation_id="list_changes_below_report",
    responses=declare(Forbidden, NotFound),
)
async def list_changes_below_report(seen: ReportToRead, at: ReportReader) -> Response:
    """Figures of the reports it is compiled from that changed after those were received: before, now, who and when.

    404 where nothing is below.
    """
    return plain(await service.changed_below(at.session, at.subject, seen))


@router.get(
    f"{_ONE}/editions/{{edition}}",
    response_model=EditionDetailOut,
    operation_id="get_report_edition",
    responses=declare(Forbidden, NotFound) | NOT_MODIFIED,
)
async def get_report_edition(
    request: Request,
    seen: ReportToRead,
    at: ReportReader,
    edition: Annotated[int, Path(ge=1, le=100_000, description="Which of the editions received.")],
) -> Response:
    """A report as it was received, for good."""
    kept = await service.edition_of(at.session, seen.report, edition)
    facts = {name: getattr(kept, name) for name in ("edition", "sent_at", "received_at", "received_by", "receipt_code")}
    return record(request, {"version": 1, **facts, **_shown(seen, kept.content)})


async def _answer(request: Request, at: Desk, seen: Seen) -> Response:
    await at.session.flush()
    row = (await at.session.execute(queries.one(at.subject, seen.report.id, at.today))).one()
    content = await service.content_of(at.session, seen.of, seen.report)
    compiled = completeness.compiled_by(at.subject, seen.of.id, seen.report.unit_id, at.session.info["now"], at.today)
    below = completeness.shape((await at.session.execute(compiled)).one())
    body = {
        **queries.shape(row, at.session.info["now"]),
        **queries.shape_more(row, writes=seen.writes, sends=seen.sends, receives=seen.receives),
        "cutoff_on": next(step.cutoff_on for step in seen.of.steps if step.position == seen.report.step),
        "below": below if below["expected"] else None,
        "prefilled": seen.report.sections is None and any(content["sections"].values()),
        **_shown(seen, content),
    }
    # What it gathers, names it shows, lateness, and what the caller may do, change without a write of it.
    derived = [body["overdue"], body["may"], body["below"], content, *(str(row[n]) for n in range(len(row)))]
    return record(request, body, derived=derived)


def _shown(seen: Seen, content: dict[str, Any]) -> dict[str, Any]:
    outline = service.outline_of(seen.of, seen.report)
    sections = [
        {**section, "text": content["sections"].get(section["code"]) if section["kind"] == "text" else None}
        for section in outline
    ]
    parts = {part: content[part] for part in ("figures", "assignments")}
    # What was received before difficulties named their report says nothing of it.
    raised = [{"report_id": None, **each} for each in content["difficulties"]]
    return {"sections": sections, **parts, "difficulties": raised}
