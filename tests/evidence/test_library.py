"""The library's two ways to a page: whichever is gone, the same files come in the same order, and only those seen."""

import random
from datetime import date, timedelta

import pytest
import pytest_asyncio
from sqlalchemy import select, update

from api.evidence import jobs
from api.evidence.models import Evidence, EvidenceLink
from api.evidence.queries import listing
from api.evidence.subscribers import UNITS
from api.kit.events import FeedEvent
from api.kit.ids import uuid7
from api.kit.text import fold, sort_key
from api.units.models import Unit
from tests.evidence.conftest import URL

WORDS = ("Biên bản", "Ảnh lớp", "Đề án", "Quyết định")
KINDS = ("application/pdf", "image/jpeg", "image/png")
SCHOOLS = ("hp-th1", "hp-th1", "hp-mn2", "qng-th1")
ASKED: tuple[dict[str, str], ...] = (
    {},
    {"sort": "-risk"},
    {"sort": "title"},
    {"sort": "size"},
    {"sort": "-size"},
    {"sort": "expires_on"},
    {"sort": "-expires_on"},
    {"sort": "-expires_on", "verdict": "none"},
    {"verdict": "none", "sort": "-risk"},
    {"verdict": "rejected", "sort": "title"},
    {"media_type": "image/png", "verdict": "none", "sort": "-risk"},
    {"duplicates": "true"},
    {"q": "de an"},
    {"q": "bien ban", "sort": "title", "verdict": "verified"},
)


@pytest_asyncio.fixture
async def shelf(session, ids, work_of):
    """Forty files of two provinces; every fifth of the first school's hangs on work a division leads."""
    dice, now = random.Random(7), session.info["now"]
    mine, made = await work_of("hp-th1"), []
    for number in range(40):
        unit = await session.get_one(Unit, ids[SCHOOLS[number % 4]])
        title = f"{dice.choice(WORDS)} {number}"
        each = {"title": title, "sort_key": sort_key(title), "search": fold(title), "size": dice.randrange(1, 9)}
        digest = f"{number // 3 if number % 9 < 3 else number + 100:064}"
        said = {"risk": dice.choice((0, 10, 40)), "verdict": dice.choice(("none", "verified", "rejected"))}
        ends = {"expires_on": date(2026, 6, 1) + timedelta(number)} if number % 6 == 0 else {}
        whose = {"unit_id": unit.id, "department_id": unit.department_id, "added_by": "x", "on_behalf": False}
        is_ = {"filename": "a", "media_type": dice.choice(KINDS), "sha256": digest, "scan": "unscanned"}
        made.append(
            Evidence(id=uuid7(), series_id=uuid7(), shared=number % 9 < 3, **each, **said, **ends, **whose, **is_)
        )
    session.add_all(made)
    await session.flush()
    for number, file in enumerate(made):
        await session.execute(
            update(Evidence).where(Evidence.id == file.id).values(created_at=now - timedelta(minutes=number // 2))
        )
    hung = [file for file in made if file.unit_id == ids["hp-th1"]][::5]
    session.add_all(EvidenceLink(evidence_id=file.id, type="assignment", target_id=mine.id) for file in hung)
    await session.commit()
    return made


@pytest.fixture
def pages(client):
    """`await pages(headers, **asked)`: the ids on all pages of ten, one after the other."""

    async def read(headers, **asked):
        found, cursor = [], None
        while True:
            more = {"limit": 10, **asked} | ({"cursor": cursor} if cursor else {})
            answer = await client.get(URL, headers=headers, params=more)
            assert answer.status_code == 200, answer.text
            found += [each["id"] for each in answer.json()["items"]]
            if (cursor := answer.json()["next_cursor"]) is None:
                return found

    return read


@pytest.mark.usefixtures("work")
async def test_both_ways_lead_to_the_same_pages(as_, shelf, pages, monkeypatch):
    callers = [await as_(*who) for who in (("coordinator", "hp"), ("officer", "hp-vp"), ("school_head", "hp-th1"))]
    found: dict[tuple[int, str], list[str]] = {}
    for furthest in (2_000, 12):  # always walked; mostly given up
        monkeypatch.setattr(listing, "_FURTHEST", furthest)
        listing.HOT.compiled.clear()
        for caller, headers in enumerate(callers):
            # Who asks changes where the walk begins, the order where it goes: not each way with each caller.
            for asked in ASKED if caller == 0 else ASKED[:2]:
                seen = await pages(headers, **asked)
                assert len(seen) == len(set(seen))
                assert found.setdefault((caller, str(asked)), seen) == seen, (caller, asked, furthest)
    listing.HOT.compiled.clear()
    whole = found[0, "{}"]
    of_department = [each for each in shelf if str(each.id) in set(whole)]
    assert len(of_department) == sum(number % 4 != 3 for number in range(40))
    by_title = [str(each.id) for each in sorted(of_department, key=lambda each: (each.sort_key, each.id))]
    assert found[0, str({"sort": "title"})] == by_title
    desk = sorted(
        (each for each in of_department if each.verdict == "none"), key=lambda each: (each.risk, each.id), reverse=True
    )
    assert found[0, str({"verdict": "none", "sort": "-risk"})] == [str(each.id) for each in desk]
    assert 0 < len(found[1, "{}"]) < len(found[2, "{}"]) < len(whole)  # the division's own desk, one school, all


async def test_a_total_counts_what_the_pages_hold(client, as_, shelf, pages):
    for who in (("coordinator", "hp"), ("officer", "hp-vp"), ("school_head", "hp-th1")):
        headers = await as_(*who)
        counted = await client.get(URL, headers=headers, params={"include": "total", "limit": 1})
        assert counted.json()["total"] == len(await pages(headers))
    assert shelf


async def test_files_lie_in_the_department_their_unit_moved_to(session, ids, as_, shelf, pages):
    moved = [each.id for each in shelf if each.unit_id == ids["hp-mn2"]]
    there = select(Evidence.department_id).where(Evidence.id.in_(moved)).distinct()
    await session.execute(update(Evidence).where(Evidence.id.in_(moved)).values(department_id=ids["qng"]))
    await session.commit()
    assert len(await pages(await as_("coordinator", "hp"))) == len(shelf) - 10 - len(moved)
    event = FeedEvent(type="unit.updated", entity="unit", entity_id=str(ids["hp"]))
    await UNITS.handle(session, [event])
    assert list(await session.scalars(there)) == [ids["hp"]]
    assert list(await session.scalars(select(Evidence.version).distinct())) == [1]
    await session.execute(update(Evidence).where(Evidence.id.in_(moved)).values(department_id=ids["qng"]))
    await jobs.follow_the_day(session)
    assert list(await session.scalars(there)) == [ids["hp"]]


async def test_who_sends_what_another_unit_sent_marks_both(client, session, as_, head, send, coordinator):
    first, second = (await send(head)).json(), (await send(await as_("school_head", "hp-mn2"))).json()
    assert (await send(head, name="khac.pdf")).json()["duplicates_elsewhere"] == 0  # of who is elsewhere, nothing
    marked = await session.execute(select(Evidence.shared, Evidence.version))
    assert marked.all() == [(True, 1)] * 3
    listed = await client.get(URL, headers=coordinator, params={"duplicates": "true"})
    assert {each["id"] for each in listed.json()["items"]} >= {first["id"], second["id"]}
