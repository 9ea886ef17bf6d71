"""From the feed into the lines of those who want to hear: each change once for each webhook."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from api.identity.models import Client
from api.identity.rules.tokens import Principal
from api.identity.service import subjects
from api.integration.changes_api import queries as changes
from api.integration.changes_api.rules import sorted_out
from api.integration.webhooks.models import Webhook, WebhookState
from api.kit.calendar import vietnam_today
from api.kit.clock import Clock
from api.kit.db import Database
from api.kit.events import FeedState
from api.kit.ids import uuid7
from api.kit.permissions import Subject

_AT_ONCE = 1000
_QUEUE = text(
    """
    INSERT INTO webhook_deliveries
        (id, webhook_id, position, event_id, type, status, attempts, created_at, queued_at, next_attempt_at)
    SELECT g.id, :webhook_id, f.position, f.id, f.type, 'pending', 0, :now, :now, :now
    FROM unnest(CAST(:ids AS uuid[]), CAST(:positions AS bigint[])) AS g(id, position)
    JOIN feed f ON f.position = g.position
    ON CONFLICT (webhook_id, position) DO NOTHING
    """
)


async def fan_out(database: Database, clock: Clock) -> bool:
    """Look through the next changes for one webhook that is behind; false when none is.

    Its new place and its deliveries are one transaction: a change comes into a line once, or the look is made again.
    """
    async with database.session(clock()) as session:
        found = (await session.execute(_behind())).one_or_none()
        if found is None:
            return False
        state, webhook, client = found
        subject = await subject_of(session, client)
        if subject is not None:
            await _queue(database, session, state, webhook, subject)
        else:
            state.position = await changes.last_position(database.reads)
        await session.commit()
        return True


async def _queue(
    database: Database, session: AsyncSession, state: WebhookState, webhook: Webhook, subject: Subject
) -> None:
    now: datetime = session.info["now"]
    seen, wanted = changes.seen_by(subject, vietnam_today(now)), sorted_out(webhook.types)
    found = await changes.read(database.reads, seen, wanted, state.position, limit=_AT_ONCE)
    positions = [position for position, _ in found.rows]
    ids = [uuid7() for _ in positions]
    await session.execute(_QUEUE, {"webhook_id": webhook.id, "now": now, "ids": ids, "positions": positions})
    # From before what is kept, on to where that begins.
    state.position = positions[-1] if len(positions) == _AT_ONCE else max(found.scanned_to, found.first - 1)


def _behind() -> Select[Any]:
    last = select(FeedState.last_position).where(FeedState.id == 1).scalar_subquery()
    living = and_(Webhook.deleted_at.is_(None), Webhook.disabled_because.is_(None))
    tables: tuple[Any, ...] = (WebhookState, Webhook, Client)
    found: Select[Any] = select(*tables).join(Webhook, Webhook.id == WebhookState.webhook_id)
    found = found.join(Client, Client.id == Webhook.client_id)
    found = found.where(living, Client.deleted_at.is_(None), Client.disabled_at.is_(None), WebhookState.position < last)
    return found.order_by(WebhookState.position).limit(1).with_for_update(of=WebhookState, skip_locked=True)


async def subject_of(session: AsyncSession, client: Client) -> Subject | None:
    """Who a client is now, with all its scopes; None for one that is closed."""
    return await subjects.load(session, Principal("client", client.id, client.code, None, frozenset(client.scopes)))
