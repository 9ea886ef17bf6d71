"""The department's report of a quarter held against a recount that asks none of our code, and opened in LibreOffice."""

import asyncio
import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import docx
import pdfplumber
from sqlalchemy import select, text

from api.documents.rendering import Format, render
from api.reporting import service
from api.reporting.models import Report, Round
from api.units.models import Unit

# Of each rhythm, the periods of 2026 that a quarter's report can tell of: label, first and last day.
PERIODS = {
    "quarter": [(f"2026-Q{n}", date(2026, 3 * n - 2, 1), date(2026, 3 * n, 30)) for n in (1, 2, 3, 4)],
    "half_year": [("2026-H1", date(2026, 1, 1), date(2026, 6, 30)), ("2026-H2", date(2026, 7, 1), date(2026, 12, 31))],
    "year": [("2026", date(2026, 1, 1), date(2026, 12, 31))],
    "school_year": [("2025-2026", date(2025, 9, 1), date(2026, 8, 31))],
    "semester": [
        ("2025-2026-S1", date(2025, 9, 1), date(2026, 1, 15)),
        ("2025-2026-S2", date(2026, 1, 16), date(2026, 5, 31)),
    ],
}
_TARGETS = text(
    """
    SELECT t.printed_name AS name, i.id, i.kind, i.frequency, i.time_behaviour, i.measured_on
    FROM targets t JOIN indicators i ON i.id = t.indicator_id JOIN plans p ON p.id = t.plan_id
    JOIN units u ON u.id = p.unit_id
    WHERE u.code = 'hp' AND p.year = 2026 AND t.deleted_at IS NULL AND p.source IS NULL ORDER BY t.position
    """
)
_RECOUNT = text(
    """
    SELECT sum(v.numerator) AS numerator, sum(v.denominator) AS denominator, sum(v.value) AS total,
           count(*) AS reported, count(*) FILTER (WHERE v.yes) AS yes,
           count(*) FILTER (WHERE v.answer = 'not_applicable') AS not_applicable
    FROM indicator_values v JOIN units u ON u.id = v.unit_id JOIN units d ON d.id = u.department_id
    WHERE d.code = 'hp' AND v.indicator_id = :indicator AND v.period = :period AND v.state <> 'withdrawn'
    """
)
_EXPECTED = text(
    """
    SELECT count(*) FROM units u JOIN units d ON d.id = u.department_id
    WHERE d.code = 'hp' AND u.kind = ANY (:kinds) AND u.valid @> CAST(:day AS date) AND u.deleted_at IS NULL
    """
)


async def recount(session, until):
    """Each target's figure so far in its year, by its printed name; None where nobody told anything."""
    found = {}
    for target in (await session.execute(_TARGETS)).all():
        begun = [each for each in PERIODS[target.frequency] if each[1] <= until]
        told = []
        for label, _, last in begun:
            given = {"indicator": target.id, "period": label}
            told.append(((await session.execute(_RECOUNT, given)).one(), last))
        told = [each for each in told if each[0].reported]
        expected = {"kinds": target.measured_on, "day": told[-1][1] if told else until}
        found[target.name] = _figure(target, [row for row, _ in told], await session.scalar(_EXPECTED, expected))
    return found


def _figure(target, told, expected):
    if not told:
        return None
    last = told[-1]
    if target.kind == "share_of_units":
        return Decimal(100 * last.yes) / (expected - last.not_applicable)
    summed = told if target.time_behaviour == "in_period" else [last]
    if target.kind in {"count", "number"}:
        return sum(row.total for row in summed)
    return 100 * sum(row.numerator for row in summed) / sum(row.denominator for row in summed)


async def report_of(session, code, of):
    """The report of a unit in a round."""
    found = select(Report).join(Unit, Unit.id == Report.unit_id).where(Unit.code == code, Report.round_id == of.id)
    return (await session.scalars(found)).one()


def as_written(value, unit):
    """A figure as the paper has it: “1.234,5%”."""
    if value is None:
        return "–"
    plain = f"{value.quantize(Decimal('0.01')):,f}".rstrip("0").rstrip(".").translate(str.maketrans(",.", ".,"))
    return f"{plain}%" if unit == "%" else plain


async def agree(session, of, folder: Path):
    """The office's paper says of each of 22 targets what the recount says; LibreOffice opens it. Its compilation."""
    report = await report_of(session, "hp-vp", of)
    paper, _ = await service.report_document(session, of, report)
    content = await render(paper, Format.DOCX, None)
    table = docx.Document(io.BytesIO(content)).tables
    rows = next(each for each in table if each.rows[0].cells[1].text == "Chỉ tiêu").rows
    shown = {row.cells[1].text: (row.cells[4].text, row.cells[2].text) for row in rows[1:]}
    counted = await recount(session, of.ends_on)
    assert len(counted) == 22
    wrong = {
        name: (shown.get(name), value)
        for name, value in counted.items()
        if name not in shown or shown[name][0] != as_written(value, shown[name][1])
    }
    assert wrong == {}
    pages = await opened(content, folder)
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in pages
    assert "SỞ GIÁO DỤC VÀ ĐÀO TẠO" in pages
    return await service.compilation(session, of, report)


async def opened(content: bytes, folder: Path) -> str:
    """What LibreOffice makes of a DOCX, as text."""
    source = folder / "report.docx"
    source.write_bytes(content)
    child = await asyncio.create_subprocess_exec(
        "soffice", "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--convert-to", "pdf", "--outdir", str(folder), str(source),
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    assert await asyncio.wait_for(child.wait(), 120) == 0
    with pdfplumber.open(folder / "report.pdf") as pages:
        return "\n".join(page.extract_text() for page in pages.pages[:2])


async def newest_round(session):
    """Hải Phòng's newest quarter."""
    found = select(Round).join(Unit, Unit.id == Round.unit_id).where(Unit.code == "hp", Round.period.like("2026-Q%"))
    return (await session.scalars(found.order_by(Round.period.desc()).limit(1))).unique().one()
