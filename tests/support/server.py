"""One PostgreSQL server a test run: migrated once into a template, cloned for each worker in a few milliseconds."""

import asyncio
import os
import secrets
import shutil
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

import asyncpg
import psutil
from alembic import command
from alembic.config import Config

from api.kit.postgres import APPLICATION, PostgresServer, embedded_server

TEMPLATE = "lotrinh_template"
DEBIAN_15 = Path("/usr/lib/postgresql/15/bin")
VARIABLE = "LOTRINH_TEST_SERVER"
ROOT = Path(__file__).resolve().parents[2]
MEMORY, PLENTY = Path("/dev/shm"), 8 << 30


def start(major: str) -> PostgresServer:
    """A fresh server without fsync; `major` is 18 (the wheel's) or 15 (Debian's)."""
    home = Path(tempfile.mkdtemp(prefix="lotrinh-test-", dir=_quickest_place()))
    home.chmod(0o711)
    made = embedded_server(home, DEBIAN_15 if major == "15" else None)
    server = PostgresServer(made.bin_dir, made.data_dir, made.password, made.account, False, {"max_connections": "100"})
    server.start()
    migrate(server.url(), TEMPLATE, server.url("postgres", "postgres"))
    os.environ[VARIABLE] = server.url("postgres", "postgres")
    return server


def _quickest_place() -> Path | None:
    """Memory, where there is plenty; else where temporary files go.

    A clone is more than a thousand files, and ext4 takes twenty times as long to make a file for some time after as
    many were removed: it does not give their numbers out again at once.
    """
    if MEMORY.is_dir() and min(shutil.disk_usage(MEMORY).free, psutil.virtual_memory().available) > PLENTY:
        return MEMORY
    return None


def stop(server: PostgresServer) -> None:
    """Stop it and remove what it wrote."""
    server.stop()
    shutil.rmtree(server.data_dir.parent, ignore_errors=True)


def migrate(url: str, template: str, admin: str) -> None:
    """Make the template database and bring it to the newest schema, as a deployment would."""

    asyncio.run(_create(admin, template, "template0"))
    owner = _with_database(url, template)
    os.environ |= {"LOTRINH_DATABASE_OWNER_URL": owner, "LOTRINH_DATABASE_URL": as_application(owner)}
    try:
        command.upgrade(Config(ROOT / "alembic.ini"), "head")
    finally:
        del os.environ["LOTRINH_DATABASE_URL"], os.environ["LOTRINH_DATABASE_OWNER_URL"]


async def clone(admin: str, template: str = TEMPLATE) -> str:
    """A database of one's own, made from a template; returns its address for the application's role."""
    name = f"test_{secrets.token_hex(6)}"
    await _create(admin, name, template)
    return _with_database(admin, name)


async def fill_once(admin: str, template: str, fill: Callable[[str], Awaitable[None]]) -> None:
    """Make another template of a filled clone, by the first worker that asks for it; the others wait for it."""
    connection = await asyncpg.connect(admin)
    try:
        await connection.execute("SELECT pg_advisory_lock(hashtextextended($1, 0))", template)
        if not await connection.fetchval("SELECT count(*) FROM pg_database WHERE datname = $1", template):
            url = await clone(admin)
            await fill(url)
            await connection.execute(f'ALTER DATABASE "{_database(url)}" RENAME TO "{template}"')
    finally:
        await connection.close()


async def drop(admin: str, url: str) -> None:
    """Remove a clone, whoever is still connected to it."""
    connection = await asyncpg.connect(admin)
    await connection.execute(f'DROP DATABASE IF EXISTS "{_database(url)}" WITH (FORCE)')
    await connection.close()


async def _create(admin: str, name: str, template: str) -> None:
    connection = await asyncpg.connect(admin)
    await connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" OWNER lotrinh')
    await connection.close()


def _with_database(url: str, name: str) -> str:
    """The same server and the application's own role, another database."""
    head, _, query = url.partition("?")
    credentials, _, rest = head.partition("@")
    secret = credentials.rpartition(":")[2]
    host = rest.partition("/")[0]
    return f"postgresql://lotrinh:{secret}@{host}/{name}" + (f"?{query}" if query else "")


def as_application(url: str) -> str:
    """The same database for the role the application acts as, where its owner's is too powerful to try something."""
    return url.replace("//lotrinh:", f"//{APPLICATION}:")


def _database(url: str) -> str:
    return url.partition("?")[0].rpartition("/")[2]
