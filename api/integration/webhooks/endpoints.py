"""/webhooks, for administrators: where changes are brought to, and what became of each."""

from datetime import timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from api.identity.dependencies.accounts import Today
from api.identity.errors import BeyondReach
from api.integration.webhooks import queries
from api.integration.webhooks.dependencies import (
    DeliverySeen,
    DeliveryToWrite,
    WebhookReader,
    WebhookSeen,
    WebhookToChange,
    WebhookToWrite,
    WebhookWriter,
)
from api.integration.webhooks.models import Webhook, WebhookDelivery
from api.integration.webhooks.schemas import (
    DeliveryDetail,
    DeliveryFilters,
    DeliveryOut,
    ReplayedOut,
    ReplayIn,
    RotateWebhookIn,
    WebhookFilters,
    WebhookIn,
    WebhookOut,
    WebhookPatch,
    WebhookWithSecret,
)
from api.integration.webhooks.service import subscribing
from api.integration.webhooks.service.subscribing import Hand
from api.kit.calendar import vietnam_today
from api.kit.db import Tx
from api.kit.http.answers import plain, record
from api.kit.http.etag import NOT_MODIFIED
from api.kit.http.idempotency import hide_when_replayed
from api.kit.http.route import resource
from api.kit.pagination import page
from api.kit.permissions import Subject
from api.kit.problems import Forbidden, NotFound, PreconditionRequired, Stale, declare
from api.kit.schemas import Page

router = resource("webhooks")
_TO_CHANGE = (Forbidden, NotFound, Stale, PreconditionRequired, BeyondReach)


@router.get("/webhooks", operation_id="list_webhooks", response_model=Page[WebhookOut], responses=declare(Forbidden))
async def list_webhooks(
    request: Request, session: Tx, subject: WebhookReader, today: Today, query: Annotated[WebhookFilters, Query()]
) -> Response:
    """The webhooks of clients whose home unit the caller administers. Sorts: created_at, updated_at."""
    return await page(
        request,
        session,
        queries.webhooks(subject, today, query.client),
        query,
        sorts=queries.SORTS,
        default_sort="-created_at",
        tie=Webhook.id,
        shape=queries.shape,
    )


@router.post(
    "/webhooks",
    operation_id="create_webhook",
    status_code=201,
    response_model=WebhookWithSecret,
    responses=declare(Forbidden, BeyondReach),
)
async def create_webhook(request: Request, session: Tx, subject: WebhookWriter, body: WebhookIn) -> Response:
    """Have the changes a client may see brought to an address. The secret is in this answer and nowhere else.

    Messages are signed by Standard Webhooks (`webhook-id`, `webhook-timestamp`, `webhook-signature`); their body is
    `{type, timestamp, data}`, the data an item of `/changes`. They come one at a time, in the order of the feed; one
    that the receiver refuses (4xx) comes again later, after others. Whoever gets one twice knows it by its id, an older
    one by its version. A receiver that is down is tried again for four days, 410 ends the webhook.
    """
    webhook, secret = await subscribing.create(session, Hand.of(request), body)
    location = f"/api/v1/webhooks/{webhook.id}"
    return await _with_secret(request, session, subject, webhook, secret, status=201, location=location)


@router.get(
    "/webhooks/{webhook_id}",
    operation_id="get_webhook",
    response_model=WebhookOut,
    responses=declare(Forbidden, NotFound) | NOT_MODIFIED,
)
async def get_webhook(request: Request, session: Tx, subject: WebhookReader, webhook_id: UUID) -> Response:
    """One webhook, how far it has come and how its receiver does."""
    shown = await _shape(session, subject, webhook_id)
    return record(request, shown, derived=[shown["position"], shown["failures"], shown["paused_until"]])


@router.patch(
    "/webhooks/{webhook_id}", operation_id="update_webhook", response_model=WebhookOut, responses=declare(*_TO_CHANGE)
)
async def update_webhook(
    request: Request, session: Tx, subject: WebhookWriter, webhook: WebhookToChange, body: WebhookPatch
) -> Response:
    """Change a webhook, stop it, or have it go on where it stopped."""
    await subscribing.change(session, Hand.of(request), webhook, body)
    return record(request, await _shape(session, subject, webhook.id))


@router.delete("/webhooks/{webhook_id}", operation_id="delete_webhook", status_code=204, responses=declare(*_TO_CHANGE))
async def delete_webhook(request: Request, session: Tx, webhook: WebhookToChange) -> None:
    """Close a webhook for good."""
    await subscribing.delete(session, Hand.of(request), webhook)


@router.post(
    "/webhooks/{webhook_id}/rotate-secret",
    operation_id="rotate_webhook_secret",
    response_model=WebhookWithSecret,
    responses=declare(Forbidden, NotFound, BeyondReach),
)
async def rotate_webhook_secret(
    request: Request, session: Tx, subject: WebhookWriter, webhook: WebhookToWrite, body: RotateWebhookIn
) -> Response:
    """A new secret, in this answer and nowhere else; for the overlap messages are signed by the one before, too."""
    secret = await subscribing.rotate(session, Hand.of(request), webhook, timedelta(hours=body.overlap_hours))
    return await _with_secret(request, session, subject, webhook, secret)


@router.post(
    "/webhooks/{webhook_id}/replay",
    operation_id="replay_webhook",
    response_model=ReplayedOut,
    responses=declare(Forbidden, NotFound, BeyondReach),
)
async def replay_webhook(request: Request, session: Tx, webhook: WebhookToWrite, body: ReplayIn) -> Response:
    """Send all deliveries again that were given up, or that arrived, after a position."""
    which = (WebhookDelivery.status == body.status, WebhookDelivery.position > body.after)
    return plain({"replayed": await subscribing.replay(session, Hand.of(request), webhook, *which)})


@router.get(
    "/webhooks/{webhook_id}/deliveries",
    operation_id="list_webhook_deliveries",
    response_model=Page[DeliveryOut],
    responses=declare(Forbidden, NotFound),
)
async def list_webhook_deliveries(
    request: Request, session: Tx, webhook: WebhookSeen, query: Annotated[DeliveryFilters, Query()]
) -> Response:
    """What was to be delivered in the last 90 days, the newest first, and what became of it. Sorts: position."""
    return await page(
        request,
        session,
        queries.deliveries(webhook.id, query.status),
        query,
        sorts=queries.DELIVERY_SORTS,
        default_sort="-position",
        tie=WebhookDelivery.id,
        shape=queries.delivery_shape,
    )


@router.get(
    "/webhooks/{webhook_id}/deliveries/{delivery_id}",
    operation_id="get_webhook_delivery",
    response_model=DeliveryDetail,
    responses=declare(Forbidden, NotFound),
)
async def get_webhook_delivery(session: Tx, delivery: DeliverySeen) -> Response:
    """One delivery with all its attempts."""
    return plain(await _log(session, delivery))


@router.post(
    "/webhooks/{webhook_id}/deliveries/{delivery_id}/replay",
    operation_id="replay_webhook_delivery",
    response_model=DeliveryDetail,
    responses=declare(Forbidden, NotFound, BeyondReach),
)
async def replay_webhook_delivery(
    request: Request, session: Tx, webhook: WebhookToWrite, delivery: DeliveryToWrite
) -> Response:
    """Send one delivery again, whatever became of it."""
    await subscribing.replay(session, Hand.of(request), webhook, WebhookDelivery.id == delivery.id)
    await session.refresh(delivery)
    return plain(await _log(session, delivery))


async def _log(session: AsyncSession, delivery: WebhookDelivery) -> dict[str, Any]:
    rows = await session.execute(queries.attempts(delivery.id))
    return queries.delivery_shape(delivery) | {"log": [dict(row._mapping) for row in rows]}


async def _with_secret(
    request: Request, session: AsyncSession, subject: Subject, webhook: Webhook, secret: str, **options: Any
) -> Response:
    hide_when_replayed(request, "secret")
    response = record(request, await _shape(session, subject, webhook.id) | {"secret": secret}, **options)
    response.headers["Cache-Control"] = "no-store"
    return response


async def _shape(session: AsyncSession, subject: Subject, webhook_id: UUID) -> dict[str, Any]:
    today = vietnam_today(session.info["now"])
    row = (await session.execute(queries.webhooks(subject, today).where(Webhook.id == webhook_id))).one_or_none()
    if row is None:
        raise NotFound
    return queries.shape(row)
