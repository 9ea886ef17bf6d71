"""The database: base class of the tables, sessions, and the driver's own connection under one."""

from datetime import datetime
from typing import Annotated, Any, cast
from uuid import UUID

import asyncpg
import orjson
from fastapi import Depends, Request
from sqlalchemy import MetaData, event
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, declared_attr, mapped_column

from api.kit.ids import uuid7
from api.kit.reads import PooledReads, Reads

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Base of all tables."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it from the class
        datetime: TIMESTAMP(timezone=True),
        dict[str, Any]: JSONB,
        list[dict[str, Any]]: JSONB,
    }


class Record(Base):
    """A record with an identifier and a version that only rises; deletes are soft.

    `created_at` and `updated_at` are stamped at flush from the session's clock, never by the database's.
    """

    __abstract__ = True

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    deleted_at: Mapped[datetime | None]

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 - a class-level hook of SQLAlchemy
        return {"version_id_col": cls.version}


@event.listens_for(Session, "before_flush")
def _stamp(session: Session, *_: object) -> None:
    """Write the instants of the request on what it creates and changes."""
    for record in session.new:
        if isinstance(record, Record):
            record.created_at = record.updated_at = session.info["now"]
    for record in session.dirty:
        if isinstance(record, Record) and session.is_modified(record):
            record.updated_at = session.info["now"]


def sqlalchemy_url(url: str) -> str:
    """A plain postgresql:// address as SQLAlchemy wants it, for the asyncpg driver."""
    return "postgresql+asyncpg://" + _without_scheme(url)


def _to_json(value: object) -> str:
    return orjson.dumps(value, default=_plain).decode()


def _plain(value: object) -> str:
    """The driver's own subclass of UUID, which orjson does not know."""
    if isinstance(value, UUID):
        return str(value)
    raise TypeError


def _without_scheme(url: str) -> str:
    for scheme in ("postgresql+asyncpg://", "postgresql://", "postgres://"):
        if url.startswith(scheme):
            return url.removeprefix(scheme)
    raise ValueError("LOTRINH_DATABASE_URL must start with postgresql://")


class Database:
    """One process's pool of connections with the sessions made from it, and the connections of hot reads."""

    def __init__(
        self, engine: AsyncEngine, reads: Reads, sessions: async_sessionmaker[AsyncSession] | None = None
    ) -> None:
        self.engine = engine
        self.reads = reads
        self._sessions = sessions or async_sessionmaker(engine, expire_on_commit=False)

    @classmethod
    def connect(cls, url: str, pool: int = 16, patience: float = 10) -> "Database":
        """A pool of at most `pool` connections beside those of `kit.reads`; none is opened before it is needed.

        Who finds all of them taken waits `patience` seconds for one, then gets a TimeoutError.
        """
        engine = create_async_engine(
            sqlalchemy_url(url),
            pool_size=pool,
            max_overflow=0,
            pool_timeout=patience,
            hide_parameters=True,  # what users send stays out of the log
            json_serializer=_to_json,
            json_deserializer=orjson.loads,
            connect_args={"server_settings": {"application_name": "lotrinh", "timezone": "UTC", "jit": "off"}},
        )
        return cls(engine, PooledReads("postgresql://" + _without_scheme(url)))

    def session(self, now: datetime) -> AsyncSession:
        """A new session whose records are stamped with `now`."""
        session = self._sessions()
        session.info["now"] = now
        return session

    async def close(self) -> None:
        """Close every connection."""
        await self.reads.close()
        await self.engine.dispose()


async def session_of(request: Request) -> AsyncSession:
    """Opened by the first that asks: what only reads hot never pays for it."""
    if request.state.session is None:
        database: Database = request.app.state.database
        request.state.session = database.session(request.app.state.clock())
    return cast(AsyncSession, request.state.session)


# The request's one transaction; kit.http.route commits and closes it.
Tx = Annotated[AsyncSession, Depends(session_of)]


async def driver_connection(session: AsyncSession) -> asyncpg.Connection:
    """The asyncpg connection under a session."""
    raw = await (await session.connection()).get_raw_connection()
    return cast(asyncpg.Connection, raw.driver_connection)
