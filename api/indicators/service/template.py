"""A unit's questions as a workbook to be filled in, which the bulk door reads back."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from api.documents.paper import Grid, GridColumn
from api.indicators.rules import IndicatorKind, State
from api.indicators.rules.value import MADE_OF
from api.indicators.schemas.expected import ExpectedQuery
from api.indicators.schemas.value import HEADINGS
from api.indicators.service.expected import expected
from api.kit.bulk.rows import REMARK
from api.kit.permissions import Subject

_FIELDS = ("unit", "indicator", "period", "answer", "numerator", "denominator", "value", "yes", "note", "version")
_NAMED = {field: heading for heading, field in HEADINGS.items()}
_WIDTHS = {"indicator": 16, "note": 40, "answer": 18}
_NUMBERS = ("numerator", "denominator", "value")
_NOTES = (
    "Chỉ điền các ô nền vàng; ô để trống là chưa trả lời. Không sửa các cột mã, kỳ, phiên bản.",
    "Điền xong, lưu tệp rồi chọn “Nạp tệp Excel” trên trang Số liệu, hoặc gửi cho đầu mối.",
)
_WORDS = {"given": "Có số liệu", "not_applicable": "Không áp dụng", "nothing_arose": "Không phát sinh"}
_YES_NO = ("Có", "Không")


async def template(session: AsyncSession, subject: Subject, query: ExpectedQuery) -> Grid:
    """The questions the unit's people answer; what was received, or comes from elsewhere, is not among them.

    Raises NotFound for a unit out of reach, Invalid for a period that is none.
    """
    form = await expected(session, subject, query)
    items = [item for item in form["items"] if _is_open(item)]
    columns = (
        GridColumn(f"{REMARK} Câu hỏi", 60, "text"),
        GridColumn(f"{REMARK} Đơn vị tính", 12, "text"),
        *(
            GridColumn(_NAMED[name], _WIDTHS.get(name, 14), "number" if name in _NUMBERS else "text")
            for name in _FIELDS
        ),
    )
    return Grid(
        f"Số liệu của {form['unit']['name']}",
        _NOTES,
        "Số liệu",
        columns,
        tuple(_row(item, form["unit"]) for item in items),
        tuple(_entries(item) for item in items),
        ((_place("answer"), tuple(_WORDS.values())), (_place("yes"), _YES_NO)),
    )


def _place(field: str) -> int:
    return 2 + _FIELDS.index(field)


def _is_open(item: Mapping[str, Any]) -> bool:
    present = item["present"]
    return present is None or (present["state"] != State.RECEIVED and present["confirmation"] is None)


def _entries(item: Mapping[str, Any]) -> tuple[int, ...]:
    return tuple(_place(name) for name in ("answer", *MADE_OF[IndicatorKind(item["kind"])], "note"))


def _row(item: Mapping[str, Any], unit: Mapping[str, Any]) -> tuple[str | int | float | None, ...]:
    present = item["present"] or {}
    figures = {name: present.get(name) for name in MADE_OF[IndicatorKind(item["kind"])]}
    if not present and item["suggested"]:
        figures["denominator"] = None  # known beside the question; a row with it alone would be half an answer
    yes = figures.pop("yes", None)
    cells: dict[str, Any] = {
        "unit": unit["code"] or str(unit["id"]),
        "indicator": item["indicator"]["code"],
        "period": item["period"],
        "answer": _WORDS[present["answer"]] if present else None,
        **{name: None if figure is None else float(figure) for name, figure in figures.items()},
        "yes": None if yes is None else _YES_NO[0 if yes else 1],
        "note": present.get("note"),
        "version": str(present["version"]) if present else "0",
    }
    return (_question(item), item["unit_of_measure"], *(cells.get(name) for name in _FIELDS))


def _question(item: Mapping[str, Any]) -> str:
    known = item["suggested"]
    hint = f" (mẫu số đã biết: {known['denominator']:,})".replace(",", ".") if known else ""
    return f"{item['question']}{hint}"
