"""How much of a plan's tables a preview gets right: every row, cell and group heading."""

import sys
import time
from pathlib import Path

import pytest

from api.plans.imports.reading import read
from tests.plans.imports.documents import LAYOUTS, Layout, docx_of, expected, paper_of, pdf_of, xlsx_of
from tests.plans.imports.facts import PAPERS, PLANS, Score, from_seed, of_paper, score

PDF_LAYOUTS = dict(zip(PLANS, LAYOUTS, strict=False))


def _assert_all_right(result: Score, label: str) -> None:
    sys.stdout.write(f"{label}: {result}\n")
    assert result.right
    assert result.wrong == [], f"{label}: {result}"


@pytest.mark.parametrize("slug", PLANS)
@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_docx_in_any_layout_is_read_to_the_last_cell(slug: str, layout: Layout) -> None:
    facts = from_seed(slug)
    preview = read(docx_of(paper_of(facts, layout)), "plan.docx")
    _assert_all_right(score(preview, expected(facts, layout)), f"{slug} {layout.name} docx")


@pytest.mark.parametrize("slug", PLANS)
@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
@pytest.mark.parametrize("one_sheet", [False, True])
def test_xlsx_in_any_layout_is_read_to_the_last_cell(slug: str, layout: Layout, one_sheet: bool) -> None:
    facts = from_seed(slug)
    preview = read(xlsx_of(paper_of(facts, layout), one_sheet), "plan.xlsx")
    _assert_all_right(score(preview, expected(facts, layout)), f"{slug} {layout.name} xlsx")


@pytest.mark.parametrize("slug", PLANS)
def test_pdf_with_rows_cut_by_pages_is_read_to_the_last_cell(slug: str, tmp_path: Path) -> None:
    facts, layout = from_seed(slug), PDF_LAYOUTS[slug]
    preview = read(pdf_of(paper_of(facts, layout), tmp_path), "plan.pdf")
    _assert_all_right(score(preview, expected(facts, layout)), f"{slug} {layout.name} pdf")


@pytest.mark.parametrize("layout", LAYOUTS[::5], ids=lambda layout: layout.name)
def test_pdf_without_outer_borders_is_read_to_the_last_cell(layout: Layout, tmp_path: Path) -> None:
    facts = from_seed("hai-phong")
    style = "td:first-child { border-left: none } td:last-child { border-right: none }"
    preview = read(pdf_of(paper_of(facts, layout), tmp_path, style), "plan.pdf")
    _assert_all_right(score(preview, expected(facts, layout)), f"{layout.name} open pdf")


def test_three_plans_own_documents_are_there_in_every_format() -> None:
    assert [paper.name for paper in PAPERS] == [
        "hai-phong-2026.docx", "hai-phong-2026.pdf", "hai-phong-2026.xlsx", "long-an-2024.docx", "long-an-2024.xlsx",
        "quang-ngai-2025.docx", "quang-ngai-2025.pdf", "quang-ngai-2025.xlsx",
    ]  # fmt: skip


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_the_plans_own_documents_are_read_to_the_last_cell(paper: Path) -> None:
    begun = time.process_time()
    preview = read(paper)
    spent = time.process_time() - begun
    _assert_all_right(score(preview, of_paper(paper)), f"{paper.name} in {spent:.1f} s")


@pytest.mark.parametrize("paper", [each for each in PAPERS if each.suffix != ".xlsx"], ids=lambda paper: paper.name)
def test_header_of_the_plans_own_documents(paper: Path) -> None:
    facts, header = of_paper(paper), read(paper).header
    assert (header.title, header.year, header.signer) == (facts.title, facts.year, facts.signer)
    named = ("type", "number", "issued_on", "issuer", "title")
    assert [{key: base[key] for key in named} for base in header.legal_bases] == facts.bases
