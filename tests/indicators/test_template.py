"""A unit's questions as a workbook: fetched, filled in, sent back."""

import importlib
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


async def test_a_commune_gets_all_its_schools_in_one_workbook_and_sends_it_back(client, session, head, as_, ids):
    officer = await as_("commune_officer", "hp-xa1")
    await an_indicator(session, ids["hp"], code="tap-huan", measured_on=["school", "commune"])
    answer = await client.get(URL, params={"under": "hp-xa1", "period": "2026-Q2"}, headers=officer)
    assert answer.status_code == 200, answer.text
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    heading = next(row for row in rows if "Mã chỉ tiêu" in row)
    body = rows[rows.index(heading) + 1 :]
    place = heading.index("Mã đơn vị"), heading.index("Mã chỉ tiêu")
    asked = [tuple(row[each] for each in place) for row in body]
    assert asked == [("hp-xa1", "tap-huan"), *(("hp-th1", code) for code in sorted(["chu-ky-so", "lms", "tap-huan"]))]
    again = io.BytesIO()
    with xlsxwriter.Workbook(again, {"in_memory": True}) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, heading)
        for number, row in enumerate(body, 1):
            page.write_row(number, 0, row)
            if row[place[1]] != "lms":
                page.write_number(number, heading.index("Tử số"), 9 if number == 1 else 1)
                page.write_number(number, heading.index("Mẫu số"), 2)
    headers = officer | {"Content-Type": XLSX}
    tried = await client.post(BULK, content=again.getvalue(), headers=headers, params={"dry_run": "true"})
    assert (tried.status_code, tried.json()["rejected"]) == (200, 1), tried.text
    sent = await client.post(BULK, content=again.getvalue(), headers=headers, params={"mode": "partial"})
    assert (sent.status_code, sent.json()["created"], sent.json()["rejected"]) == (207, 2, 1), sent.text


async def test_who_gets_a_commune_s_workbook(client, head, as_, stranger):
    for headers, expected in ((stranger, 404), (head, 404), (await as_("coordinator", "hp"), 200)):
        query = {"under": "hp-xa1", "period": "2026-Q2"}
        assert (await client.get(URL, params=query, headers=headers)).status_code == expected
    both = {"under": "hp-xa1", "unit": "hp-th1"}
    assert (await client.get(URL, params=both, headers=head)).json()["errors"][0]["code"] == "unit_or_under"


async def test_a_department_is_too_large_for_one_workbook(client, as_, head, monkeypatch):
    monkeypatch.setattr(importlib.import_module("api.indicators.service.template"), "_UNITS", 1)
    answer = await client.get(URL, params={"under": "hp"}, headers=await as_("coordinator", "hp"))
    assert answer.json()["errors"][0]["code"] == "too_many_units"
