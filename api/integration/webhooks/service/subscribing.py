"""Webhooks are made, changed, closed and replayed; each leaves its audit entry."""

import secrets
from datetime import timedelta
from typing import Any, NamedTuple

from fastapi import Request
from sqlalchemy import delete as delete_from
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import Actor, record
from api.identity.models import Client
from api.identity.queries.accounts import named
from api.identity.service import reach, sealing
from api.integration.webhooks.models import Webhook, WebhookDelivery, WebhookState
from api.integration.webhooks.permissions import WEBHOOK_WRITE
from api.integration.webhooks.rules import DELIVERIES_KEPT, url_fault, written_secret
from api.integration.webhooks.schemas import WebhookIn, WebhookPatch
from api.kit.calendar import vietnam_today
from api.kit.events import look
from api.kit.permissions import Subject
from api.kit.problems import Message, invalid
from api.settings import Settings
from api.units.scope import governs

_KEY_BYTES = 32
_NAME = "webhook"
_UNKNOWN_CLIENT = Message("Không có hệ thống kết nối này trong phạm vi của bạn.", "There is no such client in reach.")
_URL_FAULTS = {
    "bad_url": Message("Địa chỉ không đúng.", "This is no address a message can be sent to."),
    "https_only": Message("Địa chỉ phải bắt đầu bằng https://.", "The address must begin with https://."),
    "private_address": Message(
        "Địa chỉ này nằm trong mạng nội bộ nên không được gửi tới.",
        "This address is in a private network, which nothing is sent to.",
    ),
}


class Hand(NamedTuple):
    """Who does something to webhooks, and the deployment's settings."""

    actor: Actor
    subject: Subject
    settings: Settings

    @classmethod
    def of(cls, request: Request) -> "Hand":
        """The caller of a request."""
        return cls(Actor.of(request), request.state.subject, request.app.state.settings)


async def create(session: AsyncSession, hand: Hand, body: WebhookIn) -> tuple[Webhook, str]:
    """A new webhook of a client in reach, and its secret. Raises Invalid, BeyondReach."""
    _check_url(hand.settings, body.url)
    client = await _client(session, hand.subject, body.client)
    await reach.refuse_beyond(session, hand.subject, WEBHOOK_WRITE, client.id)
    webhook = Webhook(client_id=client.id, url=body.url, description=body.description, types=sorted(set(body.types)))
    secret = _give_key(hand.settings, webhook)
    session.add(webhook)
    await session.flush()
    position = body.after if body.after is not None else (await look(session))[0]
    session.add(WebhookState(webhook_id=webhook.id, position=position))
    await _note(session, hand.actor, "create", webhook, (client, {"url": webhook.url, "types": webhook.types}))
    return webhook, secret


async def change(session: AsyncSession, hand: Hand, webhook: Webhook, body: WebhookPatch) -> None:
    """Change what was sent; one that is enabled is tried at once. Raises Invalid, BeyondReach."""
    changes: dict[str, Any] = body.changes()
    client = await _own_client(session, hand.subject, webhook)
    if "url" in changes:
        _check_url(hand.settings, changes["url"])
        webhook.url = changes["url"]
    webhook.description = changes.get("description", webhook.description)
    webhook.types = sorted(set(changes.get("types", webhook.types)))
    if changes.get("enabled") is False:
        webhook.disabled_because = webhook.disabled_because or "asked"
    elif "enabled" in changes:
        webhook.disabled_because = None
        await _try_now(session, webhook)
    await _note(session, hand.actor, "update", webhook, (client, changes))


async def delete(session: AsyncSession, hand: Hand, webhook: Webhook) -> None:
    """Close a webhook for good. Raises BeyondReach."""
    client = await _own_client(session, hand.subject, webhook)
    webhook.deleted_at = session.info["now"]
    await _note(session, hand.actor, "delete", webhook, (client, {}))


async def rotate(session: AsyncSession, hand: Hand, webhook: Webhook, overlap: timedelta) -> str:
    """A new secret; messages are signed by the one before, too, for the overlap. Raises BeyondReach."""
    client = await _own_client(session, hand.subject, webhook)
    webhook.previous_key, webhook.previous_until = webhook.sealed_key, session.info["now"] + overlap
    secret = _give_key(hand.settings, webhook)
    until = webhook.previous_until.isoformat()
    await _note(session, hand.actor, "update", webhook, (client, {"secret": "rotated", "previous_until": until}))
    return secret


async def replay(session: AsyncSession, hand: Hand, webhook: Webhook, *conditions: Any) -> int:
    """Send deliveries again, in their order, from now on; how many. Raises BeyondReach."""
    client = await _own_client(session, hand.subject, webhook)
    now = session.info["now"]
    again = update(WebhookDelivery).where(WebhookDelivery.webhook_id == webhook.id, *conditions)
    done = await session.execute(
        again.values(status="pending", attempts=0, queued_at=now, next_attempt_at=now, delivered_at=None)
    )
    await _try_now(session, webhook)
    count = int(done.rowcount)  # type: ignore[attr-defined]
    await _note(session, hand.actor, "replay", webhook, (client, {"deliveries": count}))
    return count


async def forget_old(session: AsyncSession) -> int:
    """Delete deliveries that ended and are older than they are kept; how many."""
    before = session.info["now"] - DELIVERIES_KEPT
    ended = (WebhookDelivery.created_at < before, WebhookDelivery.status != "pending")
    deleted = await session.execute(delete_from(WebhookDelivery).where(*ended))
    return int(deleted.rowcount)  # type: ignore[attr-defined]


def keys_of(settings: Settings, webhook: Webhook, now: Any) -> list[bytes]:
    """The keys messages are signed by now; none that was sealed with another secret key."""
    sealed = [webhook.sealed_key]
    if webhook.previous_key is not None and webhook.previous_until is not None and webhook.previous_until > now:
        sealed.append(webhook.previous_key)
    opened = (sealing.unseal(sealing.secret_key(settings), each, _NAME) for each in sealed)
    return [key for key in opened if key is not None]


def _give_key(settings: Settings, webhook: Webhook) -> str:
    key = secrets.token_bytes(_KEY_BYTES)
    webhook.sealed_key = sealing.seal(sealing.secret_key(settings), key, _NAME)
    return written_secret(key)


def _check_url(settings: Settings, url: str) -> None:
    fault = url_fault(url, http=settings.webhook_http, allowed=settings.webhook_networks)
    if fault is not None:
        raise invalid("/url", fault, _URL_FAULTS[fault])


async def _client(session: AsyncSession, subject: Subject, reference: str) -> Client:
    today = vietnam_today(session.info["now"])
    found = select(Client).where(
        named(Client, reference), Client.deleted_at.is_(None),
        governs(subject, WEBHOOK_WRITE, today)(Client.unit_id),
    )  # fmt: skip
    client = await session.scalar(found)
    if client is None:
        raise invalid("/client", "unknown_client", _UNKNOWN_CLIENT)
    return client


async def _own_client(session: AsyncSession, subject: Subject, webhook: Webhook) -> Client:
    """Whose webhook it is. Raises BeyondReach for a client that acts where the caller administers nothing."""
    await reach.refuse_beyond(session, subject, WEBHOOK_WRITE, webhook.client_id)
    return await session.get_one(Client, webhook.client_id)


async def _try_now(session: AsyncSession, webhook: Webhook) -> None:
    mine = update(WebhookState).where(WebhookState.webhook_id == webhook.id)
    await session.execute(mine.values(failures=0, paused_until=None))


async def _note(
    session: AsyncSession, actor: Actor, verb: str, webhook: Webhook, told: tuple[Client, dict[str, Any]]
) -> None:
    client, changes = told
    webhook.updated_at = session.info["now"]
    await session.flush()
    record(
        session, actor, f"webhook.{verb}", entity="webhook", entity_id=webhook.id, unit_id=client.unit_id,
        changes={"client": client.code} | changes,
    )  # fmt: skip
