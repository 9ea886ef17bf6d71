"""`lotrinh verify evidence`: what is missing, altered or named by nothing is said, and nothing else."""

import os
from datetime import UTC, datetime, timedelta

from api.cli.verify_evidence import verify
from api.evidence.service import Disagreement, disagreements, store_of
from tests.evidence.conftest import PDF

LATER = datetime.now(UTC) + timedelta(days=1)


async def _one(content):
    yield content


def _path(settings, sha256):
    return settings.home / "files" / "objects" / sha256[:2] / sha256[2:4] / sha256


async def test_records_and_files_are_held_against_each_other(session, app, settings, head, send):
    store = app.state.files
    mine = [(await send(head, PDF + b"verify" + bytes([n]))).json()["sha256"] for n in range(3)]
    lost, changed, _ = mine
    await store.remove(lost)
    _path(settings, changed).write_bytes(b"%PDF-other")
    orphan = (await store.add(_one(b"nobody's"))).sha256

    async def found(before):
        await session.commit()
        told = {each async for each in disagreements(session, store, before)}
        return {each for each in told if each.sha256 in {*mine, orphan}}

    wrong = {Disagreement("missing", lost), Disagreement("altered", changed)}
    assert await found(LATER) == wrong | {Disagreement("orphan", orphan)}
    assert await found(datetime.now(UTC) - timedelta(hours=48)) == wrong  # it may be on its way
    for each in (changed, orphan):
        await store.remove(each)


async def test_the_command_names_them_and_counts_them(own_database_url, settings, tmp_path, capsys):
    mine = settings.model_copy(update={"home": tmp_path, "orphan_hours": 1})
    store = store_of(mine)
    assert await verify(own_database_url, mine) == 0
    orphan = (await store.add(_one(b"nobody's"))).sha256
    assert await verify(own_database_url, mine) == 0
    os.utime(_path(mine, orphan), (0, 0))
    assert await verify(own_database_url, mine) == 1
    assert capsys.readouterr().out.splitlines()[-2:] == [f"orphan {orphan}", "1 files are not as they should be"]
