"""Webhooks of the clients a caller administers."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, select

from api.identity.models import Client
from api.identity.queries.accounts import named
from api.integration.webhooks.models import Webhook, WebhookAttempt, WebhookDelivery, WebhookState
from api.integration.webhooks.permissions import WEBHOOK_READ
from api.kit.permissions import Subject
from api.kit.sorting import SortKey
from api.units.scope import governs

SORTS = {"created_at": SortKey(Webhook.created_at), "updated_at": SortKey(Webhook.updated_at)}
DELIVERY_SORTS = {"position": SortKey(WebhookDelivery.position)}
_WEBHOOK = ("id", "version", "url", "description", "types", "disabled_because", "created_at", "updated_at")
_STATE = ("position", "failures", "paused_until")
_DELIVERY = (
    "id", "position", "event_id", "type", "status", "attempts", "created_at", "next_attempt_at", "delivered_at", "last",
)  # fmt: skip


def visible(subject: Subject, on: date) -> ColumnElement[bool]:
    """Webhooks of clients whose home the caller administers; takes both tables."""
    theirs = governs(subject, WEBHOOK_READ, on)(Client.unit_id)
    return and_(Webhook.deleted_at.is_(None), Client.deleted_at.is_(None), theirs)


def webhooks(subject: Subject, on: date, client: str | None = None) -> Select[Any]:
    """The webhooks a caller sees, as `shape` wants them."""
    columns: list[Any] = [getattr(Webhook, name) for name in (*_WEBHOOK, "previous_until")]
    columns += [getattr(WebhookState, name) for name in _STATE]
    columns += [Client.id.label("client_id"), Client.code.label("client_code"), Client.name.label("client_name")]
    found = select(*columns).join(Client, Client.id == Webhook.client_id)
    found = found.join(WebhookState, WebhookState.webhook_id == Webhook.id).where(visible(subject, on))
    return found if client is None else found.where(named(Client, client))


def shape(row: Any) -> dict[str, Any]:
    """A webhook as the API shows it."""
    shown: dict[str, Any] = {name: getattr(row, name) for name in (*_WEBHOOK, *_STATE, "previous_until")}
    client = {"id": row.client_id, "code": row.client_code, "name": row.client_name}
    return shown | {"client": client, "enabled": row.disabled_because is None}


def deliveries(webhook_id: UUID, status: str | None) -> Select[Any]:
    """The deliveries of a webhook the caller was found to see."""
    found = select(*(getattr(WebhookDelivery, name) for name in _DELIVERY))
    found = found.where(WebhookDelivery.webhook_id == webhook_id)
    return found if status is None else found.where(WebhookDelivery.status == status)


def delivery_shape(row: Any) -> dict[str, Any]:
    """A delivery as the API shows it."""
    shown = {name: getattr(row, name) for name in _DELIVERY}
    return shown if row.status == "pending" else shown | {"next_attempt_at": None}


def attempts(delivery_id: UUID) -> Select[Any]:
    """The attempts of a delivery, the oldest first."""
    columns: tuple[Any, ...] = (
        WebhookAttempt.at,
        WebhookAttempt.status_code,
        WebhookAttempt.error,
        WebhookAttempt.milliseconds,
    )
    found: Select[Any] = select(*columns).where(WebhookAttempt.delivery_id == delivery_id)
    return found.order_by(WebhookAttempt.at)
