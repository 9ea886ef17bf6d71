"""A unit's questions as a workbook: fetched, filled in, sent back."""

import io
import zipfile

import pytest_asyncio
import xlsxwriter
from python_calamine import CalamineWorkbook

from api.kit.bulk.spool import XLSX
from tests.factories.indicators import an_indicator

URL = "/api/v1/indicator-values/template"
BULK = "/api/v1/indicator-values/bulk"
QUERY = {"unit": "hp-th1", "period": "2026-Q2"}


@pytest_asyncio.fixture
async def head(as_, session, ids):
    """The head of a school that is asked for two figures."""
    await an_indicator(session, ids["hp"], code="chu-ky-so")
    await an_indicator(session, ids["hp"], code="lms", kind="share_of_units")
    return await as_("school_head", "hp-th1")


@pytest_asyncio.fixture
async def sheet(client, head):
    """`await sheet()`: the rows of the template, from its headings on, and the file."""

    async def fetch():
        answer = await client.get(URL, params=QUERY, headers=head)
        assert answer.status_code == 200, answer.text
        rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
        top = next(number for number, row in enumerate(rows) if "Mã chỉ tiêu" in row)
        return rows[top:], answer.content

    return fetch


def filled(rows, **answers):
    """The workbook again, with what somebody put into the rows of indicators."""
    stream, heading = io.BytesIO(), rows[0]
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        page = book.add_worksheet()
        for number, row in enumerate(rows):
            given = answers.get(str(row[heading.index("Mã chỉ tiêu")]).replace("-", "_"), {})
            page.write_row(number + 4, 0, [given.get(name, cell) for name, cell in zip(heading, row, strict=True)])
    return stream.getvalue()


async def test_who_fetches_a_template(client, head, as_, stranger):
    for headers, expected in (({}, 401), (await as_("admin", "hp"), 403), (stranger, 404), (head, 200)):
        assert (await client.get(URL, params=QUERY, headers=headers)).status_code == expected
    assert (await client.get(URL, params={"period": "quý 2"}, headers=head)).status_code == 422


async def test_what_names_a_question_is_locked_and_answers_are_chosen(sheet):
    rows, file = await sheet()
    assert {row[rows[0].index("Mã chỉ tiêu")] for row in rows[1:]} == {"chu-ky-so", "lms"}
    with zipfile.ZipFile(io.BytesIO(file)) as book:
        page = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<sheetProtection" in page
    assert page.count("<dataValidation ") == 3  # an answer each, and one yes or no


async def test_it_is_read_back_and_a_blank_row_is_none(client, head, sheet):
    async def send(file):
        answer = await client.post(BULK, content=file, headers=head | {"Content-Type": XLSX})
        told = answer.json()
        return [told[name] for name in ("received", "created", "updated", "unchanged")], told["errors"]

    rows, untouched = await sheet()
    assert await send(untouched) == ([0, 0, 0, 0], [])
    first = filled(rows, chu_ky_so={"Tử số": 42, "Mẫu số": 45, "Ghi chú": "Đã rà soát"})
    assert await send(first) == ([1, 1, 0, 0], [])
    (stale,) = (await send(filled(rows, chu_ky_so={"Tử số": 1, "Mẫu số": 45})))[1]
    assert (stale["pointer"][2:], stale["code"]) == ("/version", "stale")
    now, _ = await sheet()
    second = filled(now, chu_ky_so={"Trả lời": "Không phát sinh", "Tử số": "", "Mẫu số": ""}, lms={"Có/Không": "Có"})
    assert await send(second) == ([2, 1, 1, 0], [])
    last, _ = await sheet()
    assert await send(filled(last)) == ([2, 0, 0, 2], [])
