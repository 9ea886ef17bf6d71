"""The local file store."""

import errno
import hashlib
import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from api.kit.files import LocalFiles, NoSuchFile, gathered


async def _stream(*chunks: bytes) -> AsyncIterator[bytes]:
    for chunk in chunks:
        yield chunk


async def _broken() -> AsyncIterator[bytes]:
    yield b"half"
    raise ConnectionError


async def _all(chunks: AsyncIterator[bytes]) -> bytes:
    return b"".join([chunk async for chunk in chunks])


@pytest.fixture
def store(tmp_path: Path) -> LocalFiles:
    return LocalFiles(tmp_path)


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


async def test_a_file_is_named_by_its_sha256(store: LocalFiles) -> None:
    stored = await store.add(_stream(b"minh ", b"chung"))
    assert (stored.sha256, stored.size) == (hashlib.sha256(b"minh chung").hexdigest(), 10)


async def test_what_was_added_is_read_back(store: LocalFiles) -> None:
    content = bytes(range(256)) * 9000
    stored = await store.add(_stream(content))
    assert await _all(store.read(stored.sha256)) == content


async def test_a_range_is_read_without_the_rest(store: LocalFiles) -> None:
    stored = await store.add(_stream(b"0123456789"))
    assert await _all(store.read(stored.sha256, 3, 7)) == b"3456"


async def test_the_same_bytes_are_kept_once(store: LocalFiles, tmp_path: Path) -> None:
    await store.add(_stream(b"same"))
    await store.add(_stream(b"same"))
    assert len(_files(tmp_path)) == 1


async def test_nothing_remains_of_a_broken_stream(store: LocalFiles, tmp_path: Path) -> None:
    with pytest.raises(ConnectionError):
        await store.add(_broken())
    assert _files(tmp_path) == []


@pytest.mark.parametrize("refusal", [None, errno.EXDEV, errno.EPERM])
async def test_a_finished_file_is_kept_where_it_is_by_a_second_name_or_a_copy(
    store: LocalFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refusal: int | None
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(refusal, "no")

    file, sha256 = tmp_path / "finished", hashlib.sha256(b"whole").hexdigest()
    file.write_bytes(b"whole")
    if refusal is not None:
        monkeypatch.setattr(Path, "hardlink_to", refuse)
    await store.keep(file, sha256)
    await store.keep(file, sha256)
    assert (file.read_bytes(), await _all(store.read(sha256))) == (b"whole", b"whole")
    assert (file.stat().st_nlink > 1) == (refusal is None)
    assert len(_files(tmp_path)) == 2


async def test_a_full_disk_is_no_reason_to_copy(
    store: LocalFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    (tmp_path / "finished").write_bytes(b"whole")
    monkeypatch.setattr(Path, "hardlink_to", full)
    with pytest.raises(OSError, match="full"):
        await store.keep(tmp_path / "finished", hashlib.sha256(b"whole").hexdigest())
    assert len(_files(tmp_path)) == 1


async def test_a_removed_file_is_not_found(store: LocalFiles) -> None:
    stored = await store.add(_stream(b"gone"))
    await store.remove(stored.sha256)
    with pytest.raises(NoSuchFile):
        await _all(store.read(stored.sha256))


@pytest.mark.parametrize("name", ["../../etc/passwd", "a" * 63, "A" * 64, ""])
async def test_a_name_that_is_no_digest_reaches_no_path(store: LocalFiles, name: str) -> None:
    with pytest.raises(NoSuchFile):
        await _all(store.read(name))


async def test_a_store_that_cannot_be_written_says_so(store: LocalFiles, tmp_path: Path) -> None:
    await store.probe()
    (tmp_path / "incoming").rmdir()
    with pytest.raises(OSError, match="incoming"):
        await store.probe()


async def test_a_file_that_is_refused_leaves_nothing(store: LocalFiles, tmp_path: Path) -> None:
    def refuse(path: Path) -> None:
        raise ValueError(path.read_bytes())

    with pytest.raises(ValueError, match="whole"):
        await store.add(_stream(b"wh", b"ole"), refuse)
    assert _files(tmp_path) == []


async def test_a_store_lists_what_it_holds_and_since_when(store: LocalFiles) -> None:
    added = [(await store.add(_stream(content))).sha256 for content in (b"a", b"b")]
    found = {each.sha256: each.added_at async for each in store.listing()}
    assert found == {sha256: await store.added_at(sha256) for sha256 in added}
    assert await store.added_at("0" * 64) is None


async def test_old_drafts_are_forgotten(store: LocalFiles, tmp_path: Path) -> None:
    (tmp_path / "incoming" / "left").write_bytes(b"half")
    before = datetime.now(UTC)
    assert await store.drafts.forget_old(before - timedelta(hours=1)) == 0
    assert await store.drafts.forget_old(before + timedelta(hours=1)) == 1


async def test_a_disk_that_fails_while_more_comes_in_is_an_error(
    store: LocalFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "full")

    monkeypatch.setattr(os, "pwritev", full)
    with pytest.raises(OSError, match="full"):
        await store.add(_stream(*[b"x" * (1 << 20)] * 3))
    assert _files(tmp_path) == []


async def test_a_disk_that_takes_half_a_piece_is_asked_for_the_rest(
    store: LocalFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = os.pwritev
    monkeypatch.setattr(os, "pwritev", lambda file, pieces, at: write(file, [pieces[0][:2]], at))
    stored = await store.add(_stream(b"abc", b"def"))
    assert stored.size == 6
    assert await _all(store.read(stored.sha256)) == b"abcdef"


async def test_of_small_pieces_only_some_dozens_are_held() -> None:
    together = [several async for several in gathered(_stream(*[b"x"] * 1_000))]
    assert sum(len(several) for several in together) == 1_000
    assert max(len(several) for several in together) == 64
