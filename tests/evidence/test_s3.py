"""The store at a service that speaks S3, held against a real one; and the whole way of a file through it."""

import contextlib
import hashlib
import itertools
import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from pydantic import SecretStr

from api.evidence.errors import EmptyFile
from api.evidence.service import store_of
from api.kit.files import FileStore, NoSuchFile
from api.settings import Settings
from tests.evidence.conftest import PDF, URL

WEED = Path(sys.executable).parent / "weed"
PATIENCE = 40.0
KEY, SECRET = "lotrinh", "not-a-secret"
LARGE = os.urandom(1 << 20) * 20  # more than one part


def _free(port: int) -> bool:
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) != 0


def _free_ports(count: int) -> list[int]:
    """Ports with which those ten thousand above are free too: the server takes both."""
    chance = random.Random()
    tried = (chance.randrange(12_000, 30_000) for _ in range(1_000))
    return list(itertools.islice((port for port in tried if _free(port) and _free(port + 10_000)), count))


class Weed:
    """SeaweedFS on loopback. It does not end when it is told to, so it is killed; what it kept is on the disk."""

    def __init__(self, folder: Path) -> None:
        self._folder, ports = folder, _free_ports(4)
        self.port, self._filer = ports[3], ports[2]
        identity = {"name": "app", "credentials": [{"accessKey": KEY, "secretKey": SECRET}], "actions": ["Admin"]}
        (folder / "s3.json").write_text(json.dumps({"identities": [identity]}))
        master, volume, filer, s3 = ports
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [
                    WEED, "server", f"-dir={self._folder}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1",
                    f"-master.port={master}", "-master.telemetry=false", f"-volume.port={volume}", "-filer",
                    f"-filer.port={filer}", "-s3", f"-s3.port={s3}", "-s3.port.iceberg=0",
                    f"-s3.config={self._folder / 's3.json'}", "-volume.max=10", "-master.volumeSizeLimitMB=64",
                ],
                stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        self._answers()

    def _answers(self) -> None:
        """Wait until it answers, and make the bucket."""
        deadline = time.monotonic() + PATIENCE
        while True:
            with contextlib.suppress(httpx.TransportError):
                made = httpx.post(f"http://127.0.0.1:{self._filer}/buckets/lotrinh/")
                if made.status_code < 500 and not _free(self.port):
                    return
            assert time.monotonic() < deadline, (self._folder / "log").read_text("utf-8")[-3000:]
            time.sleep(0.1)

    def kill(self) -> None:
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


@pytest.fixture(scope="module")
def weed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Weed]:
    made = Weed(tmp_path_factory.mktemp("weed"))
    yield made
    made.kill()


@pytest.fixture(scope="module")
def s3_settings(weed: Weed, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(
        home=tmp_path_factory.mktemp("s3-home"), database_url="postgresql://unused", demo=False,
        s3_endpoint=f"http://127.0.0.1:{weed.port}", s3_prefix="evidence/", s3_access_key=KEY, s3_secret_key=SECRET,
    )  # fmt: skip


async def _stream(*chunks: bytes) -> AsyncIterator[bytes]:
    for chunk in chunks:
        yield chunk


async def _all(chunks: AsyncIterator[bytes]) -> bytes:
    return b"".join([chunk async for chunk in chunks])


@pytest.fixture
def store(s3_settings: Settings) -> FileStore:
    return store_of(s3_settings)


async def test_what_was_added_is_read_back_whole_and_in_part(store: FileStore) -> None:
    stored = await store.add(_stream(LARGE[:7], LARGE[7:]))
    assert (stored.sha256, stored.size) == (hashlib.sha256(LARGE).hexdigest(), len(LARGE))
    assert await _all(store.read(stored.sha256)) == LARGE
    for start, end in ((0, 1), (3, 7), (len(LARGE) - 5, None), (9 << 20, 11 << 20)):
        assert await _all(store.read(stored.sha256, start, end)) == LARGE[start:end]
    assert await _all(store.read(stored.sha256, 5, 5)) == b""
    at = await store.added_at(stored.sha256)
    assert at is not None
    assert abs(datetime.now(UTC) - at) < timedelta(minutes=1)
    assert [found.added_at for found in [each async for each in store.listing()] if found.sha256 == stored.sha256] == [
        at
    ]
    await store.remove(stored.sha256)
    await store.remove(stored.sha256)
    assert await store.added_at(stored.sha256) is None
    with pytest.raises(NoSuchFile):
        await _all(store.read(stored.sha256))


@pytest.mark.parametrize("name", ["../probe", "probe", ""])
async def test_a_name_that_is_no_digest_reaches_nothing(store: FileStore, name: str) -> None:
    await store.probe()
    assert await store.added_at(name) is None
    with pytest.raises(NoSuchFile):
        await _all(store.read(name))


async def test_a_file_that_is_refused_never_leaves(store: FileStore, s3_settings: Settings) -> None:
    def refuse(_: Path) -> None:
        raise EmptyFile

    before = [found async for found in store.listing()]
    with pytest.raises(EmptyFile):
        await store.add(_stream(b"%PDF-"), refuse)
    assert [found async for found in store.listing()] == before
    assert list((s3_settings.home / "files" / "incoming").iterdir()) == []


async def test_a_wrong_key_and_a_server_that_is_away_are_failures_of_the_store(s3_settings: Settings) -> None:
    wrong = store_of(s3_settings.model_copy(update={"s3_secret_key": SecretStr("wrong")}))
    away = store_of(s3_settings.model_copy(update={"s3_endpoint": "http://127.0.0.1:9"}))
    for each in (wrong, away):
        with pytest.raises(OSError, match="store"):
            await each.probe()
        with pytest.raises(OSError, match="store"):
            await each.added_at("0" * 64)


@pytest.fixture
def on_s3(app: FastAPI, store: FileStore) -> Iterator[FileStore]:
    local = app.state.files
    app.state.files = store
    yield store
    app.state.files = local


async def test_evidence_goes_the_whole_way_through_it(app, client, head, send, on_s3) -> None:
    content = PDF + LARGE
    made = (await send(head, content)).json()
    assert await on_s3.added_at(made["sha256"]) is not None
    url = f"{URL}/{made['id']}/content"
    assert (await client.get(url, headers=head)).content == content
    part = await client.get(url, headers=head | {"Range": "bytes=10-19"})
    assert (part.status_code, part.content) == (206, content[10:20])
    app.state.files = store_of(app.state.settings.model_copy(update={"s3_endpoint": "http://127.0.0.1:9"}))
    for answer in (await client.get(url, headers=head), await send(head, PDF + b"more")):
        assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
        assert "retry-after" in answer.headers
