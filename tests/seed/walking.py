"""A department's report held against a recount that asks none of our code, and opened in LibreOffice."""

import asyncio
import io
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import docx
import pdfplumber
from sqlalchemy import select, text
from sqlalchemy.orm import selectinload

from api.documents.rendering import Format, render
from api.reporting import service
from api.reporting.models import Report, Round
from api.units.models import Unit

_MASTHEAD = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM SỞ GIÁO DỤC VÀ ĐÀO TẠO"
_TARGETS = text(
    """
    SELECT t.printed_name AS name, t.audience_id, i.id, i.kind, i.frequency, i.time_behaviour, i.measured_on
    FROM targets t JOIN indicators i ON i.id = t.indicator_id JOIN plans p ON p.id = t.plan_id
    JOIN units u ON u.id = p.unit_id
    WHERE u.code = :department AND p.year = :year AND t.deleted_at IS NULL AND p.source IS NULL ORDER BY t.position
    """
)
# Units that stand under a department, and are in an audience, on a day or on their own last one.
_MEANT = """
    JOIN unit_closure c ON c.descendant_id = u.id AND c.line = 'professional'
        AND c.valid @> least(CAST(:day AS date), upper(u.valid) - 1)
    JOIN units d ON d.id = c.ancestor_id AND d.code = :department
    JOIN unit_versions f ON f.unit_id = u.id AND f.valid @> least(CAST(:day AS date), upper(u.valid) - 1)
    LEFT JOIN audiences a ON a.id = :audience
    WHERE u.deleted_at IS NULL AND (a.id IS NULL OR EXISTS (
        SELECT FROM jsonb_array_elements(a.rule -> 'any_of') one
        WHERE (one -> 'kinds') @> to_jsonb(f.kind) AND (coalesce(one -> 'education_levels', '[]') = '[]'
            OR EXISTS (SELECT FROM unnest(f.education_levels) level WHERE one -> 'education_levels' @> to_jsonb(level)))
    ))
"""
_RECOUNT = text(
    f"""
    SELECT sum(v.numerator) AS numerator, sum(v.denominator) AS denominator, sum(v.value) AS total,
           count(*) AS reported, count(*) FILTER (WHERE v.yes) AS yes,
           count(*) FILTER (WHERE v.answer = 'not_applicable') AS not_applicable
    FROM indicator_values v JOIN units u ON u.id = v.unit_id {_MEANT}
        AND v.indicator_id = :indicator AND v.period = :period AND v.state <> 'withdrawn'
    """
)
_EXPECTED = text(f"SELECT count(*) FROM units u {_MEANT} AND u.kind = ANY (:kinds) AND u.valid @> CAST(:day AS date)")


@dataclass(frozen=True)
class Walked:
    """Whose reports are walked, by the plan of which year, and which office compiles them."""

    department: str
    year: int
    office: str


HAI_PHONG = Walked("hp", 2026, "hp-vp")


def periods(frequency: str, year: int) -> list[tuple[str, date, date]]:
    """Of a rhythm, the periods that reports on a target of a year can tell of: label, first and last day."""
    before = year - 1
    ends = {n: date(year + n // 4, 3 * n % 12 + 1, 1) - timedelta(days=1) for n in (1, 2, 3, 4)}
    return {
        "quarter": [(f"{year}-Q{n}", date(year, 3 * n - 2, 1), ends[n]) for n in ends],
        "half_year": [
            (f"{year}-H1", date(year, 1, 1), ends[2]),
            (f"{year}-H2", date(year, 7, 1), ends[4]),
        ],
        "year": [(str(year), date(year, 1, 1), ends[4])],
        "school_year": [(f"{before}-{year}", date(before, 9, 1), date(year, 8, 31))],
        "semester": [
            (f"{before}-{year}-S1", date(before, 9, 1), date(year, 1, 15)),
            (f"{before}-{year}-S2", date(year, 1, 16), date(year, 5, 31)),
        ],
    }[frequency]


async def recount(session, walked: Walked, until: date):
    """Each target's figure so far in its year, by its printed name; None where nobody told anything."""
    found = {}
    whose = {"department": walked.department, "year": walked.year}
    for target in (await session.execute(_TARGETS, whose)).all():
        about = {"department": walked.department, "audience": target.audience_id}
        told = []
        for label, first, last in periods(target.frequency, walked.year):
            given = about | {"indicator": target.id, "period": label, "day": last}
            if first <= until and (row := (await session.execute(_RECOUNT, given)).one()).reported:
                told.append((row, last))
        expected = about | {"kinds": target.measured_on, "day": told[-1][1] if told else until}
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


async def round_of(session, walked: Walked, title: str, period: str):
    """A department's round of a period, as it is now, with its steps."""
    found = select(Round).join(Unit, Unit.id == Round.unit_id)
    found = found.where(Unit.code == walked.department, Round.period == period, Round.title == title)
    found = found.options(selectinload(Round.steps)).execution_options(populate_existing=True)
    return (await session.scalars(found)).one()


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


async def drawn(session, walked: Walked, of: Round) -> bytes:
    """The office's paper, which says of each target what the recount says."""
    report = await report_of(session, walked.office, of)
    paper, _ = await service.report_document(session, of, report)
    content = await render(paper, Format.DOCX, None)
    shown = _shown(content)
    counted = await recount(session, walked, of.ends_on)
    wrong = {
        name: (shown.get(name), value)
        for name, value in counted.items()
        if name not in shown or shown[name][0] != as_written(value, shown[name][1])
    }
    assert wrong == {}
    return content


def _shown(content: bytes) -> dict[str, tuple[str, str]]:
    """The appendix of targets: by its name, a target's result and its unit of measure."""
    for table in docx.Document(io.BytesIO(content)).tables:
        heads = [cell.text for cell in table.rows[0].cells]
        if heads[1:2] == ["Chỉ tiêu"]:
            result, measure = heads.index("Kết quả"), heads.index("Đơn vị tính")
            rows = [[cell.text for cell in row.cells] for row in table.rows]
            return {row[1]: (row[result], row[measure]) for row in rows}
    raise AssertionError("the paper has no appendix of targets")


async def agree(session, of, folder: Path):
    """Hải Phòng's paper says of each of 22 targets what the recount says; LibreOffice opens it. Its compilation."""
    content = await drawn(session, HAI_PHONG, of)
    assert len(await recount(session, HAI_PHONG, of.ends_on)) == 22
    await open_all({of.period: content}, folder)
    return await service.compilation(session, of, await report_of(session, HAI_PHONG.office, of))


async def open_all(papers: dict[str, bytes], folder: Path) -> None:
    """LibreOffice makes pages of each DOCX, with the letterhead of a department on the first."""
    sources = []
    for name, content in papers.items():
        sources.append(folder / f"{name}.docx")
        sources[-1].write_bytes(content)
    child = await asyncio.create_subprocess_exec(
        "soffice", "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--convert-to", "pdf", "--outdir", str(folder), *map(str, sources),
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    assert await asyncio.wait_for(child.wait(), 120) == 0
    for source in sources:
        with pdfplumber.open(source.with_suffix(".pdf")) as pages:
            # Word by word: where lines break is a matter of the fonts a machine has.
            words = {word["text"] for word in pages.pages[0].extract_words()}
        assert set(_MASTHEAD.split()) - words == set()


async def newest_round(session):
    """Hải Phòng's newest quarter."""
    found = select(Round).join(Unit, Unit.id == Round.unit_id).where(Unit.code == "hp", Round.period.like("2026-Q%"))
    return (await session.scalars(found.order_by(Round.period.desc()).limit(1))).unique().one()
