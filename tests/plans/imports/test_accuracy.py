"""How much of a plan's tables a preview gets right: every row, cell and group heading."""

import sys
import time
from pathlib import Path

import pytest

from api.plans.imports.reading import read
from tests.plans.imports.documents import LAYOUTS, Layout, docx_of, expected, paper_of, pdf_of, xlsx_of
from tests.plans.imports.facts import PLANS, Score, from_seed, score

# Beside the checkout where the plans' own documents are at hand; the tests below need only the seed.
DOCUMENTS = Path(__file__).parents[4] / "shared" / "plans"
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


def test_the_plans_own_documents_are_read_to_the_last_cell() -> None:
    for path in sorted(DOCUMENTS.glob("*.[dpx][old]*")):
        facts = from_seed(path.stem.rpartition("-")[0])
        if facts.slug == "quang-ngai":
            facts.targets = []  # they stand in the text, not in a table
        begun = time.process_time()
        preview = read(path)
        spent = time.process_time() - begun
        _assert_all_right(score(preview, facts), f"{path.name} in {spent:.1f} s")


def test_header_of_the_plans_own_documents() -> None:
    for path in sorted(DOCUMENTS.glob("*.docx")) + sorted(DOCUMENTS.glob("*.pdf")):
        facts = from_seed(path.stem.rpartition("-")[0])
        header = read(path).header
        assert (header.title, header.year, header.signer) == (facts.title, facts.year, facts.signer), path.name
        wanted = [{**base} for base in facts.bases]
        found = [
            {key: base[key] for key in ("type", "number", "issued_on", "issuer", "title")}
            for base in header.legal_bases
        ]
        assert found == wanted, path.name


def test_a_plan_of_sixty_rows_is_read_within_three_seconds(tmp_path: Path) -> None:
    paper = paper_of(from_seed("hai-phong"), LAYOUTS[0])
    for data in (docx_of(paper), xlsx_of(paper), pdf_of(paper, tmp_path)):
        begun = time.process_time()
        assert len(read(data).rows) == 63
        assert time.process_time() - begun < 3
