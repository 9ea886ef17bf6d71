"""Bulk writes, on notes: three formats, whole or in part, tried or done."""

import gzip
import io
import json
import tracemalloc
import zipfile
from collections.abc import Sequence
from typing import Any

import httpx
import pytest
import xlsxwriter
from pydantic import ValidationError
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.indicators.schemas.value import ValueRow
from api.kit import bulk
from api.kit.bulk import engine
from api.kit.bulk.cells import Cells
from api.kit.bulk.rows import ROW_LIMIT, Raw, Table, read, read_object
from api.kit.bulk.spool import CSV, JSON, NDJSON, XLSX, Spool
from api.kit.problems import BadRequest, Invalid, TooLarge
from tests.kit.sample import BULK_BYTES, Note, NoteRow

URL = "/notes/bulk"
ROWS = [{"text": "một", "rank": 1}, {"text": "hai", "rank": 2}, {"text": "ba"}]
LINES = "\n".join(json.dumps(row) for row in ROWS)
TABLE = "\ufefftext,rank\nmột,1\nhai,2\n,\n\nba,\n"


async def _notes(session: AsyncSession) -> dict[str, int | None]:
    found = await session.execute(select(Note.text, Note.rank))
    return {row.text: row.rank for row in found}


async def _count(session: AsyncSession) -> int | None:
    return await session.scalar(select(func.count()).select_from(Note))


async def _send(client: httpx.AsyncClient, rows: Any, **query: Any) -> httpx.Response:
    return await client.post(URL, json=rows, params=query)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (JSON, json.dumps(ROWS)),
        (JSON, json.dumps(ROWS, ensure_ascii=False, indent=3)),
        (NDJSON, LINES),
        (NDJSON, LINES.replace("\n", "\r\n\r\n") + "\n"),
        (CSV, TABLE),
        (CSV, TABLE.replace(",", ";").replace("\n", "\r\n")),
        (CSV, 'rank,text\n1,"một"\n2,hai\n,ba'),
    ],
)
@pytest.mark.parametrize("packed", [False, True])
async def test_each_format_is_read(
    notes: httpx.AsyncClient, session: AsyncSession, kind: str, body: str, packed: bool
) -> None:
    content = gzip.compress(body.encode()) if packed else body.encode()
    headers = {"Content-Type": f"{kind}; charset=utf-8"} | ({"Content-Encoding": "gzip"} if packed else {})
    answer = await notes.post(URL, content=content, headers=headers)
    assert answer.status_code == 200, answer.text
    assert answer.json() == {
        "received": 3, "created": 3, "updated": 0, "unchanged": 0, "rejected": 0,
        "errors": [], "batch": None, "job": None, "effects": None,
    }  # fmt: skip
    assert await _notes(session) == {"một": 1, "hai": 2, "ba": None}


async def test_the_same_rows_again_change_nothing(notes: httpx.AsyncClient) -> None:
    await _send(notes, ROWS)
    again = (await _send(notes, [*ROWS[:2], {"text": "ba", "rank": 3}])).json()
    assert (again["created"], again["updated"], again["unchanged"]) == (0, 1, 2)


async def test_nothing_is_a_load_too(notes: httpx.AsyncClient) -> None:
    assert (await _send(notes, [])).json()["received"] == 0


BAD = [ROWS[0], {"text": "", "colour": 1}, ROWS[1], ROWS[0], {"text": "x", "rank": 13}, 5]
ERRORS = [
    (2, "/1/colour", "extra_forbidden"),
    (2, "/1/text", "string_too_short"),
    (4, "/3", "repeated_row"),
    (5, "/4/rank", "unlucky"),
    (6, "/5", "model_type"),
]


def _errors(answer: httpx.Response) -> list[tuple[int, str, str]]:
    return sorted((each["row"], each["pointer"], each["code"]) for each in answer.json()["errors"])


async def test_one_bad_row_and_nothing_is_written(notes: httpx.AsyncClient, session: AsyncSession) -> None:
    answer = await _send(notes, BAD)
    body = answer.json()
    assert (answer.status_code, body["code"]) == (422, "rows_rejected")
    assert answer.headers["content-type"] == "application/problem+json"
    assert _errors(answer) == ERRORS
    assert (body["received"], body["created"], body["rejected"]) == (6, 0, 4)
    assert await _count(session) == 0


async def test_in_part_the_good_rows_are_written_and_the_bad_ones_named(
    notes: httpx.AsyncClient, session: AsyncSession
) -> None:
    answer = await _send(notes, BAD, mode="partial")
    assert answer.status_code == 207
    assert _errors(answer) == ERRORS
    assert (answer.json()["created"], answer.json()["rejected"]) == (2, 4)
    assert await _notes(session) == {"một": 1, "hai": 2}
    assert (await _send(notes, ROWS, mode="partial")).status_code == 200


@pytest.mark.parametrize("mode", ["atomic", "partial"])
async def test_a_dry_run_says_what_each_row_would_do_and_does_nothing(
    notes: httpx.AsyncClient, session: AsyncSession, mode: str
) -> None:
    await _send(notes, [ROWS[0]])
    answer = await _send(notes, [*ROWS, {"text": "x", "rank": 13}], mode=mode, dry_run="true")
    body = answer.json()
    assert answer.status_code == 200
    assert body["effects"] == ["unchanged", "created", "created", "rejected"]
    assert (body["created"], body["unchanged"], body["rejected"], len(body["errors"])) == (2, 1, 1, 1)
    assert await _notes(session) == {"một": 1}


async def test_errors_are_in_the_language_asked_for(notes: httpx.AsyncClient) -> None:
    words = [
        (await notes.post(URL, json=[{"text": "x", "rank": 13}], headers={"Accept-Language": language})).json()
        for language in ("vi", "en")
    ]
    assert [each["errors"][0]["message"] for each in words] == ["Không được.", "Not allowed."]
    assert words[1]["detail"] == "1 of 1 rows were rejected."


@pytest.mark.parametrize(
    ("kind", "body", "pointer", "code"),
    [
        (JSON, '{"text": "một"}', "", "json_invalid"),
        (JSON, "", "", "json_invalid"),
        (JSON, '[{"text": "một"}', "/1", "json_invalid"),
        (JSON, '[{"text": "một"},', "/1", "json_invalid"),
        (JSON, '[{"text": "một"} {"text": "hai"}]', "/1", "json_invalid"),
        (JSON, '[{"text": "một"}] []', "/1", "json_invalid"),
        (JSON, '[{"text": "một"}, {"text": "a", "text": "b"}]', "/1", "repeated_field"),
        (JSON, '[{"text": "\\ud800"}]', "", "json_invalid"),
        (JSON, '[{"rank": NaN}]', "", "json_invalid"),
        (JSON, "[" * 9_000, "", "json_invalid"),
        (CSV, "", "", "header_missing"),
        (CSV, "text,colour\na,b", "", "unknown_column"),
        (CSV, "text,text\na,b", "", "repeated_column"),
        (CSV, 'text,rank\na,1\n"b"c,2', "/1", "csv_invalid"),
    ],
)
async def test_what_cannot_be_read_writes_nothing(
    notes: httpx.AsyncClient, session: AsyncSession, kind: str, body: str, pointer: str, code: str
) -> None:
    answer = await notes.post(URL, content=body.encode(), headers={"Content-Type": kind}, params={"mode": "partial"})
    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["pointer"], error["code"]) == (422, pointer, code)
    assert await _count(session) == 0


async def test_a_bad_line_is_that_rows_fault(notes: httpx.AsyncClient) -> None:
    lines = '{"text": "một"}\n{"text"\n{"text": "a", "text": "b"}\n{"text": "hai"}'
    answer = await notes.post(URL, content=lines.encode(), headers={"Content-Type": NDJSON}, params={"mode": "partial"})
    assert _errors(answer) == [(2, "/1", "json_invalid"), (3, "/2", "repeated_field")]
    assert answer.json()["created"] == 2
    cells = await notes.post(URL, content=b"text,rank\na,1,2", headers={"Content-Type": CSV})
    assert _errors(cells) == [(1, "/0", "too_many_cells")]


@pytest.mark.parametrize(
    ("headers", "content", "status"),
    [
        ({"Content-Type": "text/plain"}, b"[]", 415),
        ({"Content-Type": JSON, "Content-Encoding": "br"}, b"[]", 415),
        ({"Content-Type": JSON, "Content-Encoding": "gzip"}, b"[]", 400),
        ({"Content-Type": JSON, "Content-Encoding": "gzip"}, gzip.compress(b"[ ]" * 99, mtime=0)[:-9], 400),
        (
            {"Content-Type": JSON, "Content-Encoding": "gzip"},
            gzip.compress(b"[" + b" " * 10_000_000 + b"]", mtime=0),
            413,
        ),
        ({"Content-Type": JSON}, b"[" + b" " * BULK_BYTES + b"]", 413),
        ({"Content-Type": CSV}, b"text\n\xff\xfe", 422),
    ],
)
async def test_bodies_that_are_none_are_refused(
    notes: httpx.AsyncClient, headers: dict[str, str], content: bytes, status: int
) -> None:
    assert (await notes.post(URL, content=content, headers=headers)).status_code == status


@pytest.mark.parametrize("query", [{"mode": "some"}, {"dry_run": "perhaps"}, {"colour": "red"}])
async def test_bad_parameters_are_refused(notes: httpx.AsyncClient, query: dict[str, str]) -> None:
    assert (await _send(notes, ROWS, **query)).status_code == 422


async def test_a_key_replays_the_answer_of_the_same_rows(notes: httpx.AsyncClient) -> None:
    key = {"Idempotency-Key": "k1"}
    first = await notes.post(URL, json=ROWS, headers=key)
    again = await notes.post(URL, json=ROWS, headers=key)
    assert again.json() == first.json()
    assert again.headers["idempotency-replayed"] == "true"
    assert (await notes.post(URL, json=ROWS[:1], headers=key)).json()["code"] == "idempotency_mismatch"


def _book(*rows: Sequence[Any]) -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "default_date_format": "dd/mm/yyyy"})
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return stream.getvalue()


async def test_a_workbook_is_read_from_the_row_that_names_columns(
    notes: httpx.AsyncClient, session: AsyncSession
) -> None:
    book = _book(
        ["Ghi chú của đơn vị"], [], ["#dòng", "text", "rank"], [1, "một", 1], [2, 2026, None], [], [3, "ba", 13]
    )
    answer = await notes.post(URL, content=book, headers={"Content-Type": XLSX}, params={"mode": "partial"})
    assert _errors(answer) == [(4, "/3/rank", "unlucky")]
    assert await _notes(session) == {"một": 1, "2026": None}


@pytest.mark.parametrize(
    ("book", "status", "code"),
    [
        (b"PK\x03\x04 no workbook", 422, "workbook_invalid"),
        (_book(["text", "colour"], ["a", "b"]), 422, "unknown_column"),
        (_book(["a", "b"], ["text", "c"][1:]), 422, "header_missing"),
        (_book(["text"], *[[7] for _ in range(4_000)]), 413, "too_large"),
    ],
)
async def test_workbooks_that_are_none_or_too_much_are_refused(
    notes: httpx.AsyncClient, book: bytes, status: int, code: str
) -> None:
    answer = await notes.post(URL, content=book, headers={"Content-Type": XLSX})
    found = answer.json()
    assert (answer.status_code, (found.get("errors") or [found])[0]["code"]) == (status, code)


def test_an_archive_that_is_more_than_it_says_is_no_workbook() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"a" * 5_000_000)
    body = stream.getvalue().replace((5_000_000).to_bytes(4, "little"), (50).to_bytes(4, "little"))
    with pytest.raises(Invalid):
        list(read(_spool(body, XLSX, limit=10_000), Table(frozenset({"text"}))))


def _spool(body: bytes, kind: str = JSON, limit: int = 1 << 30) -> Spool:
    return Spool(io.BytesIO(body), kind, packed=False, limit=limit)


def test_rows_longer_than_a_piece_of_the_body_are_read_whole() -> None:
    texts = ["a" * size for size in (10, 70_000, 200_000, 65_534, 65_535, 65_536)]
    body = json.dumps([{"text": text} for text in texts]).encode()
    assert [row.value["text"] for row in read(_spool(body), Table(frozenset()))] == texts
    assert [row.number for row in read(_spool(body), Table(frozenset()))] == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("kind", [JSON, NDJSON])
def test_a_row_without_an_end_is_not_read_to_the_end(kind: str) -> None:
    body = (b"[" if kind == JSON else b"") + b'{"text": "' + b"a" * (2 * ROW_LIMIT)
    with pytest.raises(Invalid) as refusal:
        list(read(_spool(body, kind), Table(frozenset())))
    assert refusal.value.faults[0].code == "row_too_long"


def test_a_number_at_the_end_of_a_piece_is_read_whole() -> None:
    numbers = list(range(10_000, 40_000))
    assert [row.value for row in read(_spool(json.dumps(numbers).encode()), Table(frozenset()))] == numbers


@pytest.mark.parametrize("error", [BadRequest, TooLarge])
def test_a_body_that_breaks_off_is_no_load(error: type[Exception]) -> None:
    packed = gzip.compress(b"[" + b"1," * 200_000 + b"1]")
    spool = Spool(io.BytesIO(packed[:-20] if error is BadRequest else packed), JSON, packed=True, limit=300_000)
    if error is BadRequest:
        spool = Spool(spool.file, JSON, packed=True, limit=1 << 30)
    with pytest.raises(error):
        list(read(spool, Table(frozenset())))


@pytest.mark.parametrize(
    ("body", "kind", "value"),
    [(b' \n{"a": 1}', JSON, {"a": 1}), (b" [1]", JSON, None), (b"", JSON, None), (b'{"a": 1}', NDJSON, None)],
)
def test_a_body_may_be_one_object_in_place_of_rows(body: bytes, kind: str, value: Any) -> None:
    spool = _spool(body, kind)
    assert read_object(spool) == value
    assert spool.open().read() == body


@pytest.mark.parametrize(("body", "error"), [(b'{"a": 1', Invalid), (b'{"a": "' + b"a" * ROW_LIMIT + b'"}', TooLarge)])
def test_an_object_that_breaks_or_is_too_long_is_refused(body: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        read_object(_spool(body))
    packed = gzip.compress(body)[:-12]
    with pytest.raises(BadRequest):
        read_object(Spool(io.BytesIO(packed), JSON, packed=True, limit=1 << 30))


async def _all_new(rows: Sequence[NoteRow]) -> list[bulk.Outcome]:
    return ["created"] * len(rows)


DOOR = bulk.Door(NoteRow, lambda row: row.text, _all_new)


async def test_a_hundred_thousand_rows_and_not_one_more() -> None:
    rows = [Raw(number, {"text": str(number)}) for number in range(1, engine.ROWS_MAX + 2)]
    assert (await bulk.run(rows[:-1], DOOR, bulk.Tally())).counts["created"] == engine.ROWS_MAX
    with pytest.raises(engine.TooManyRows):
        await bulk.run(rows, DOOR, bulk.Tally())


async def test_memory_does_not_grow_with_the_body() -> None:
    async def peak(rows: int) -> int:
        body = b"[" + b",".join(b'{"text": "%d", "rank": null}' % n + b" " * 400 for n in range(rows)) + b"]"
        tracemalloc.start()
        tally = await bulk.run(read(_spool(body), Table(frozenset())), DOOR, bulk.Tally())
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert tally.received == rows
        return used

    # What remains of a row is its key; the body itself is six times as much.
    assert await peak(10_000) - await peak(6_000) < 4_000 * 150


GOOD = {"indicator": "i1", "unit": "hp", "period": "2026-Q1"}
CELLS = [
    {"indicator": "i1", "unit": " hp ", "period": "2026-Q1", "numerator": 1, "denominator": 1.5},
    {"indicator": "i1", "unit": "hp", "period": "2026-Q1", "numerator": True, "denominator": 1},
    {"indicator": "i1", "unit": "hp", "period": "2026-Q1", "numerator": 1, "denominator": "1.200,5", "yes": "Có"},
    {"indicator": "i1", "unit": "hp", "period": "2026-Q1", "yes": 1, "note": None, "answer": "not_applicable"},
    {"indicator": "i1", "unit": "hp", "period": "2026-Q1", "yes": True, "state": "sent", "version": 2},
    {"indicator": "", "unit": "hp", "period": "2026-Q1"},
    {"indicator": "i1", "unit": ["hp"], "period": "2026-Q1"},
    {"indicator": "i1", "unit": "hp"},
    {"indicator": "i1", "unit": "hp", "period": "2026-Q1", "colour": 1},
    ["i1"],
]


@pytest.mark.parametrize("given", CELLS)
def test_a_row_of_cells_is_what_the_model_makes_of_it(given: Any) -> None:
    cells = Cells(ValueRow)
    try:
        expected = ValueRow.model_validate(given)
    except ValidationError:
        columns, refused = cells.columns([GOOD, given, GOOD])
        assert (columns.count, list(refused)) == (2, [1])
        return
    for _ in range(2):  # what was met before is no other
        columns, refused = cells.columns([GOOD, given])
        assert (columns.row(1), refused) == (expected, {})


def test_cells_of_one_value_and_another_type_are_told_apart() -> None:
    columns, refused = Cells(ValueRow).columns([GOOD | {"version": 1}, GOOD | {"version": True}])
    assert (columns["version"], list(refused)) == ([1], [1])


def test_so_many_cells_are_remembered_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.kit.bulk.cells._REMEMBERED", 2)
    cells = Cells(ValueRow)
    found = [cells.columns([GOOD | {"indicator": f"i{number}"}])[0]["indicator"] for number in (1, 2, 3, 1)]
    assert found == [["i1"], ["i2"], ["i3"], ["i1"]]


@pytest.mark.parametrize("separator", [",", ", ", " ,\n"])
def test_objects_are_read_alike_many_at_once_and_alone(separator: str) -> None:
    objects = [{"text": f"a}},{{{n}", "within": [{"n": n}, {"m": "]"}]} for n in range(4_000)]
    body = "[" + separator.join(json.dumps(each) for each in objects) + "]"
    assert [row.value for row in read(_spool(body.encode()), Table(frozenset()))] == objects
