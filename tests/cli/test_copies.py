"""A copy of a deployment, and another deployment made of it: the drill."""

import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import pytest

from api.kit.files import open_store
from api.kit.postgres import APPLICATION, embedded_server
from tests.support.server import as_application

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def place() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="lotrinh-copy-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


def _run(home: Path, *words: str, **more: str) -> tuple[int, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LOTRINH_DATABASE")}
    done = subprocess.run(
        [sys.executable, "-m", "api.cli", *words], cwd=ROOT, text=True, check=False,
        env={**kept, "LOTRINH_HOME": str(home), "LOTRINH_DEMO": "false", **more},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    return done.returncode, done.stdout


async def _bytes() -> AsyncIterator[bytes]:
    yield b"bi\xc3\xaan b\xe1\xba\xa3n"


async def _counts(url: str) -> list[int]:
    connection = await asyncpg.connect(url)
    counts = [await connection.fetchval(f"SELECT count(*) FROM {name}") for name in ("units", "audit_entries", "plans")]
    await connection.close()
    return counts


async def _chain(url: str) -> None:
    connection = await asyncpg.connect(url)
    await connection.execute("SELECT chain_audit_entries(100000)")
    await connection.close()


@pytest.mark.soak
def test_a_deployment_is_made_of_the_copy_of_another(own_database_url: str, place: Path) -> None:
    """Rows, files, the chain and both roles; a copy that was touched is refused, and so is a database with rows."""
    given = {
        "LOTRINH_DATABASE_URL": as_application(own_database_url),
        "LOTRINH_DATABASE_OWNER_URL": own_database_url,
    }
    assert _run(place / "old", "seed", **given)[0] == 0
    asyncio.run(_chain(own_database_url))
    stored = asyncio.run(open_store(place / "old" / "files", None).add(_bytes()))
    code, printed = _run(place / "old", "backup", str(place / "copy"), **given)
    assert code == 0, printed
    assert "1 files" in printed
    assert "is there already" in _run(place / "old", "backup", str(place / "copy"), **given)[1]
    assert "not empty" in _run(place / "old", "restore", str(place / "copy"), **given)[1]
    before = asyncio.run(_counts(own_database_url))

    (place / "new").mkdir(mode=0o711)
    code, printed = _run(place / "new", "restore", str(place / "copy"))
    assert code == 0, printed
    server = embedded_server(place / "new")
    server.start()
    try:
        assert asyncio.run(_counts(server.url(user=APPLICATION))) == before
        assert before[0] > 100
        code, printed = _run(place / "new", "verify", "audit")
        assert (code, printed) == (0, f"{before[1]} entries hold\n")
    finally:
        server.stop()
    assert asyncio.run(open_store(place / "new" / "files", None).added_at(stored.sha256)) is not None

    [kept] = [file for file in (place / "copy" / "files" / "objects").rglob("*") if file.is_file()]
    kept.chmod(0o600)
    kept.write_bytes(b"something else")
    assert "was altered" in _run(place / "third", "restore", str(place / "copy"))[1]


def test_what_is_no_copy_is_refused(place: Path) -> None:
    code, printed = _run(place / "new", "restore", str(place))
    assert (code, printed) == (1, f"lotrinh restore: {place} is no copy\n")
