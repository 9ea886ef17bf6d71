"""Guards of webhooks: resolve the path through what the caller sees, then check, then hand over."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.identity.dependencies.accounts import Today
from api.identity.models import Client
from api.integration.webhooks import queries
from api.integration.webhooks.models import Webhook, WebhookDelivery
from api.integration.webhooks.permissions import WEBHOOK_READ, WEBHOOK_WRITE
from api.kit.db import Tx
from api.kit.http.etag import IfMatch, expect_version
from api.kit.permissions import Subject, guard, mark_guard
from api.kit.problems import NotFound

WebhookReader = Annotated[Subject, guard(WEBHOOK_READ)]
WebhookWriter = Annotated[Subject, guard(WEBHOOK_WRITE)]


async def _find(session: AsyncSession, subject: Subject, webhook_id: UUID, today: Any, *, lock: bool) -> Webhook:
    found = select(Webhook).join(Client, Client.id == Webhook.client_id)
    found = found.where(Webhook.id == webhook_id, queries.visible(subject, today))
    webhook = await session.scalar(found.with_for_update(of=Webhook) if lock else found)
    if webhook is None:
        raise NotFound
    return webhook


async def _webhook(webhook_id: UUID, subject: WebhookReader, session: Tx, today: Today) -> Webhook:
    return await _find(session, subject, webhook_id, today, lock=False)


async def _to_write(webhook_id: UUID, subject: WebhookWriter, session: Tx, today: Today) -> Webhook:
    return await _find(session, subject, webhook_id, today, lock=True)


async def _unchanged(webhook: Annotated[Webhook, Depends(_to_write)], if_match: IfMatch = None) -> Webhook:
    expect_version(if_match, webhook.version)
    return webhook


async def _delivery_of(session: AsyncSession, webhook: Webhook, delivery_id: UUID) -> WebhookDelivery:
    found = select(WebhookDelivery).where(WebhookDelivery.id == delivery_id, WebhookDelivery.webhook_id == webhook.id)
    delivery = await session.scalar(found)
    if delivery is None:
        raise NotFound
    return delivery


async def _delivery(delivery_id: UUID, webhook: Annotated[Webhook, Depends(_webhook)], session: Tx) -> WebhookDelivery:
    return await _delivery_of(session, webhook, delivery_id)


async def _delivery_to_write(
    delivery_id: UUID, webhook: Annotated[Webhook, Depends(_to_write)], session: Tx
) -> WebhookDelivery:
    return await _delivery_of(session, webhook, delivery_id)


WebhookSeen = Annotated[Webhook, mark_guard(_webhook, WEBHOOK_READ)]
WebhookToWrite = Annotated[Webhook, mark_guard(_to_write, WEBHOOK_WRITE)]
WebhookToChange = Annotated[Webhook, mark_guard(_unchanged, WEBHOOK_WRITE)]
DeliverySeen = Annotated[WebhookDelivery, mark_guard(_delivery, WEBHOOK_READ)]
DeliveryToWrite = Annotated[WebhookDelivery, mark_guard(_delivery_to_write, WEBHOOK_WRITE)]
