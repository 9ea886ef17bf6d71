"""How much waits in the database, and since when: what whoever watches the service wants to see not grow."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import text

from api.kit.db import Database

# Every table here is of a package above: this knows their names and nothing else of them.
_WAITING = text(
    """
    SELECT (SELECT coalesce(sum(count), 0) FROM outbox) AS outbox_waiting,
        (SELECT extract(epoch FROM :now - min(at)) FROM outbox) AS outbox_oldest_seconds,
        (SELECT last_position FROM feed_state WHERE id = 1) AS feed_position,
        (SELECT last_position FROM feed_state WHERE id = 1)
            - coalesce((SELECT min(position) FROM feed_readers), 0) AS feed_reader_lag,
        (SELECT count(*) FROM jobs WHERE status = 'queued') AS jobs_queued,
        (SELECT extract(epoch FROM :now - min(created_at)) FROM jobs WHERE status = 'queued')
            AS jobs_oldest_queued_seconds,
        (SELECT count(*) FROM jobs WHERE status = 'running') AS jobs_running,
        (SELECT count(*) FROM jobs WHERE status = 'failed' AND result IS NULL) AS jobs_failed,
        (SELECT count(*) FROM audit_pending) AS audit_waiting,
        (SELECT count(*) FROM roll_up_queue) AS roll_ups_waiting,
        (SELECT extract(epoch FROM :now - min(at)) FROM roll_up_queue) AS roll_ups_oldest_seconds,
        (SELECT count(*) FROM webhook_deliveries WHERE status = 'pending') AS webhooks_waiting,
        (SELECT extract(epoch FROM :now - min(queued_at)) FROM webhook_deliveries WHERE status = 'pending')
            AS webhooks_oldest_seconds,
        (SELECT count(*) FROM webhook_deliveries WHERE status = 'dead') AS webhooks_given_up
    """
)
_READERS = text("SELECT name, last_position - position AS behind FROM feed_readers, feed_state WHERE feed_state.id = 1")


async def waiting(database: Database, now: datetime) -> Mapping[str, float]:
    """The numbers by name, and how many connections of this process are in use. Where nothing waits, it does 0 s."""
    async with database.engine.connect() as connection:
        found = (await connection.execute(_WAITING, {"now": now})).one()
        readers = (await connection.execute(_READERS)).all()
    said = {name: max(0.0, float(value or 0)) for name, value in found._mapping.items()}
    behind = {f'feed_reader_behind{{reader="{reader.name}"}}': float(reader.behind) for reader in readers}
    return {**said, **behind, "database_connections": database.engine.pool.checkedout()}  # type: ignore[attr-defined]
