"""Fixtures of the whole suite: a real PostgreSQL, one transaction a test, an application, callers.

The server is 18 from the wheel, or Debian's 15 with LOTRINH_TEST_POSTGRES=15. With xdist the controller starts it
before its workers; alone, the first test that needs it does.
"""

import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import hypothesis
import pytest
import pytest_asyncio
from fastapi import FastAPI
from sqlalchemy import event, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, async_sessionmaker

from api.kit import logging, queue
from api.kit.db import Database
from api.kit.jobs import Job
from api.main import create_app
from api.settings import OidcProvider, Settings
from api.worker import JOBS
from tests.support import events, server
from tests.support.callers import Callers
from tests.support.clock import FixedClock
from tests.support.contract import Contract
from tests.support.reads import ConnectionReads

# A loaded machine is slow, not wrong.
hypothesis.settings.register_profile("ours", deadline=None)
hypothesis.settings.load_profile("ours")
# Where no coverage hangs on what is made up, `make test` makes up less of it; `make soak` has the rest.
hypothesis.settings.register_profile("few", deadline=None, max_examples=30)

# One may sign in by it, as far as anybody asks; nothing answers there.
PROVIDER = OidcProvider(id="an-idp", label_vi="Thử", label_en="Trial", issuer="http://127.0.0.1:9", client_id="us")
_RUNNING = pytest.StashKey[Any]()
_TRANSACTIONAL = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")


def pytest_configure(config: pytest.Config) -> None:
    """With workers to come, start the server they share."""
    logging.configure("ERROR")
    events.watch()
    if getattr(config.option, "numprocesses", None) and not hasattr(config, "workerinput"):
        _start(config)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs the server, and begin with the rarer: what needs the seed, or what does not.

    Of two processes then only one loads the seed at first, and the other has its own to do instead of waiting for it.
    """
    for item in items:
        if _needs(item, "admin_url"):
            item.add_marker("database")
    seeded = sum(_needs(item, "seeded_url") for item in items)
    rarer = 2 * seeded <= len(items)
    items.sort(key=lambda item: _needs(item, "seeded_url") is not rarer)


def _needs(item: pytest.Item, fixture: str) -> bool:
    return fixture in getattr(item, "fixturenames", ())


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server this process started."""
    if _RUNNING in config.stash:
        server.stop(config.stash[_RUNNING])


def _start(config: pytest.Config) -> None:
    config.stash[_RUNNING] = server.start(os.environ.get("LOTRINH_TEST_POSTGRES", "18"))


@pytest.fixture(scope="session")
def admin_url(pytestconfig: pytest.Config) -> str:
    """The server's address for its superuser."""
    if server.VARIABLE not in os.environ:
        _start(pytestconfig)
    return os.environ[server.VARIABLE]


@pytest_asyncio.fixture(scope="session")
async def database_url(admin_url: str) -> AsyncIterator[str]:
    """This worker's clone of the template."""
    url = await server.clone(admin_url)
    yield url
    await server.drop(admin_url, url)


@pytest_asyncio.fixture
async def own_database_url(admin_url: str) -> AsyncIterator[str]:
    """A clone for one test: for what must really commit, concurrently or across processes."""
    url = await server.clone(admin_url)
    yield url
    await server.drop(admin_url, url)


@pytest_asyncio.fixture
async def real(own_database_url: str) -> AsyncIterator[Database]:
    """A database where commits are commits, with connections for several at a time."""
    database = Database.connect(own_database_url, pool=20)
    yield database
    await database.close()


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of a loopback deployment with a home of its own."""
    home = tmp_path_factory.mktemp("home")
    # A stream ends as soon as it has begun: the client here waits for the end of every answer.
    return Settings(
        home=home, database_url="postgresql://unused", demo=False, stream_seconds=0, oidc_providers=(PROVIDER,)
    )


@pytest_asyncio.fixture(scope="session")
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    """One pool for the worker's tests."""
    database = Database.connect(database_url, pool=5)
    yield database.engine
    await database.close()


@pytest_asyncio.fixture
async def connection(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """A connection whose transaction is rolled back after the test."""
    async with engine.connect() as connection:
        outer = await connection.begin()
        yield connection
        await outer.rollback()


@pytest.fixture
def clock() -> FixedClock:
    """12:00 on 20 May 2026 in Việt Nam."""
    return FixedClock()


@pytest.fixture
def database(connection: AsyncConnection, engine: AsyncEngine) -> Database:
    """The application's database, inside the test's transaction: its commits are savepoints."""
    sessions = async_sessionmaker(bind=connection, join_transaction_mode="create_savepoint", expire_on_commit=False)
    return Database(engine, ConnectionReads(connection), sessions)


@pytest_asyncio.fixture
async def session(database: Database, clock: FixedClock) -> AsyncIterator[AsyncSession]:
    """A session to arrange and to look with; `commit()` or `flush()` what a request must see."""
    async with database.session(clock()) as session:
        yield session


@pytest.fixture(scope="session")
def application(settings: Settings) -> FastAPI:
    """The application, built once and whole; each test lends it its database and clock."""
    app = create_app(settings, database=Database.connect("postgresql://unused"))
    app.state.parts.load_all()
    return app


@pytest.fixture(scope="session")
def contract() -> Contract:
    """What every answer is held against."""
    return Contract()


@pytest.fixture
def app(application: FastAPI, database: Database, clock: FixedClock) -> FastAPI:
    """The application of this test."""
    application.state.database = database
    application.state.clock = clock
    return application


@pytest.fixture
def callers(app: FastAPI) -> Iterator[Callers]:
    """Signs subjects in."""
    real = getattr(app.state, "authenticator", None)
    yield Callers(app)
    app.state.authenticator = real


@pytest_asyncio.fixture
async def client(app: FastAPI, callers: Callers, contract: Contract) -> AsyncIterator[httpx.AsyncClient]:
    """Talks to the application as HTTP would; every answer must keep the contract."""

    async def check(response: httpx.Response) -> None:
        await response.aread()
        contract.check(response)

    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(
        transport=transport, base_url="http://testserver", event_hooks={"response": [check]}
    ) as client:
        yield client


@pytest_asyncio.fixture
async def count_queries(connection: AsyncConnection, engine: AsyncEngine) -> Callable[[], Any]:
    """`with count_queries() as queries:` collects the statements sent meanwhile, through SQLAlchemy or past it."""
    raw = (await connection.get_raw_connection()).driver_connection
    assert raw is not None

    @contextmanager
    def counting() -> Iterator[list[str]]:
        seen: list[str] = []

        def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
            seen.append(statement)

        event.listen(engine.sync_engine, "before_cursor_execute", note)
        with raw.query_logger(lambda record: seen.append(record.query)):
            yield seen
        event.remove(engine.sync_engine, "before_cursor_execute", note)
        seen[:] = [statement for statement in seen if not statement.startswith(_TRANSACTIONAL)]

    return counting


@pytest.fixture
def run_jobs(app: FastAPI, database: Database, clock: FixedClock, session: AsyncSession) -> Callable[[], Any]:
    """`await run_jobs()`: the worker takes every job that is waiting."""

    async def run() -> None:
        await session.commit()
        for job_id, kind in (await session.execute(select(Job.id, Job.kind).where(Job.status == "queued"))).all():
            assert await queue._begin(database, clock, job_id)
            await queue.perform(database, clock, app.state.files, job_id, JOBS.kinds[kind])

    return run
