"""The bytes of an upload: what is on the disk, what it hashes to, and what the store gets of it."""

import errno
import fcntl
import hashlib
import os
from collections import OrderedDict
from typing import Any
from uuid import UUID

import pytest

from api.evidence.service import partial as partials
from api.evidence.service import uploads
from tests.evidence.conftest import URL as EVIDENCE
from tests.evidence.tus import LENGTH, WHOLE, checksum, offset


async def test_bytes_a_killed_process_left_are_not_believed(client, app, session, head, begin, append):
    url = (await begin(head, content=WHOLE[:30])).headers["location"]
    path = app.state.settings.home / "uploads" / url.rpartition("/")[2]
    with path.open("ab") as file:
        file.write(b"torn")
    assert await offset(client, head, url) == 30
    assert (await append(head, url, 30, WHOLE[30:])).headers["link"]
    lost = (await begin(head, content=WHOLE[:30])).headers["location"]
    os.truncate(app.state.settings.home / "uploads" / lost.rpartition("/")[2], 10)
    assert await offset(client, head, lost) == 10


async def test_a_store_that_is_down_loses_nothing(client, app, head, begin, append, monkeypatch):
    url = (await begin(head, content=WHOLE[:30])).headers["location"]

    async def fail(*_):
        raise OSError(errno.EIO, "no")

    with monkeypatch.context() as down:
        down.setattr(app.state.files, "keep", fail)
        assert (await append(head, url, 30, WHOLE[30:])).status_code == 503
    assert await offset(client, head, url) == 30
    assert (await append(head, url, 30, WHOLE[30:])).headers["link"]


async def test_a_full_disk_says_so_and_keeps_what_is_there(client, head, begin, append, monkeypatch):
    url = (await begin(head, content=WHOLE[:30])).headers["location"]

    def full(*_):
        raise OSError(errno.ENOSPC, "no")

    with monkeypatch.context() as disk:
        disk.setattr(os, "pwritev", full)
        assert (await append(head, url, 30, WHOLE[30:])).status_code == 507
    assert await offset(client, head, url) == 30


async def test_a_disk_that_takes_half_a_piece_keeps_that_half(client, head, begin, append, monkeypatch):
    url = (await begin(head, content=WHOLE[:30])).headers["location"]
    write = os.pwritev

    def full(*_):
        raise OSError(errno.ENOSPC, "no")

    with monkeypatch.context() as disk:
        disk.setattr(os, "pwritev", lambda file, pieces, at: write(file, [pieces[0][:20]], at))
        disk.setattr(os, "pwrite", full)
        assert (await append(head, url, 30, WHOLE[30:])).status_code == 507
    assert await offset(client, head, url) == 50
    assert (await append(head, url, 50, WHOLE[50:])).headers["link"]


async def kept_whole(client, head, made):
    """The digest of a finished upload's record, when its bytes have it."""
    evidence = (await client.get(made.headers["link"].partition(">")[0][1:], headers=head)).json()
    served = await client.get(f"{EVIDENCE}/{evidence['id']}/content", headers=head)
    assert hashlib.sha256(served.content).hexdigest() == evidence["sha256"]
    return evidence["sha256"]


@pytest.mark.parametrize("forgotten", [False, True])
async def test_a_hash_is_right_whichever_process_took_which_piece(client, head, begin, append, monkeypatch, forgotten):
    here: OrderedDict[UUID, Any] = OrderedDict()
    monkeypatch.setattr(partials, "_hashed", here)
    url = (await begin(head, content=WHOLE[:30])).headers["location"]
    monkeypatch.setattr(partials, "_hashed", OrderedDict())
    assert (await append(head, url, 30, WHOLE[30:60])).status_code == 204
    monkeypatch.setattr(partials, "_hashed", OrderedDict() if forgotten else here)
    assert await kept_whole(client, head, await append(head, url, 60, WHOLE[60:])) == hashlib.sha256(WHOLE).hexdigest()


async def test_what_was_read_before_somebody_else_wrote_is_read_again(client, head, begin, append, monkeypatch):
    url = (await begin(head, content=WHOLE[:30])).headers["location"]
    find, asked = uploads.find, []
    assert (await append(head, url, 30, WHOLE[30:60])).status_code == 204

    async def late(*args):
        asked.append(await find(*args))
        return asked[0]._replace(received=30) if len(asked) == 1 else asked[-1]

    monkeypatch.setattr(uploads, "find", late)
    made = await append(head, url, 60, WHOLE[60:])
    assert len(asked) == 2
    assert await kept_whole(client, head, made) == hashlib.sha256(WHOLE).hexdigest()


async def test_a_piece_that_was_dropped_is_not_in_the_hash(client, head, begin, append):
    url = (await begin(head, content=WHOLE[:30])).headers["location"]
    assert (await append(head, url, 30, b"?" * 20, **{"Upload-Checksum": checksum(b"other")})).status_code == 460
    assert await kept_whole(client, head, await append(head, url, 30, WHOLE[30:])) == hashlib.sha256(WHOLE).hexdigest()


async def test_only_so_many_hashes_are_kept(client, head, begin, append, monkeypatch):
    monkeypatch.setattr(partials, "_hashed", OrderedDict())
    monkeypatch.setattr(partials, "_HASHES", 1)
    first, second = [(await begin(head, content=WHOLE[:30])).headers["location"] for _ in range(2)]
    assert [str(each) for each in partials._hashed] == [second.rpartition("/")[2]]
    assert (
        await kept_whole(client, head, await append(head, first, 30, WHOLE[30:])) == hashlib.sha256(WHOLE).hexdigest()
    )


async def test_bytes_the_store_has_already_stay_as_they_are_when_other_ones_follow(
    client, app, head, begin, append, monkeypatch
):
    url = (await begin(head, content=WHOLE[:30])).headers["location"]

    async def fail(*_, **__):
        raise OSError(errno.EIO, "no")

    with monkeypatch.context() as away:
        away.setattr(uploads, "add", fail)
        assert (await append(head, url, 30, WHOLE[30:])).status_code == 503
    assert await offset(client, head, url) == 30
    other = WHOLE[:30] + b"!" * (LENGTH - 30)
    assert await kept_whole(client, head, await append(head, url, 30, other[30:])) == hashlib.sha256(other).hexdigest()
    first = b"".join([piece async for piece in app.state.files.read(hashlib.sha256(WHOLE).hexdigest())])
    assert first == WHOLE


async def test_a_file_put_in_anothers_place_is_not_written_to(client, app, head, begin, append, monkeypatch):
    url = (await begin(head, content=WHOLE[:30])).headers["location"]
    path, lock = app.state.settings.home / "uploads" / url.rpartition("/")[2], fcntl.flock

    def late(descriptor, how):
        path.rename(path.with_name("old"))
        path.write_bytes(WHOLE[:30])
        lock(descriptor, how)

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(fcntl, "flock", late)
        assert (await append(head, url, 30, WHOLE[30:])).json()["code"] == "upload_busy"
    assert (await append(head, url, 30, WHOLE[30:])).headers["link"]
