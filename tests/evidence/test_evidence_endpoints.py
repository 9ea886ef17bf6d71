"""Sending evidence, finding it, opening it: over HTTP, by whom it may be and by nobody else."""

import errno
import hashlib
from uuid import uuid4

import pytest
from sqlalchemy import func, select, text

from api.audit.models import AuditEntry
from api.evidence.models import Evidence
from tests.evidence.conftest import JPEG, MP4, PDF, PNG, URL, WEBP, office, zipped


async def kept(session):
    return await session.scalar(select(func.count()).select_from(Evidence))


def files_in(app):
    folder = app.state.settings.home / "files"
    return {path.name for path in folder.rglob("*") if path.is_file()}


# Sending


async def test_a_raw_body_becomes_evidence_of_the_callers_unit(client, session, head, send, app):
    answer = await send(head, PDF, "Biên bản nghiệm thu số 5.pdf", title="Nghiệm thu")
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert answer.headers["location"] == f"{URL}/{made['id']}"
    wanted = {
        "title": "Nghiệm thu", "filename": "Biên bản nghiệm thu số 5.pdf", "media_type": "application/pdf",
        "size": len(PDF), "sha256": hashlib.sha256(PDF).hexdigest(), "scan": "unscanned", "verdict": "none",
        "duplicates_elsewhere": 0, "links": [], "on_behalf": False, "version": 1, "replaces": None,
    }  # fmt: skip
    assert {key: made[key] for key in wanted} == wanted
    assert made["unit"]["code"] == "hp-th1"
    assert made["sha256"] in files_in(app)
    told = text("SELECT type, data->>'sha256' FROM outbox WHERE entity = 'evidence'")
    assert (await session.execute(told)).all() == [("evidence.created", made["sha256"])]
    noted = select(AuditEntry.action).where(AuditEntry.entity == "evidence")
    assert list(await session.scalars(noted)) == ["evidence.create"]


async def test_a_form_means_the_same(client, head, work_of):
    mine = await work_of("hp-th1")
    fields = {"title": "Ảnh tập huấn", "links": f"assignment:{mine.id}"}
    answer = await client.post(URL, headers=head, files={"file": ("ảnh.png", PNG, "image/png")}, data=fields)
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert (made["filename"], made["title"], made["media_type"]) == ("ảnh.png", "Ảnh tập huấn", "image/png")
    assert made["links"] == [{"type": "assignment", "id": str(mine.id)}]


async def test_without_a_title_the_files_name_stands(client, head, send):
    assert (await send(head, name="quyết định.pdf")).json()["title"] == "quyết định.pdf"


@pytest.mark.parametrize(
    ("content", "said", "found"),
    [
        (PDF, "image/png", "application/pdf"),
        (JPEG, "application/pdf", "image/jpeg"),
        (PNG, "text/html", "image/png"),
        (WEBP, "image/webp", "image/webp"),
        (MP4, "video/mp4", "video/mp4"),
        (zipped(("a.txt", b"a")), "application/pdf", "application/zip"),
        (office("word/document.xml"), "application/zip", "wordprocessingml.document"),
        (office("xl/workbook.xml"), "application/zip", "spreadsheetml.sheet"),
        (office("ppt/presentation.xml"), "application/zip", "presentationml.presentation"),
    ],
)
async def test_a_file_is_what_its_content_is_whatever_is_said(client, head, officer, send, content, said, found):
    made = (await send(head, content, "x.bin", kind=said)).json()
    assert made["media_type"].endswith(found)
    served = await client.get(f"{URL}/{made['id']}/content", headers=officer)  # who sees originals of photographs
    assert served.headers["content-type"] == made["media_type"]


BOMB = zipped(("0", b"\0" * (300 << 20)))


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"", 422, "empty_file"),
        (b"<html><script>alert(1)</script>", 415, "file_type_not_allowed"),
        (b"<html><!--\n" + PDF, 415, "file_type_not_allowed"),
        (b"MZ" + b"\0" * 100, 415, "file_type_not_allowed"),
        (b"\x00\x00\x00\x18ftypheic" + b"\0" * 30, 415, "file_type_not_allowed"),
        (b"PK\x03\x04 torn", 422, "archive_unsafe"),
        (BOMB, 422, "archive_unsafe"),
        (zipped(("[Content_Types].xml", b"x"), ("word/vbaProject.bin", b"x")), 415, "file_type_not_allowed"),
    ],
    ids=["0 bytes", "html", "html before pdf", "program", "heic", "torn zip", "zip bomb", "macros"],
)
async def test_what_is_not_taken_is_refused_and_leaves_nothing(client, session, app, head, send, content, status, code):
    before = files_in(app)
    answer = await send(head, content, "minh-chung.pdf")
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert (await kept(session), files_in(app)) == (0, before)


async def test_a_polyglot_is_served_to_be_saved_and_never_to_run(client, head, send):
    made = (await send(head, PDF + b"<html><script>alert(1)</script></html>", "a.html")).json()
    served = await client.get(f"{URL}/{made['id']}/content", headers=head)
    assert served.headers["content-type"] == "application/pdf"
    assert served.headers["content-disposition"].startswith("attachment;")
    assert served.headers["x-content-type-options"] == "nosniff"
    assert served.headers["content-security-policy"] == "sandbox; default-src 'none'; frame-ancestors 'none'"


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        ("attachment; filename=\"../../etc/passwd\"", "passwd"),
        ("attachment; filename=\"C:\\\\Tài liệu\\\\kế hoạch.pdf\"", "kế hoạch.pdf"),
        ("attachment; filename*=UTF-8''B%C3%A1o%20c%C3%A1o%20%F0%9F%93%8E.pdf; filename=\"x.pdf\"", "Báo cáo 📎.pdf"),
        ("attachment; filename=báo-cáo.pdf", "báo-cáo.pdf"),
    ],
)  # fmt: skip
async def test_names_are_shown_as_sent_and_are_never_paths(client, head, app, disposition, name):
    sent = head | {"Content-Disposition": disposition.encode()}
    answer = await client.post(URL, content=PDF, headers=sent)
    assert answer.json()["filename"] == name
    assert not list(app.state.settings.home.rglob("*passwd*"))
    served = await client.get(f"{URL}/{answer.json()['id']}/content", headers=head)
    assert "filename*=UTF-8''" in served.headers["content-disposition"]


async def test_a_name_of_4000_characters_is_cut_at_its_beginning(client, head, send):
    name = (await send(head, name="n" * 4000 + ".pdf")).json()["filename"]
    assert (len(name), name[-5:]) == (255, "n.pdf")


async def test_a_file_without_a_name_is_refused(client, head):
    answer = await client.post(URL, content=PDF, headers=head)
    assert answer.json()["errors"][0]["pointer"] == "/header/Content-Disposition"


async def test_the_same_key_and_file_make_one(client, session, head, send):
    sent = head | {"Idempotency-Key": "mot-lan"}
    first, again = await send(sent), await send(sent)
    assert (first.json(), again.headers["idempotency-replayed"]) == (again.json(), "true")
    other = await send(sent, PNG)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_mismatch")
    assert await kept(session) == 1


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"evidence_role_bytes": {"school_head": 20}}, 413, "too_large"),
        ({"evidence_unit_bytes": 30}, 413, "quota_exceeded"),
    ],
)
async def test_limits_of_roles_and_units_are_kept(client, session, app, head, send, monkeypatch, change, status, code):
    monkeypatch.setitem(app.state._state, "settings", app.state.settings.model_copy(update=change))
    answer = await send(head)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert await kept(session) == 0


async def test_a_unit_keeps_so_many_files_and_room_comes_back(client, app, head, send, monkeypatch):
    fewer = app.state.settings.model_copy(update={"evidence_unit_files": 1})
    monkeypatch.setitem(app.state._state, "settings", fewer)
    first = await send(head)
    assert (await send(head, PNG)).json()["code"] == "quota_exceeded"
    gone = await client.delete(f"{URL}/{first.json()['id']}", headers=head | {"If-Match": "*"})
    assert gone.status_code == 204
    assert (await send(head, PNG)).status_code == 201


@pytest.mark.parametrize("first_byte_read", [False])
async def test_who_may_not_send_is_refused_before_a_byte_is_read(client, as_, head, first_byte_read):
    async def body():
        raise AssertionError("a byte was read")
        yield b""

    named = {"Content-Disposition": 'attachment; filename="a.pdf"'}
    viewer = await as_("viewer", "hp")
    assert (await client.post(URL, content=body(), headers=named)).status_code == 401
    assert (await client.post(URL, content=body(), headers=viewer | named)).status_code == 403
    for unit, status in (("hp-mn2", 403), ("qng-th1", 422), ("hp-xa1", 403)):
        answer = await client.post(URL, content=body(), headers=head | named, params={"unit": unit})
        assert answer.status_code == status, unit
    links = await client.post(URL, content=body(), headers=head | named, params={"links": f"task:{uuid4()}"})
    assert links.json()["errors"][0]["code"] == "unknown_target"
    big = head | named | {"Content-Length": str(600 << 20)}
    assert (await client.post(URL, content=body(), headers=big)).status_code == 413


async def test_a_full_disk_and_a_store_that_is_down_say_so(client, session, app, head, send, monkeypatch):
    for number, status, code in ((errno.ENOSPC, 507, "storage_full"), (errno.EIO, 503, "unavailable")):

        async def fail(*_, number=number):
            raise OSError(number, "no")

        monkeypatch.setattr(app.state.files, "add", fail)
        answer = await send(head)
        assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert await kept(session) == 0


async def test_bytes_swept_meanwhile_make_no_row(client, session, app, head, send, monkeypatch):
    async def gone(_):
        return None

    monkeypatch.setattr(app.state.files, "added_at", gone)
    assert (await send(head)).status_code == 503
    assert await kept(session) == 0


# What it is about


async def test_it_hangs_on_a_task_a_product_and_own_work(client, session, head, send, work, work_of):
    (_, task), mine = work, await work_of("hp-th1")
    product = await session.scalar(text("SELECT id FROM deliverables WHERE task_id = :task"), {"task": task.id})
    links = f"task:{task.id},deliverable:{product},assignment:{mine.id},task:{task.id}"
    made = (await send(head, links=links)).json()
    assert {each["type"] for each in made["links"]} == {"task", "deliverable", "assignment"}
    for target, found in ((task.id, 1), (product, 1), (mine.id, 1), (uuid4(), 0)):
        listed = await client.get(URL, headers=head, params={"linked_to": str(target)})
        assert len(listed.json()["items"]) == found


async def test_it_does_not_hang_on_anothers_work(client, session, as_, head, coordinator, send, work_of):
    theirs = await work_of("hp-mn2")
    assert (await send(head, links=f"assignment:{theirs.id}")).json()["errors"][0]["code"] == "unknown_target"
    leader = await as_("leader", "hp")
    assert (await send(leader, links=f"assignment:{theirs.id}")).status_code == 403
    answer = await send(coordinator, unit="hp-th1", links=f"assignment:{theirs.id}")
    assert answer.json()["errors"][0]["code"] == "other_unit"
    assert (await send(head, links="figure:1")).json()["errors"][0]["code"] == "bad_links"
    assert (await send(head, links=f"plan:{uuid4()}")).json()["errors"][0]["code"] == "unknown_target"


async def test_a_commune_sends_for_its_school_and_it_says_so(client, as_, send):
    officer = await as_("commune_officer", "hp-xa1")
    made = (await send(officer, unit="hp-th1")).json()
    assert (made["unit"]["code"], made["on_behalf"]) == ("hp-th1", True)


async def test_title_and_links_change_and_the_bytes_do_not(client, head, send, work_of):
    mine = await work_of("hp-th1")
    made = await send(head)
    url = f"{URL}/{made.json()['id']}"
    body = {"title": "Biên bản đã ký", "links": [{"type": "assignment", "id": str(mine.id)}]}
    changed = await client.patch(url, headers=head | {"If-Match": made.headers["etag"]}, json=body)
    assert (changed.json()["title"], changed.json()["version"]) == ("Biên bản đã ký", 2)
    assert changed.json()["links"] == body["links"]
    stale = await client.patch(url, headers=head | {"If-Match": made.headers["etag"]}, json={"title": "Khác"})
    assert stale.status_code == 412
    same = await client.patch(url, headers=head | {"If-Match": "*"}, json=body)
    assert same.json()["version"] == 2
    found = await client.get(URL, headers=head, params={"q": "bien ban da ky"})
    assert len(found.json()["items"]) == 1
    bare = await client.patch(url, headers=head | {"If-Match": "*"}, json={"links": []})
    assert (bare.json()["links"], bare.json()["version"]) == ([], 3)


# Versions


async def test_a_newer_version_replaces_and_the_old_one_stays(client, head, send, work_of):
    mine = await work_of("hp-th1")
    old = (await send(head, links=f"assignment:{mine.id}", title="Biên bản")).json()
    new = (await send(head, PDF + b"2", replaces=old["id"])).json()
    assert (new["title"], new["replaces"], new["links"]) == ("Biên bản", old["id"], old["links"])
    listed = (await client.get(URL, headers=head)).json()["items"]
    assert [each["id"] for each in listed] == [new["id"]]
    everything = (await client.get(URL, headers=head, params={"replaced": "true"})).json()["items"]
    assert len(everything) == 2
    for id_ in (old["id"], new["id"]):
        versions = await client.get(f"{URL}/{id_}/versions", headers=head)
        assert [each["id"] for each in versions.json()["items"]] == [new["id"], old["id"]]
    assert (await client.get(f"{URL}/{old['id']}/content", headers=head)).content == PDF
    again = await send(head, PDF + b"3", replaces=old["id"])
    assert again.json()["code"] == "evidence_replaced"
    for method in ("patch", "delete"):
        more = {"json": {"title": "x"}} if method == "patch" else {}
        refused = await getattr(client, method)(f"{URL}/{old['id']}", headers=head | {"If-Match": "*"}, **more)
        assert refused.json()["code"] == "evidence_replaced"
    gone = await client.delete(f"{URL}/{new['id']}", headers=head | {"If-Match": "*"})
    assert gone.status_code == 204
    back = (await client.get(URL, headers=head)).json()["items"]
    assert [(each["id"], each["replaced_by"]) for each in back] == [(old["id"], None)]


async def test_a_version_is_of_evidence_one_sees_and_of_the_same_unit(client, as_, head, coordinator, send):
    theirs = (await send(await as_("school_head", "hp-mn2"))).json()
    assert (await send(head, replaces=theirs["id"])).json()["errors"][0]["code"] == "unknown_evidence"
    answer = await send(coordinator, unit="hp-th1", replaces=theirs["id"])
    assert answer.json()["errors"][0]["code"] == "other_unit"


# Who sees it


async def test_a_unit_sees_its_files_and_those_above_see_them_too(client, as_, head, leader, stranger, send):
    made = (await send(head)).json()
    above = await as_("commune_officer", "hp-xa1")
    beside = [await as_("school_head", "hp-mn2"), await as_("commune_officer", "hp-xa2"), stranger]
    beside.append(await as_("officer", "hp-vp"))
    for headers in (head, above, leader):
        assert len((await client.get(URL, headers=headers)).json()["items"]) == 1
        assert (await client.get(f"{URL}/{made['id']}/content", headers=headers)).content == PDF
    for headers in beside:
        assert (await client.get(URL, headers=headers, params={"include": "total"})).json()["total"] == 0
        for path in ("", "/content", "/versions"):
            assert (await client.get(f"{URL}/{made['id']}{path}", headers=headers)).status_code == 404
        for method in ("patch", "delete"):
            more = {"json": {"title": "x"}} if method == "patch" else {}
            answer = await getattr(client, method)(f"{URL}/{made['id']}", headers=headers | {"If-Match": "*"}, **more)
            assert answer.status_code == 404
    admin = await as_("admin", "hp")
    for path in ("", f"/{made['id']}", f"/{made['id']}/content"):
        assert (await client.get(f"{URL}{path}", headers=admin)).status_code == 403
        assert (await client.get(f"{URL}{path}")).status_code == 401
    refused = await client.delete(f"{URL}/{made['id']}", headers=leader | {"If-Match": "*"})
    assert refused.status_code == 403


async def test_a_division_sees_what_hangs_on_work_it_leads(client, as_, head, send, work, work_of):
    (_, task), mine = work, await work_of("hp-th1")
    division = await as_("officer", "hp-vp")
    for link in (f"task:{task.id}", f"assignment:{mine.id}"):
        made = (await send(head, PDF + link.encode(), links=link)).json()
        assert (await client.get(f"{URL}/{made['id']}/content", headers=division)).status_code == 200
    assert len((await client.get(URL, headers=division)).json()["items"]) == 2
    assert (await send(division, unit="hp-th1")).status_code in {403, 422}


async def test_the_same_bytes_elsewhere_are_counted_for_those_who_see_both(client, as_, head, leader, send):
    other = await as_("school_head", "hp-mn2")
    await send(head), await send(other), await send(await as_("school_head", "qng-th1"))
    assert [each["duplicates_elsewhere"] for each in (await client.get(URL, headers=leader)).json()["items"]] == [1, 1]
    assert [each["duplicates_elsewhere"] for each in (await client.get(URL, headers=head)).json()["items"]] == [0]
    for headers, found in ((leader, 2), (head, 0)):
        listed = await client.get(URL, headers=headers, params={"duplicates": "true"})
        assert len(listed.json()["items"]) == found


# The list


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"unit": "hp-th1"}, 2),
        ({"under": "hp-xa1"}, 2),
        ({"under": "hp"}, 3),
        ({"under": "qng"}, 0),
        ({"verdict": "none"}, 3),
        ({"verdict": "verified"}, 0),
        ({"scan": "unscanned"}, 3),
        ({"media_type": "image/png"}, 1),
        ({"q": "tap huan"}, 1),
        ({"q": "hp-mn2"}, 1),
        ({"updated_since": "2026-05-21T00:00:00Z"}, 0),
    ],
)
async def test_filters_narrow_the_list(client, as_, head, leader, send, filters, expected):
    await send(head), await send(head, PNG, "ảnh tập huấn.png"), await send(await as_("school_head", "hp-mn2"))
    listed = await client.get(URL, headers=leader, params=filters)
    assert len(listed.json()["items"]) == expected, listed.text


async def test_sorts_and_pages_go_through_all_of_it(client, clock, head, send):
    for name in ("ô.pdf", "a.pdf", "đ.pdf"):
        await send(head, PDF + name.encode(), name)
        clock.advance(seconds=1)
    for sort, wanted in (("title", "ađô"), ("-title", "ôđa"), ("created_at", "ôađ"), ("size", None), ("-risk", None)):
        first = (await client.get(URL, headers=head, params={"limit": 2, "sort": sort})).json()
        more = {"limit": 2, "sort": sort, "cursor": first["next_cursor"]}
        second = (await client.get(URL, headers=head, params=more)).json()
        names = "".join(each["title"][0] for each in first["items"] + second["items"])
        assert sorted(names) == sorted("ađô")
        assert wanted in {None, names}


async def test_the_riskiest_come_first(client, head, send):
    await send(head)
    lied = (await send(head, PNG, "a.png", kind="application/pdf")).json()
    listed = (await client.get(URL, headers=head, params={"sort": "-risk"})).json()["items"]
    assert listed[0]["id"] == lied["id"]


async def test_the_list_is_one_statement(client, head, send, count_queries):
    for content in (PDF, PNG, JPEG):
        await send(head, content)
    for limit in (1, 3):
        with count_queries() as queries:
            await client.get(URL, headers=head, params={"limit": limit})
        assert len(queries) == 1


# Opening it


@pytest.mark.parametrize(
    ("asked", "status", "start", "end"),
    [
        ("bytes=0-9", 206, 0, 10),
        ("bytes=10-", 206, 10, len(PDF)),
        ("bytes=-5", 206, len(PDF) - 5, len(PDF)),
        ("bytes=0-99999", 206, 0, len(PDF)),
        ("bytes=0-1,3-4", 200, 0, len(PDF)),
        ("bytes=5-2", 200, 0, len(PDF)),
        ("lines=1-2", 200, 0, len(PDF)),
    ],
)
async def test_a_range_is_served(client, head, send, asked, status, start, end):
    made = (await send(head)).json()
    answer = await client.get(f"{URL}/{made['id']}/content", headers=head | {"Range": asked})
    assert (answer.status_code, answer.content) == (status, PDF[start:end])
    assert answer.headers["content-length"] == str(end - start)
    if status == 206:
        assert answer.headers["content-range"] == f"bytes {start}-{end - 1}/{len(PDF)}"


async def test_a_range_beyond_the_end_is_416(client, head, send):
    made = (await send(head)).json()
    answer = await client.get(f"{URL}/{made['id']}/content", headers=head | {"Range": "bytes=999-"})
    assert (answer.status_code, answer.headers["content-range"]) == (416, f"bytes */{len(PDF)}")


async def test_conditions_are_heeded(client, head, send):
    url = f"{URL}/{(await send(head)).json()['id']}/content"
    tag = (await client.get(url, headers=head)).headers["etag"]
    same = await client.get(url, headers=head | {"If-None-Match": tag})
    assert (same.status_code, same.content) == (304, b"")
    part = head | {"Range": "bytes=0-1"}
    assert (await client.get(url, headers=part | {"If-Range": tag})).status_code == 206
    assert (await client.get(url, headers=part | {"If-Range": '"other"'})).status_code == 200
    gone = await client.head(url, headers=head)
    assert (gone.status_code, gone.content, gone.headers["content-length"]) == (200, b"", str(len(PDF)))
    assert (await client.get(url, headers=head | {"Accept": "image/*, application/pdf"})).status_code == 200


@pytest.mark.parametrize(("scan", "code"), [("pending", "evidence_not_scanned"), ("infected", "evidence_infected")])
async def test_what_is_not_scanned_or_infected_is_served_to_nobody(client, session, head, leader, send, scan, code):
    made = (await send(head)).json()
    await session.execute(text("UPDATE evidence SET scan = :scan"), {"scan": scan})
    await session.commit()
    for headers in (head, leader):
        answer = await client.get(f"{URL}/{made['id']}/content", headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (409, code)


async def test_bytes_that_are_lost_are_said_to_be_unavailable(client, app, head, send):
    made = (await send(head, PDF + b"lost")).json()
    await app.state.files.remove(made["sha256"])
    assert (await client.get(f"{URL}/{made['id']}/content", headers=head)).status_code == 503


async def test_deleted_evidence_is_gone_and_told(client, session, head, send):
    made = await send(head)
    url = f"{URL}/{made.json()['id']}"
    assert (await client.delete(url, headers=head)).status_code == 428
    assert (await client.delete(url, headers=head | {"If-Match": made.headers["etag"]})).status_code == 204
    for path in ("", "/content", "/versions"):
        assert (await client.get(url + path, headers=head)).status_code == 404
    told = text("SELECT type, version FROM outbox WHERE entity = 'evidence' ORDER BY seq DESC LIMIT 1")
    assert (await session.execute(told)).one() == ("evidence.deleted", 2)
