"""How much waits in the database: what whoever watches the service wants to see not grow."""

from collections.abc import Mapping

from sqlalchemy import text

from api.kit.db import Database

_WAITING = text(
    """
    SELECT (SELECT coalesce(sum(count), 0) FROM outbox) AS outbox_waiting,
        (SELECT last_position FROM feed_state WHERE id = 1) AS feed_position,
        (SELECT last_position FROM feed_state WHERE id = 1)
            - coalesce((SELECT min(position) FROM feed_readers), 0) AS feed_reader_lag,
        (SELECT count(*) FROM jobs WHERE status = 'queued') AS jobs_queued,
        (SELECT count(*) FROM jobs WHERE status = 'running') AS jobs_running,
        (SELECT count(*) FROM jobs WHERE status = 'failed') AS jobs_failed,
        (SELECT count(*) FROM audit_pending) AS audit_waiting
    """
)


async def waiting(database: Database) -> Mapping[str, float]:
    """The numbers by name, and how many connections of this process are in use."""
    async with database.engine.connect() as connection:
        found = (await connection.execute(_WAITING)).one()
    return {**found._mapping, "database_connections": database.engine.pool.checkedout()}  # type: ignore[attr-defined]
