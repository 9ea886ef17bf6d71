"""Deliveries leave one at a time for each webhook, in the order of the feed, each step in a short transaction.

Who holds a webhook's lease sends for it, and nobody else, so no delivery is sent twice at once. A receiver in trouble
is left alone with its whole line, which keeps its order; what it refuses by itself is set aside and comes again.
"""

import asyncio
import random
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

import orjson
import structlog
from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import SYSTEM, record
from api.identity.models import Client
from api.integration.changes_api import queries as changes
from api.integration.webhooks.models import Webhook, WebhookAttempt, WebhookDelivery, WebhookState
from api.integration.webhooks.rules import Verdict, gives_up, signature, verdict_of, wait_after
from api.integration.webhooks.service.fanning import fan_out, subject_of
from api.integration.webhooks.service.sending import Answer, Sender
from api.integration.webhooks.service.subscribing import keys_of
from api.kit.calendar import vietnam_today
from api.kit.clock import Clock
from api.kit.db import Database
from api.kit.ids import uuid7
from api.settings import Settings

# Longer than a message may take.
LEASE = timedelta(minutes=2)
AT_ONCE = 4
_IDLE_SECONDS = 0.5
_IN_A_ROW = 100
_LONGEST_ASKED = timedelta(days=1)
_log = structlog.get_logger(__name__)


class Held(NamedTuple):
    """A webhook this worker sends for, as long as its lease holds."""

    webhook_id: UUID
    lease: UUID


class Message(NamedTuple):
    """A delivery ready to leave."""

    delivery_id: UUID
    url: str
    headers: dict[str, str]
    body: bytes


async def run(database: Database, clock: Clock, settings: Settings) -> None:
    """Fill the lines and empty them, for ever; several webhooks at once, so that a slow one holds up no other."""
    sender = Sender(settings)

    async def fill() -> None:
        while True:
            if not await fan_out(database, clock):
                await asyncio.sleep(_IDLE_SECONDS)

    # While there is nothing to send, one of them looks and the others wait for it.
    looking = asyncio.Lock()

    async def empty() -> None:
        while True:
            async with looking:
                held = await _claim(database, clock)
                if held is None:
                    await asyncio.sleep(_IDLE_SECONDS)
                    continue
            await _send_for(database, clock, sender, held)

    async with asyncio.TaskGroup() as parts:
        parts.create_task(fill())
        for _ in range(AT_ONCE):
            parts.create_task(empty())


async def deliver(database: Database, clock: Clock, sender: Sender) -> bool:
    """Send what is due of one webhook that nobody else sends for; false when there is none."""
    held = await _claim(database, clock)
    if held is not None:
        await _send_for(database, clock, sender, held)
    return held is not None


async def _send_for(database: Database, clock: Clock, sender: Sender, held: Held) -> None:
    for _ in range(_IN_A_ROW):
        message = await _next(database, clock, sender.settings, held)
        if message is None:
            break
        answer = await sender.send(message.url, message.headers, message.body)
        if not await _settle(database, clock, held, message.delivery_id, answer):
            break
    await _let_go(database, clock, held)


async def _claim(database: Database, clock: Clock) -> Held | None:
    now, lease = clock(), uuid7()
    due = select(WebhookDelivery.id).where(
        WebhookDelivery.webhook_id == WebhookState.webhook_id, WebhookDelivery.status == "pending",
        WebhookDelivery.next_attempt_at <= now,
    )  # fmt: skip
    free = or_(WebhookState.leased_until.is_(None), WebhookState.leased_until <= now)
    ready = or_(WebhookState.paused_until.is_(None), WebhookState.paused_until <= now)
    found = select(WebhookState).join(Webhook, Webhook.id == WebhookState.webhook_id)
    found = found.join(Client, Client.id == Webhook.client_id).where(
        Webhook.deleted_at.is_(None), Webhook.disabled_because.is_(None),
        Client.deleted_at.is_(None), Client.disabled_at.is_(None), free, ready, due.exists(),
    )  # fmt: skip
    found = found.order_by(WebhookState.leased_until.nulls_first()).limit(1)
    async with database.session(now) as session:
        state = await session.scalar(found.with_for_update(of=WebhookState, skip_locked=True))
        if state is not None:
            state.lease, state.leased_until = lease, now + LEASE
        await session.commit()
        return None if state is None else Held(state.webhook_id, lease)


async def _next(database: Database, clock: Clock, settings: Settings, held: Held) -> Message | None:
    """The next delivery, made anew from the feed as far as its client may see it now."""
    now = clock()
    async with database.session(now) as session:
        if not await _holds(session, held):
            return None
        webhook = await session.get_one(Webhook, held.webhook_id)
        while (delivery := await _due(session, held.webhook_id)) is not None:
            if webhook.disabled_because is not None or webhook.deleted_at is not None:
                return None
            item = await _item(database, session, webhook, delivery.position)
            if item is not None:
                await session.commit()
                return _message(settings, webhook, delivery, item, now)
            delivery.status, delivery.last = "dead", _told(Answer(None, "not_visible", 0), now)
            await session.commit()
        await session.commit()
        return None


async def _due(session: AsyncSession, webhook_id: UUID) -> WebhookDelivery | None:
    due = select(WebhookDelivery).where(
        WebhookDelivery.webhook_id == webhook_id, WebhookDelivery.status == "pending",
        WebhookDelivery.next_attempt_at <= session.info["now"],
    )  # fmt: skip
    found: WebhookDelivery | None = await session.scalar(due.order_by(WebhookDelivery.position).limit(1))
    return found


async def _holds(session: AsyncSession, held: Held) -> bool:
    """Whether the lease is still ours, and if so for another while."""
    ours = (WebhookState.webhook_id == held.webhook_id, WebhookState.lease == held.lease)
    longer = update(WebhookState).where(*ours).values(leased_until=session.info["now"] + LEASE)
    return await session.scalar(longer.returning(WebhookState.webhook_id)) is not None


async def _item(database: Database, session: AsyncSession, webhook: Webhook, position: int) -> bytes | None:
    client = await session.get_one(Client, webhook.client_id)
    subject = await subject_of(session, client)
    if subject is None:
        return None
    seen = changes.seen_by(subject, vietnam_today(session.info["now"]))
    found = await changes.read(database.reads, seen, None, position - 1, limit=1)
    return found.rows[0][1] if found.rows and found.rows[0][0] == position else None


def _message(settings: Settings, webhook: Webhook, delivery: WebhookDelivery, item: bytes, now: datetime) -> Message:
    message_id, timestamp = str(delivery.event_id), int(now.timestamp())
    at = orjson.loads(item)["at"]
    body = b'{"type":"%b","timestamp":"%b","data":%b}' % (delivery.type.encode(), at.encode(), item)
    headers = {
        "content-type": "application/json",
        "user-agent": "lotrinh-webhooks",
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signature(keys_of(settings, webhook, now), message_id, timestamp, body),
    }
    return Message(delivery.id, webhook.url, headers, body)


def _told(answer: Answer, now: datetime) -> dict[str, object]:
    at = now.isoformat().replace("+00:00", "Z")
    return {"at": at, "status_code": answer.status_code, "error": answer.error, "milliseconds": answer.milliseconds}


async def _settle(database: Database, clock: Clock, held: Held, delivery_id: UUID, answer: Answer) -> bool:
    """Write what came of a message; false when nothing more is to be sent to this receiver now."""
    now = clock()
    async with database.session(now) as session:
        ours = await _holds(session, held)
        delivery = await session.get_one(WebhookDelivery, delivery_id, with_for_update=True)
        told = _told(answer, now)
        session.add(WebhookAttempt(delivery_id=delivery_id, **(told | {"at": now})))
        delivery.attempts, delivery.last = delivery.attempts + 1, told
        verdict = verdict_of(answer.status_code)
        await _conclude(session, held.webhook_id, delivery, verdict, answer)
        await session.commit()
    return ours and verdict in {"delivered", "refused"}


async def _conclude(
    session: AsyncSession, webhook_id: UUID, delivery: WebhookDelivery, verdict: Verdict, answer: Answer
) -> None:
    now = session.info["now"]
    state = await session.get_one(WebhookState, webhook_id, with_for_update=True)
    if verdict == "delivered":
        delivery.status, delivery.delivered_at = "delivered", now
        state.failures, state.paused_until = 0, None
        return
    if verdict == "gone":
        await _disable(session, webhook_id)
        return
    if verdict == "trouble":
        state.failures += 1
        asked = timedelta(seconds=answer.retry_after or 0)
        wait = max(wait_after(state.failures, random.random()), min(asked, _LONGEST_ASKED))  # noqa: S311 - no secret
        state.paused_until = now + wait
    if gives_up(delivery.queued_at, now):
        delivery.status = "dead"
        _log.warning("webhook_delivery_given_up", webhook=str(webhook_id), delivery=str(delivery.id))
    elif verdict == "refused":
        delivery.next_attempt_at = now + wait_after(delivery.attempts, random.random())  # noqa: S311 - no secret


async def _disable(session: AsyncSession, webhook_id: UUID) -> None:
    """The receiver said that nobody is there any more. What waits, waits for whoever enables it again."""
    webhook = await session.get_one(Webhook, webhook_id, with_for_update=True)
    webhook.disabled_because = "gone"
    record(session, SYSTEM, "webhook.disable", entity="webhook", entity_id=webhook.id, changes={"because": "gone"})


async def _let_go(database: Database, clock: Clock, held: Held) -> None:
    async with database.session(clock()) as session:
        mine = update(WebhookState).where(WebhookState.lease == held.lease)
        await session.execute(mine.values(lease=None, leased_until=None))
        await session.commit()
