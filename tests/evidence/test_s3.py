"""The store at a service that speaks S3, held against a real one; and the whole way of a file through it."""

import hashlib
import os
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fastapi import FastAPI
from pydantic import SecretStr
from sqlalchemy import func, select

from api.evidence.errors import EmptyFile
from api.evidence.models import Evidence
from api.evidence.service import store_of
from api.kit.files import Bucket, FileStore, NoSuchFile, open_store
from api.settings import Settings
from tests.evidence.conftest import PDF, URL
from tests.evidence.served import Line
from tests.evidence.weed import KEY, SECRET, Weed

LARGE = os.urandom(1 << 20) * 20  # more than one part


@pytest.fixture(scope="module")
def weed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Weed]:
    made = Weed(tmp_path_factory.mktemp("weed"))
    yield made
    made.kill()


@pytest.fixture(scope="module")
def s3_settings(weed: Weed, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(
        home=tmp_path_factory.mktemp("s3-home"), database_url="postgresql://unused", demo=False,
        s3_endpoint=weed.endpoint, s3_prefix="evidence/", s3_access_key=KEY, s3_secret_key=SECRET,
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


@pytest.fixture
def impatient(app: FastAPI, weed: Weed, s3_settings: Settings, on_s3: FileStore) -> Iterator[Callable[[int], None]]:
    """`impatient(port)`: the API keeps files at a port of this machine, and waits three seconds for its answers."""

    def use(port: int) -> None:
        bucket = Bucket(
            endpoint=f"http://127.0.0.1:{port}", name="lotrinh", prefix="evidence/", region="us-east-1",
            access_key=KEY, secret_key=SECRET, patience=timedelta(seconds=3),
        )  # fmt: skip
        app.state.files = open_store(s3_settings.home / "files", bucket)

    yield use
    weed.thaw()


async def _refused_and_nothing_left(client, session, head, answer, content, made) -> None:
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert "retry-after" in answer.headers
    rows = (await client.get(URL, headers=head)).json()["items"]
    assert [row["id"] for row in rows] == [made["id"]]
    assert await session.scalar(select(func.count()).where(Evidence.sha256 == hashlib.sha256(content).hexdigest())) == 0


async def test_a_service_that_hangs_before_a_request_or_dies_in_one_is_said_and_leaves_nothing(
    app, client, session, head, send, weed, s3_settings, on_s3, impatient
) -> None:
    made = (await send(head, PDF)).json()
    content = PDF + os.urandom(12 << 20)
    impatient(weed.port)
    weed.freeze()
    await _refused_and_nothing_left(client, session, head, await send(head, content), content, made)
    assert (await client.get(f"{URL}/{made['id']}/content", headers=head)).status_code == 503
    weed.thaw()
    with Line(weed.port, {9 << 20: weed.freeze}) as line:
        impatient(line.port)
        answer = await send(head, content)
        assert line.broken == 1
    await _refused_and_nothing_left(client, session, head, answer, content, made)
    weed.thaw()
    digest = hashlib.sha256(content).hexdigest()
    assert digest not in {found.sha256 async for found in on_s3.listing()}
    assert list((s3_settings.home / "files" / "incoming").iterdir()) == []
    app.state.files = on_s3
    assert (await send(head, content)).json()["sha256"] == digest  # and as it is there again, it goes through
