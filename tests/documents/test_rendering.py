"""Drawing in a child process: what comes out, what is given up, what is a fault of ours."""

import asyncio

import pytest

from api.documents import rendering
from api.documents.answers import disposition
from api.documents.fonts import fonts_folder
from api.documents.plan import plan_paper
from api.documents.rendering import Format, render
from api.kit.problems import Unavailable
from tests.documents.plans import seed_plan


@pytest.mark.parametrize(("form", "begin"), [(Format.DOCX, b"PK"), (Format.XLSX, b"PK"), (Format.PDF, b"%PDF")])
async def test_a_child_draws_each_format(form, begin):
    assert (await render(plan_paper(seed_plan("long-an")), form, fonts_folder())).startswith(begin)


async def test_without_the_font_there_is_no_pdf():
    with pytest.raises(Unavailable):
        await render(plan_paper(seed_plan("long-an")), Format.PDF, None)


async def test_what_takes_too_long_is_given_up():
    with pytest.raises(Unavailable):
        await render(plan_paper(seed_plan("long-an")), Format.DOCX, None, wall_seconds=0.01)


async def test_a_child_that_fails_is_a_fault_of_ours(tmp_path):
    with pytest.raises(RuntimeError, match="could not be drawn"):
        await rendering._drawn(b"{}", Format.DOCX, tmp_path)


async def test_no_more_are_drawn_at_once_than_may_be(monkeypatch):
    now, most = 0, 0

    async def drawn(paper, form, fonts):
        nonlocal now, most
        now += 1
        most = max(most, now)
        await asyncio.sleep(0)
        now -= 1
        return b""

    monkeypatch.setattr(rendering, "_drawn", drawn)
    paper = plan_paper(seed_plan("long-an"))
    await asyncio.gather(*(render(paper, Format.DOCX, None) for _ in range(6)))
    assert most == rendering.AT_ONCE


def test_a_name_is_offered_in_vietnamese_and_cannot_leave_its_header():
    assert disposition('Kế "hoạch"\r\nX: y/z.pdf') == (
        "attachment; filename=\"document.pdf\"; filename*=UTF-8''K%E1%BA%BF%20-ho%E1%BA%A1ch-%20X-%20y-z.pdf"
    )
