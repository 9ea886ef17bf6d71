"""/confirmations and what is said of one value: figures from elsewhere are confirmed or disputed, not retyped."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response

from api.documents.answers import DOCUMENT, document
from api.documents.rendering import Format
from api.indicators import service
from api.indicators.dependencies import (
    DisputeToSettle,
    SettlingDesk,
    ValueReadingDesk,
    ValueToConfirm,
    ValueWritingDesk,
)
from api.indicators.endpoints.documents import DocumentRoute
from api.indicators.errors import DisputeNotOpen, ValueNotFromElsewhere, ValueReceived
from api.indicators.models import Confirmation
from api.indicators.queries import confirmations as queries
from api.indicators.queries.confirmations import ConfirmationFilters
from api.indicators.schemas.confirmation import ConfirmationOut, DisputeIn, SettlementIn
from api.kit.http.answers import record
from api.kit.http.etag import NOT_MODIFIED
from api.kit.http.route import resource
from api.kit.pagination import page
from api.kit.problems import Forbidden, NotFound, declare
from api.kit.schemas import Page, Reference
from api.plans.dependencies import Desk

router = resource("values")
papers = resource("values", DocumentRoute)
_VALUE = "/indicator-values/{value_id}"


@router.get(
    "/confirmations",
    response_model=Page[ConfirmationOut],
    operation_id="list_confirmations",
    responses=declare(Forbidden),
)
async def list_confirmations(
    request: Request, at: ValueReadingDesk, filters: Annotated[ConfirmationFilters, Query()]
) -> Response:
    """What units at and below the caller said of figures that came from other systems.

    Sorts: created_at, updated_at; by default the latest change first.
    """
    return await page(
        request,
        at.session,
        queries.filtered(queries.confirmations(at.subject, at.today), filters, at.today),
        filters,
        sorts=queries.SORTS,
        default_sort="-updated_at",
        tie=Confirmation.id,
        shape=queries.shape,
    )


@papers.get(
    "/confirmations/document",
    response_class=Response,
    operation_id="get_reconciliation_document",
    responses=declare(Forbidden) | DOCUMENT | NOT_MODIFIED,
)
async def get_reconciliation_document(
    request: Request,
    at: ValueReadingDesk,
    unit: Annotated[Reference, Query(description="Of which unit and those below it, by code or id.")],
    period: Annotated[str, Query(min_length=4, max_length=12, description="2026-Q2.")],
    form: Annotated[Format, Query(alias="format", description="What it is wanted as.")] = Format.DOCX,
) -> Response:
    """The reconciliation sheet (biên bản đối soát): figures from other systems in a period and what units say of them.

    Of a department only what somebody found wrong. Number, date and signatures are left empty.
    """
    paper, name = await service.reconciliation(at.session, at.subject, unit, period, at.today)
    return document(request, paper, form, name=name, version=0)


@router.post(
    f"{_VALUE}/confirm",
    response_model=ConfirmationOut,
    operation_id="confirm_indicator_value",
    responses=declare(Forbidden, NotFound, ValueNotFromElsewhere),
)
async def confirm_indicator_value(request: Request, value: ValueToConfirm, at: ValueWritingDesk) -> Response:
    """Say that a figure from another system is right (Đúng). Said for the unit by those above it, it is logged so."""
    made = await service.confirm(at.session, at.actor, at.subject, value)
    return await _answer(request, at, made.id)


@router.post(
    f"{_VALUE}/dispute",
    response_model=ConfirmationOut,
    operation_id="dispute_indicator_value",
    responses=declare(Forbidden, NotFound, ValueNotFromElsewhere),
)
async def dispute_indicator_value(
    request: Request, value: ValueToConfirm, at: ValueWritingDesk, given: DisputeIn
) -> Response:
    """Say that a figure from another system is wrong (Báo sai), which is right, and why.

    Until it is settled the figure counts that the indicator's `prevails` says.
    """
    made = await service.dispute(at.session, at.actor, at.subject, value, given)
    return await _answer(request, at, made.id)


@router.post(
    "/confirmations/{confirmation_id}/settle",
    response_model=ConfirmationOut,
    operation_id="settle_dispute",
    responses=declare(Forbidden, NotFound, DisputeNotOpen, ValueReceived),
)
async def settle_dispute(request: Request, dispute: DisputeToSettle, at: SettlingDesk, given: SettlementIn) -> Response:
    """Accept the unit's figure, which then stands, or the other system's."""
    await service.settle(at.session, at.actor, at.subject, dispute, given)
    return await _answer(request, at, dispute.id)


async def _answer(request: Request, at: Desk, confirmation_id: UUID) -> Response:
    await at.session.flush()
    found = queries.confirmations(at.subject, at.today).where(Confirmation.id == confirmation_id)
    body = queries.shape((await at.session.execute(found)).one())
    return record(request, body)
