"""The reconciliation sheet (biên bản đối soát): figures that came from elsewhere, and what units say of them.

Number, date and signatures are left for the clerk and the two sides.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from api.documents.form import Letterhead, closed, date_line, number_line, printable
from api.documents.paper import Annex, Block, Cell, Column, Line, Paper, Signature, Style

_DOTS = "……………………………………………………………………"


@dataclass(frozen=True, slots=True)
class ReconciledFigure:
    """One figure: as the other system told it, as the unit has it, and what was made of it, in words."""

    unit: str
    indicator: str
    told: str
    source: str
    believed: str
    verdict: str
    outcome: str


@dataclass(frozen=True, slots=True)
class ReconciliationFacts:
    """What a sheet says; `figures` unit by unit; `period` in words (quý II năm 2026), `counts` in its order."""

    letterhead: Letterhead
    period: str
    last_day: date
    counts: Sequence[tuple[str, int]]
    figures: Sequence[ReconciledFigure]


def reconciliation_paper(facts: ReconciliationFacts) -> Paper:
    """The document of a reconciliation."""
    head = facts.letterhead
    return Paper(
        parent=head.parent,
        issuer=head.issuer,
        number=number_line(None, "BB", head.sign),
        day=facts.last_day,
        dated=date_line(head.place, None),
        kind="BIÊN BẢN",
        title=printable(f"Đối soát số liệu {facts.period}"),
        bases=(),
        opening=f"Hai bên đối soát số liệu {facts.period} của {head.name} lấy từ hệ thống khác, kết quả như sau:",
        body=tuple(_body(facts)),
        recipients=closed(["- Như thành phần", "- Lưu: VT"]),
        signature=Signature(("ĐẠI DIỆN HAI BÊN",)),
        annexes=(_annex(facts),),
    )


def _body(facts: ReconciliationFacts) -> Iterator[Block]:
    yield Block(Style.HEADING, "I. THÀNH PHẦN")
    for number, side in enumerate((facts.letterhead.name, "đơn vị quản lý số liệu"), start=1):
        yield Block(Style.TEXT, f"{number}. Đại diện {side}:")
        yield Block(Style.TEXT, _DOTS)
    yield Block(Style.HEADING, "II. KẾT QUẢ ĐỐI SOÁT")
    for words, count in facts.counts:
        yield Block(Style.TEXT, f"- {words}: {count} số liệu.")
    yield Block(Style.TEXT, "Chi tiết tại Phụ lục kèm theo Biên bản này.")


_COLUMNS = (
    Column("STT", 5, centred=True),
    Column("Đơn vị", 20),
    Column("Chỉ tiêu", 30),
    Column("Số liệu của hệ thống", 14, centred=True),
    Column("Nguồn", 12),
    Column("Số liệu của đơn vị", 14, centred=True),
    Column("Ý kiến của đơn vị", 22),
    Column("Kết quả xử lý", 18),
)


def _annex(facts: ReconciliationFacts) -> Annex:
    lines = tuple(_line(number, each) for number, each in enumerate(facts.figures, start=1))
    attached = f"(Kèm theo Biên bản đối soát số liệu {facts.period} của {facts.letterhead.name})"
    return Annex("PHỤ LỤC", "SỐ LIỆU ĐỐI SOÁT", attached, "Đối soát", _COLUMNS, lines)


def _line(number: int, figure: ReconciledFigure) -> Line:
    texts = (
        str(number), figure.unit, figure.indicator, figure.told, figure.source,
        figure.believed, figure.verdict, figure.outcome,
    )  # fmt: skip
    return Line(tuple(Cell((printable(text),) if text else ()) for text in texts))
