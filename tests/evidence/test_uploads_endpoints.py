"""tus 1.0 over the application: pieces, breaks, two at once, what is refused."""

import asyncio
import hashlib
from datetime import timedelta

import pytest
from sqlalchemy import text
from starlette.requests import ClientDisconnect

from api.evidence.service import partial as partials
from api.evidence.service.partial import Partials
from api.evidence.service.sweeping import sweep_files, sweep_uploads
from api.kit.files import REFERENCES
from migrations.tables import METADATA
from tests.evidence.conftest import PNG, zipped
from tests.evidence.conftest import URL as EVIDENCE
from tests.evidence.tus import PIECE, TUS, URL, WHOLE, checksum, metadata, offset


async def test_pieces_become_evidence(client, head, begin, append, work_of):
    mine = await work_of("hp-th1")
    made = await begin(head, title="Biên bản", links=f"assignment:{mine.id}", expires_on="2027-01-31")
    assert made.status_code == 201, made.text
    url = made.headers["location"]
    assert made.headers["upload-offset"] == "0"
    assert made.headers["tus-resumable"] == "1.0.0"
    assert "upload-expires" in made.headers
    first = await append(head, url, 0, WHOLE[:50])
    assert (first.status_code, first.headers["upload-offset"], "link" in first.headers) == (204, "50", False)
    assert await offset(client, head, url) == 50
    last = await append(head, url, 50, WHOLE[50:])
    assert (last.status_code, last.headers["upload-offset"]) == (204, str(len(WHOLE)))
    where, _, relation = last.headers["link"].partition(">; ")
    assert relation == 'rel="describedby"'
    evidence = (await client.get(where.removeprefix("<"), headers=head)).json()
    assert evidence["sha256"] == hashlib.sha256(WHOLE).hexdigest()
    assert (evidence["filename"], evidence["title"], evidence["links"][0]["id"], evidence["expires_on"]) == (
        "biên bản.pdf", "Biên bản", str(mine.id), "2027-01-31",
    )  # fmt: skip
    told = await client.head(url, headers=head | TUS)
    assert (told.headers["upload-offset"], told.headers["link"]) == (str(len(WHOLE)), last.headers["link"])
    again = await append(head, url, len(WHOLE), b"")
    assert (again.status_code, again.headers["link"]) == (204, last.headers["link"])


async def test_creation_may_carry_bytes_or_all_of_them(client, head, begin, append):
    some = await begin(head, content=WHOLE[:30])
    assert (some.status_code, some.headers["upload-offset"], "link" in some.headers) == (201, "30", False)
    rest = await append(head, some.headers["location"], 30, WHOLE[30:])
    assert rest.status_code == 204
    everything = await begin(head, content=WHOLE + b"", length=len(WHOLE))
    assert (everything.status_code, "link" in everything.headers) == (201, True)


async def test_what_is_understood_is_said(client, head):
    answer = await client.options(URL, headers=head)
    assert answer.status_code == 204
    assert answer.headers["tus-version"] == answer.headers["tus-resumable"] == "1.0.0"
    assert set(answer.headers["tus-extension"].split(",")) == {
        "creation", "creation-with-upload", "expiration", "checksum", "termination",
    }  # fmt: skip
    assert answer.headers["tus-max-size"] == str(512 << 20)


async def test_a_wrong_offset_writes_nothing(client, head, begin, append):
    url = (await begin(head, content=WHOLE[:30])).headers["location"]
    for wrong in (0, 29, 31):
        answer = await append(head, url, wrong, WHOLE[wrong:])
        assert (answer.status_code, answer.headers["upload-offset"]) == (409, "30")
    assert await offset(client, head, url) == 30


async def test_a_piece_with_a_wrong_checksum_is_dropped(client, head, begin, append):
    url = (await begin(head, content=WHOLE[:30])).headers["location"]
    wrong = {"Upload-Checksum": checksum(b"other")}
    answer = await append(head, url, 30, WHOLE[30:50], **wrong)
    assert (answer.status_code, answer.json()["code"]) == (460, "checksum_mismatch")
    assert await offset(client, head, url) == 30
    for algorithm, start, end in (("sha1", 30, 50), ("md5", 50, 60), ("sha256", 60, len(WHOLE))):
        right = {"Upload-Checksum": checksum(WHOLE[start:end], algorithm)}
        assert (await append(head, url, start, WHOLE[start:end], **right)).status_code == 204
    for malformed in ("crc32 AAAA", "sha256 !!!", ""):
        answer = await append(head, url, 0, b"", **{"Upload-Checksum": malformed})
        assert answer.json()["errors"][0]["code"] == "bad_checksum"


async def test_bytes_after_the_announced_end_are_refused(client, head, begin, append):
    url = (await begin(head, length=40, content=WHOLE[:30])).headers["location"]
    assert (await append(head, url, 30, WHOLE[30:])).status_code == 413
    assert await offset(client, head, url) < 40


async def test_what_came_before_the_sender_vanished_stays(client, head, begin, append):
    url = (await begin(head)).headers["location"]

    async def breaking():
        yield WHOLE[:60]
        raise ClientDisconnect

    assert (await append(head, url, 0, breaking())).status_code == 400
    assert await offset(client, head, url) == 60
    assert (await append(head, url, 60, WHOLE[60:])).headers["link"]


async def test_a_silent_sender_is_not_waited_for(client, head, begin, append, monkeypatch):
    monkeypatch.setattr(partials, "SILENCE_SECONDS", 0.05)
    url = (await begin(head)).headers["location"]

    async def silent():
        yield WHOLE[:60]
        await asyncio.sleep(1)
        yield b"late"

    assert (await append(head, url, 0, silent())).status_code == 400
    assert await offset(client, head, url) == 60


async def test_two_clients_on_one_upload_do_not_mix(client, app, head, begin, append):
    url = (await begin(head)).headers["location"]
    upload_id = url.rpartition("/")[2]
    async with Partials(app.state.settings.home / "uploads").held(upload_id):
        for answer in (await append(head, url, 0, WHOLE), await client.delete(url, headers=head | TUS)):
            assert (answer.status_code, answer.json()["code"]) == (423, "upload_busy")
            assert answer.headers["tus-resumable"] == "1.0.0"
    assert (await append(head, url, 0, WHOLE)).status_code == 204


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"<html>" * 30, 415, "file_type_not_allowed"),
        (zipped(("0", b"\0" * (300 << 20))), 422, "archive_unsafe"),
    ],
)
async def test_a_file_that_is_refused_ends_its_upload(client, app, head, begin, append, content, status, code):
    url = (await begin(head, length=len(content), content=content[:10])).headers["location"]
    answer = await append(head, url, 10, content[10:])
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert (await client.head(url, headers=head | TUS)).status_code == 404
    assert not (app.state.settings.home / "uploads" / url.rpartition("/")[2]).exists()
    assert (await client.get(EVIDENCE, headers=head)).json()["items"] == []


async def test_without_credentials_not_a_byte_is_taken(client, app, head, stranger, begin):
    url = (await begin(head)).headers["location"]

    async def body():
        raise AssertionError("a byte was read")
        yield b""

    sent = TUS | PIECE | {"Upload-Offset": "0", "Upload-Length": "5", "Upload-Metadata": metadata(filename="a")}
    for method, at in (("PATCH", url), ("POST", URL)):
        assert (await client.request(method, at, headers=sent, content=body())).status_code == 401
    assert (await client.patch(url, headers=stranger | sent, content=body())).status_code == 404
    assert (await client.delete(url, headers=stranger | TUS)).status_code == 404
    assert (await client.head(url, headers=stranger | TUS)).status_code == 404
    assert Partials(app.state.settings.home / "uploads").size(url.rpartition("/")[2]) == 0


async def test_who_may_not_send_evidence_begins_nothing(client, as_, head, begin):
    assert (await begin(await as_("viewer", "hp"))).status_code == 403
    told = await client.options(URL, headers=await as_("admin", "hp"))
    assert (told.status_code, told.headers["tus-max-size"]) == (204, "0")
    assert (await client.options(URL)).status_code == 401
    assert (await begin(head, unit="hp-mn2")).status_code == 403
    unknown = await begin(head, unit="qng-th1")
    assert unknown.json()["errors"][0] == {
        "pointer": "/header/Upload-Metadata/unit", "code": "unknown_unit", "message": "Không có đơn vị này.",
    }  # fmt: skip


async def test_an_upload_to_another_schools_task_is_refused_before_it_begins(head, begin, work_of):
    theirs = await work_of("hp-mn2")
    answer = await begin(head, links=f"assignment:{theirs.id}")
    assert answer.json()["errors"][0]["code"] == "unknown_target"


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"Tus-Resumable": "0.2.2"}, 412),
        ({"Upload-Length": "-1"}, 422),
        ({"Upload-Length": "x"}, 422),
        ({"Upload-Length": "0"}, 422),
        ({"Upload-Length": str(600 << 20)}, 413),
        ({"Upload-Metadata": "filename !!!"}, 422),
        ({"Upload-Metadata": "filename YQ==,filename YQ=="}, 422),
        ({"Upload-Metadata": "title YQ=="}, 422),
        ({"Upload-Metadata": metadata(filename="a.pdf", title="x" * 501)}, 422),
        ({"Upload-Metadata": metadata(filename="a.pdf", title="\x00")}, 422),
        ({"Upload-Metadata": metadata(filename="a.pdf", replaces="x")}, 422),
        ({"Upload-Metadata": metadata(filename="a.pdf", expires_on="31/1/2027")}, 422),
        ({"Content-Type": "text/plain"}, 415),
    ],
)
async def test_a_bad_beginning_is_refused(session, head, begin, more, status):
    assert (await begin(head, more=more)).status_code == status
    assert await session.scalar(text("SELECT count(*) FROM uploads")) == 0


async def test_a_name_of_4000_characters_or_a_path_is_only_a_name(client, head, begin):
    for name, shown in (("n" * 4000 + ".pdf", ("n" * 4000 + ".pdf")[-255:]), ("../../x.pdf", "x.pdf")):
        made = await begin(head, content=WHOLE, filename=name)
        evidence = await client.get(made.headers["link"].partition(">")[0][1:], headers=head)
        assert evidence.json()["filename"] == shown


async def test_termination_forgets_the_bytes(client, app, head, begin):
    url = (await begin(head, content=WHOLE[:30])).headers["location"]
    assert (await client.delete(url, headers=head | TUS)).status_code == 204
    assert (await client.head(url, headers=head | TUS)).status_code == 404
    assert Partials(app.state.settings.home / "uploads").size(url.rpartition("/")[2]) == 0


async def test_expired_uploads_are_gone_and_swept(client, app, session, clock, head, begin):
    settings = app.state.settings
    url = (await begin(head, content=WHOLE[:30])).headers["location"]
    done = (await begin(head, content=WHOLE)).headers["location"]
    left = Partials(settings.home / "uploads")
    session.info["now"] = clock()
    assert await sweep_uploads(session, settings) == 1  # the bytes of the finished one; it can still be asked about
    assert left.size(done.rpartition("/")[2]) == 0
    assert await offset(client, head, done) == len(WHOLE)
    clock.advance(hours=settings.upload_hours)
    assert (await client.head(url, headers=head | TUS)).status_code == 404
    session.info["now"] = clock()
    await sweep_uploads(session, settings)
    assert left.size(url.rpartition("/")[2]) == 0
    assert await session.scalar(text("SELECT count(*) FROM uploads")) == 0


async def test_only_so_many_are_left_unfinished(head, begin, monkeypatch):
    monkeypatch.setattr("api.evidence.service.uploads._MOST_UNFINISHED", 1)
    await begin(head)
    assert (await begin(head)).json()["code"] == "too_many_uploads"


# The store


async def test_files_no_row_names_are_swept_after_a_grace_period(app, session, clock, head, send):
    named = (await send(head, PNG)).json()["sha256"]

    async def stream():
        yield b"nobody names this"

    store, settings = app.state.files, app.state.settings
    orphan = await store.add(stream())
    session.info["now"] = (await store.added_at(orphan.sha256)) + timedelta(hours=settings.orphan_hours - 1)
    assert await sweep_files(session, store, settings) == 0
    session.info["now"] += timedelta(hours=2)
    await sweep_files(session, store, settings)
    assert await store.added_at(orphan.sha256) is None
    assert await store.added_at(named) is not None


def test_every_table_that_names_files_keeps_them_from_the_sweeper():
    naming = {table.name for table in METADATA.tables.values() if "sha256" in table.c}
    # A load that waits to be carried out names its body among what the job was asked for.
    assert {str(one.get_final_froms()[0]) for one in REFERENCES} == naming | {"jobs"}
