"""Whatever a table holds, reading it never fails and loses no text."""

import re
import time
from contextlib import suppress

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.plans.imports.document import Document, GridRow, Paragraph, Slot, Table
from api.plans.imports.preview import Preview, Refused
from api.plans.imports.readers.grid import Block, slots_of
from api.plans.imports.understand.bases import read_bases
from api.plans.imports.understand.cells import items_of
from api.plans.imports.understand.header import read_header
from api.plans.imports.understand.names import normalised, read_names, similarity
from api.plans.imports.understand.plan import understand
from api.plans.imports.understand.targets import read_target
from api.plans.imports.wire import pack, unpack
from tests.plans.imports.tables import TARGET_HEAD, TASK_HEAD

_WORDS = st.sampled_from(
    ["I", "1", "1.1", "a)", "-", "Phòng GDTX, GDNN&ĐH", "Quý I", "≥95%", "nt", "Văn phòng Sở", "Ghi chú", "(1)", "STT",
     "Chỉ tiêu", "Nhiệm vụ",
     "Căn cứ Luật số 1/2026/QH15", "rà soát, ban", "- một\n- hai;", "Sở GDĐT (Văn phòng Sở", ""]
)  # fmt: skip
_TEXTS = st.one_of(_WORDS, st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=25))
_SLOTS = st.builds(Slot, text=_TEXTS, bold=st.booleans())


@st.composite
def _tables(draw: st.DrawFn) -> Table:
    head = draw(st.sampled_from([TASK_HEAD, TARGET_HEAD]))
    blocks = [Block(0, c, text) for c, text in enumerate(head)]
    height = draw(st.integers(2, 8))
    for row in range(1, height):
        for column in range(len(head)):
            rows, columns = draw(st.sampled_from([(1, 1), (1, 1), (1, 1), (2, 1), (1, 2), (1, len(head))]))
            blocks.append(Block(row, column, draw(_TEXTS), rows, columns, draw(st.booleans())))
    slots = slots_of(blocks, height, len(head))
    return Table(tuple(GridRow(s, i + 1, 1 + i // 3, i % 3 == 2) for i, s in enumerate(slots)), 1)


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text))


def _kept(preview: Preview) -> set[str]:
    cells = [text for row in preview.rows for _, text in row.source.cells]
    cells += [str(value) for unread in preview.unread for _, value in unread.problem.parameters]
    cells += [str(value) for row in preview.rows for problem in row.problems for _, value in problem.parameters]
    cells += [text for unread in preview.unread for _, text in unread.source.cells]
    return _words(" ".join(cells))


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(_tables(), st.booleans())
def test_no_table_makes_reading_fail_or_lose_a_word(table: Table, dated: bool) -> None:
    paragraphs = [Paragraph("KẾ HOẠCH"), Paragraph("Chuyển đổi số năm 2026")] if dated else []
    preview = understand(Document((*paragraphs, table)))
    preview.to_json("en")
    kept = _kept(preview) | _words(" ".join([*TASK_HEAD, *TARGET_HEAD, *preview_headings(preview)]))
    for row in table.rows[1:]:
        for slot in row.slots:
            assert _words(slot.text) <= kept or _is_heading_like(row), slot.text
    assert all(0 <= row.confidence <= 1 for row in preview.rows)
    assert [row.position for row in preview.rows] == list(range(1, len(preview.rows) + 1))


def preview_headings(preview: Preview) -> list[str]:
    return [column for row in preview.rows for column, _ in row.source.cells]


def _is_heading_like(row: GridRow) -> bool:
    """Rows of headings, of counted columns and of captions are no rows of the plan."""
    texts = [text for text in row.texts if text]
    return (
        any(text in ("STT", "Chỉ tiêu", "Nhiệm vụ") for text in texts)
        or len(texts) <= 1
        or all(re.fullmatch(r"\(?\w\)?|\(\d\)", text) for text in texts)
    )


@given(st.lists(st.one_of(st.builds(Paragraph, text=_TEXTS), _tables()), max_size=4))
def test_no_document_makes_reading_fail(items: list[Paragraph | Table]) -> None:
    document = Document(tuple(items))
    assert unpack(pack(document)) == document
    with suppress(Refused):  # no_table is an answer
        understand(document)


@given(st.lists(_TEXTS, max_size=12))
def test_no_text_makes_its_reader_fail(texts: list[str]) -> None:
    for text in texts:
        names = read_names(text, "lead")
        assert len(names.names) == len(names.printed)
        assert _words(text.lower()) >= _words(" ".join(names.names).lower()) - {"phòng"}
        assert _words(" ".join(items_of(text))) <= _words(text)
        read_target(text)
        assert similarity(text, text) in (0.0, 1.0)
        assert normalised(normalised(text)) == normalised(text)
    read_header(["KẾ HOẠCH", *texts], texts)
    read_bases("\n".join(texts))


def test_long_hostile_texts_take_no_long_time() -> None:
    for piece in ("1", "1,", "Phòng ", "(", "- ", "căn cứ Luật số 1/", ";", "≥", "từ 1 ", "a "):
        text = (piece * 10_000)[:10_000]
        begun = time.process_time()
        read_target(text)
        read_names(text, "lead")
        items_of(text)
        read_bases(text)
        assert time.process_time() - begun < 2, piece
