"""What is found out about files after they came in: pictures, signatures, who else sent the same."""

import hashlib
import io

import pytest
from PIL import Image
from sqlalchemy import delete, func, select

from api.evidence.jobs import catch_up
from api.evidence.models import EvidenceFile, EvidencePicture
from api.kit.files import REFERENCES
from api.kit.jobs import Job
from tests.evidence.conftest import JPEG, PDF, URL
from tests.evidence.files import CAMERA, Authority, appended_to, pdf, photograph, signed


async def opened(client, headers, url):
    answer = await client.get(url, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer


def picture_of(answer):
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["etag"] == f'"{hashlib.sha256(answer.content).hexdigest()}"'
    assert answer.headers["content-security-policy"].startswith("sandbox")
    return Image.open(io.BytesIO(answer.content))


# Pictures


@pytest.mark.parametrize(("kind", "turned"), [("JPEG", False), ("PNG", False), ("WEBP", False), ("JPEG", True)])
async def test_a_photograph_is_shown_without_where_it_was_taken(
    client, head, officer, leader, send, run_jobs, kind, turned
):
    original = photograph(7, kind, orientation=6 if turned else 1)
    made = (await send(head, original, "Ảnh lớp.jpg")).json()
    url = f"{URL}/{made['id']}"
    waiting = await client.get(f"{url}/content", headers=leader)
    assert (waiting.status_code, waiting.json()["code"]) == (409, "evidence_not_shown")
    assert (await client.get(f"{url}/thumbnail", headers=head)).json()["code"] == "evidence_not_shown"
    await run_jobs()
    now = (await client.get(url, headers=leader)).json()
    assert (now["examined"], now["previews"], now["pages"], now["version"]) == (True, 1, None, 1)
    assert (await opened(client, officer, f"{url}/content")).content == original  # who verifies it, and nobody else
    shown = await opened(client, leader, f"{url}/content")
    assert (await opened(client, head, f"{url}/content")).content == shown.content
    assert "filename*=UTF-8''%E1%BA%A2nh%20l%E1%BB%9Bp.jpg" in shown.headers["content-disposition"]
    for answer, size in (
        (shown, (900, 1200) if turned else (1200, 900)),
        (await opened(client, leader, f"{url}/preview"), None),
        (await opened(client, leader, f"{url}/thumbnail"), (240, 320) if turned else (320, 240)),
    ):
        drawn = picture_of(answer)
        assert size is None or drawn.size == size
        assert dict(drawn.getexif()) == {}
        assert CAMERA.encode() not in answer.content
    part = await client.get(f"{url}/content", headers=leader | {"Range": "bytes=0-9"})
    assert (part.status_code, part.content) == (206, shown.content[:10])
    unchanged = await client.get(f"{url}/preview", headers=leader | {"If-None-Match": shown.headers["etag"]})
    assert unchanged.status_code == 304
    assert (await client.get(f"{url}/preview", headers=leader, params={"page": 2})).status_code == 404


async def test_the_pages_of_a_pdf_are_drawn(client, session, head, leader, stranger, send, run_jobs):
    content = pdf(pages=14)
    url = f"{URL}/{(await send(head, content)).json()['id']}"
    await run_jobs()
    now = (await client.get(url, headers=head)).json()
    assert (now["pages"], now["previews"], now["signatures"]) == (14, 12, [])
    assert picture_of(await opened(client, leader, f"{url}/preview?page=12")).size == (1131, 1600)
    assert picture_of(await opened(client, leader, f"{url}/thumbnail")).size == (226, 320)
    assert (await client.get(f"{url}/preview?page=13", headers=head)).status_code == 404
    assert (await opened(client, leader, f"{url}/content")).content == content
    for path in ("thumbnail", "preview", "content"):
        assert (await client.get(f"{url}/{path}", headers=stranger)).status_code == 404
        assert (await client.get(f"{url}/{path}")).status_code == 401
    # What was drawn is swept no more than what was sent.
    drawn = set(await session.scalars(select(EvidencePicture.sha256)))
    assert drawn <= {each for statement in REFERENCES for each in await session.scalars(statement)}


@pytest.mark.parametrize("content", [PDF, JPEG], ids=["pdf", "jpeg"])
async def test_what_cannot_be_drawn_is_kept_and_says_so(client, head, officer, leader, send, run_jobs, content):
    made = (await send(head, content)).json()
    await run_jobs()
    now = (await client.get(f"{URL}/{made['id']}", headers=head)).json()
    assert (now["examined"], now["previews"]) == (True, 0)
    assert (await client.get(f"{URL}/{made['id']}/preview", headers=leader)).json()["code"] == "evidence_not_shown"
    assert (await client.get(f"{URL}/{made['id']}/content", headers=officer)).content == content


async def test_the_same_bytes_are_looked_into_once(client, session, as_, head, send, run_jobs):
    content = photograph(3)
    await send(head, content)
    await run_jobs()
    other = await as_("school_head", "hp-mn2")
    made = (await send(other, content)).json()
    assert (made["examined"], made["previews"]) == (True, 1)
    assert await session.scalar(select(func.count()).select_from(Job)) == 1


async def test_what_was_missed_is_asked_for_again(session, head, send, run_jobs):
    await send(head, photograph(4))
    await session.execute(delete(Job))
    assert await catch_up(session) == {"asked": 1}
    assert await catch_up(session) == {"asked": 0}
    await run_jobs()
    assert await session.scalar(select(func.count()).select_from(EvidenceFile)) == 1
    assert await catch_up(session) == {"asked": 0}


# Signatures


async def test_a_signature_is_good_altered_or_untrusted(client, head, send, run_jobs, set_up, tmp_path):
    known, unknown = Authority("Ban Cơ yếu thử"), Authority("Ai đó")
    (tmp_path / "roots.pem").write_bytes(known.pem)
    set_up(signature_roots=tmp_path / "roots.pem")
    good = await signed(pdf(), known.signer("Nguyễn Thị Hiệu Trưởng"))
    twice = await signed(good, known.signer("Trần Văn Kế Toán"), "Chu_ky_2")
    place = good.index(b"/MediaBox")
    broken = good[:place] + b"/mediabox" + good[place + 9 :]
    cases = {
        "good": (good, [("Nguyễn Thị Hiệu Trưởng", True, True)]),
        "twice": (twice, [("Nguyễn Thị Hiệu Trưởng", True, True), ("Trần Văn Kế Toán", True, True)]),
        "altered": (broken, [("Nguyễn Thị Hiệu Trưởng", False, False)]),
        "edited": (appended_to(good), [("Nguyễn Thị Hiệu Trưởng", False, False)]),
        "untrusted": (await signed(pdf(), unknown.signer("Lê Văn Lạ")), [("Lê Văn Lạ", True, False)]),
    }
    made = {name: (await send(head, content)).json()["id"] for name, (content, _) in cases.items()}
    await run_jobs()
    for name, (_, wanted) in cases.items():
        told = (await client.get(f"{URL}/{made[name]}", headers=head)).json()["signatures"]
        assert [(each["signer"], each["intact"], each["trusted"]) for each in told] == wanted, name
    told = (await client.get(f"{URL}/{made['good']}", headers=head)).json()["signatures"][0]
    assert (told["issuer"], told["signed_at"][:2]) == ("Ban Cơ yếu thử", "20")


# Duplicates


async def test_who_verifies_sees_who_else_sent_the_same(
    client, as_, head, officer, leader, coordinator, send, run_jobs
):
    mine = (await send(head, photograph(11))).json()["id"]
    other = await as_("school_head", "hp-mn2")
    same = (await send(other, photograph(11))).json()["id"]
    near = (await send(other, photograph(11, quality=40, size=(800, 600)))).json()["id"]
    await send(other, photograph(12))
    await run_jobs()
    url = f"{URL}/{mine}/duplicates"
    found = (await client.get(url, headers=coordinator)).json()["items"]
    assert [(each["id"], each["likeness"], each["unit"]["code"]) for each in found] == [
        (same, "same", "hp-mn2"), (near, "near", "hp-mn2")
    ]  # fmt: skip
    assert found[0]["distance"] == 0 <= found[1]["distance"] <= 6
    assert (await client.get(url, headers=officer)).json()["items"] == []  # the other school is not theirs to see
    for headers, status in ((head, 403), (leader, 403), (other, 404), ({}, 401)):
        assert (await client.get(url, headers=headers)).status_code == status


async def test_white_pages_are_no_duplicates(client, as_, head, coordinator, send, run_jobs):
    def blank(shade):
        held = io.BytesIO()
        Image.new("RGB", (300, 200), (shade,) * 3).save(held, "PNG")
        return held.getvalue()

    mine = (await send(head, blank(255))).json()["id"]
    await send(await as_("school_head", "hp-mn2"), blank(254))
    await run_jobs()
    assert (await client.get(f"{URL}/{mine}/duplicates", headers=coordinator)).json()["items"] == []
