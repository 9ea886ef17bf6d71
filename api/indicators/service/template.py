"""Questions to a unit, or to all units of a commune, as a workbook to be filled in, which the bulk door reads back."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from api.documents.paper import Grid, GridColumn
from api.indicators.queries.expected import units_below
from api.indicators.rules import IndicatorKind, State
from api.indicators.rules.value import MADE_OF
from api.indicators.schemas.expected import TemplateQuery
from api.indicators.schemas.value import HEADINGS
from api.indicators.service.expected import expected, form_of
from api.kit.bulk.rows import REMARK
from api.kit.calendar import vietnam_today
from api.kit.permissions import Subject
from api.kit.problems import Message, NotFound, invalid

_FIELDS = ("unit", "indicator", "period", "answer", "numerator", "denominator", "value", "yes", "note", "version")
_NAMED = {field: heading for heading, field in HEADINGS.items()}
_WIDTHS = {"indicator": 16, "note": 40, "answer": 18}
_NUMBERS = ("numerator", "denominator", "value")
_NOTES = (
    "Chỉ điền các ô nền vàng; ô để trống là chưa trả lời. Không sửa các cột mã, kỳ, phiên bản.",
    "Điền xong, lưu tệp rồi chọn “Nạp tệp Excel” trên trang Số liệu, hoặc gửi cho đầu mối.",
)
# More than any commune has; a department's are too many for one sheet.
_UNITS = 150
_TOO_MANY = Message(
    "Có {count} đơn vị, một tệp chỉ chứa {most}; hãy chọn một xã, phường.",
    "There are {count} units and a workbook holds {most}; choose a commune.",
)
_EITHER = Message("Chỉ nêu `unit` hoặc `under`.", "Give `unit` or `under`, not both.")
_WORDS = {"given": "Có số liệu", "not_applicable": "Không áp dụng", "nothing_arose": "Không phát sinh"}
_YES_NO = ("Có", "Không")


async def template(session: AsyncSession, subject: Subject, query: TemplateQuery) -> Grid:
    """The questions the unit's people answer; what was received, or comes from elsewhere, is not among them.

    With `under` those to each unit there, one below the other. Raises NotFound for a unit out of reach, Invalid for a
    period that is none and for too many units.
    """
    forms = await _forms(session, subject, query)
    asked = [(form["unit"], item) for form in forms for item in form["items"] if _is_open(item)]
    columns = (
        GridColumn(f"{REMARK} Đơn vị", 36, "text"),
        GridColumn(f"{REMARK} Câu hỏi", 60, "text"),
        GridColumn(f"{REMARK} Đơn vị tính", 12, "text"),
        *(
            GridColumn(_NAMED[name], _WIDTHS.get(name, 14), "number" if name in _NUMBERS else "text")
            for name in _FIELDS
        ),
    )
    return Grid(
        f"Số liệu của {forms[0]['unit']['name']}" + ("" if query.under is None else " và các đơn vị trực thuộc"),
        _NOTES,
        "Số liệu",
        columns,
        tuple(_row(item, unit) for unit, item in asked),
        tuple(_entries(item) for _, item in asked),
        ((_place("answer"), tuple(_WORDS.values())), (_place("yes"), _YES_NO)),
    )


async def _forms(session: AsyncSession, subject: Subject, query: TemplateQuery) -> Sequence[Mapping[str, Any]]:
    """What is asked of the unit, or of each unit there."""
    if query.under is None:
        return [await expected(session, subject, query)]
    if query.unit is not None:
        raise invalid("/query/under", "unit_or_under", _EITHER)
    below = units_below(subject, query.under, vietnam_today(session.info["now"]))
    units = (await session.scalars(below)).unique().all()
    if not units or query.under not in {units[0].code, str(units[0].id)}:
        raise NotFound
    if len(units) > _UNITS:
        raise invalid("/query/under", "too_many_units", _TOO_MANY, count=len(units), most=_UNITS)
    return [await form_of(session, subject, unit, query.period) for unit in units]


def _place(field: str) -> int:
    return 3 + _FIELDS.index(field)


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
    return (unit["name"], _question(item), item["unit_of_measure"], *(cells.get(name) for name in _FIELDS))


def _question(item: Mapping[str, Any]) -> str:
    known = item["suggested"]
    hint = f" (mẫu số đã biết: {known['denominator']:,})".replace(",", ".") if known else ""
    return f"{item['question']}{hint}"
