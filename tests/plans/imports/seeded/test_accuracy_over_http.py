"""The plans' own documents through the door: every cell of the preview, and the draft made of it."""

import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from api.indicators.models import Indicator
from api.plans.imports.preview import Preview, Row, RowKind, Source
from tests.plans.imports.documents import LAYOUTS, docx_of, expected, paper_of, pdf_of, xlsx_of
from tests.plans.imports.facts import PAPERS, PLANS, Facts, from_seed, of_paper, score

DEPARTMENTS = {"hai-phong": "hp", "long-an": "tn", "quang-ngai": "qng", "quang-binh": "qt", "quang-ninh": "qni"}
ALL = "/api/v1"


def rows_of(found: dict[str, Any]) -> Preview:
    """The answer as the preview it was made of, for counting."""
    rows = [Row(RowKind(row["kind"]), Source(0, 0), row["understood"]) for row in found["rows"]]
    return Preview(found["header"], rows)


def assert_all_right(found: dict[str, Any], facts: Facts, label: str) -> None:
    assert found["status"] == "ready", found["refusal"]
    result = score(rows_of(found), facts)
    sys.stdout.write(f"{label}: {result}\n")
    assert result.right
    assert result.wrong == [], label


def bytes_of(paper: Path) -> bytes:
    return paper.read_bytes()


# The engine's own tests read these in every run; here they go through the door and the worker too, one of each format
# in `make test`.
_AT_THE_DOOR = {"hai-phong-2026.docx", "long-an-2024.xlsx", "hai-phong-2026.pdf"}
EVERY = [
    pytest.param(paper, id=paper.name, marks=() if paper.name in _AT_THE_DOOR else pytest.mark.soak) for paper in PAPERS
]


@pytest.mark.parametrize("paper", EVERY)
async def test_the_plans_own_documents_preview_to_the_last_cell(imported, as_of_department, paper: Path) -> None:
    facts = of_paper(paper)
    found = await imported(bytes_of(paper), paper.name, await as_of_department(DEPARTMENTS[facts.slug]))
    assert_all_right(found, facts, paper.name)


@pytest.mark.soak
@pytest.mark.parametrize("slug", PLANS)
async def test_every_plan_previews_to_the_last_cell(imported, as_of_department, tmp_path: Path, slug: str) -> None:
    facts, layout = from_seed(slug), LAYOUTS[PLANS.index(slug)]
    headers, paper = await as_of_department(DEPARTMENTS[slug]), paper_of(facts, layout)
    documents = {"docx": docx_of(paper), "xlsx": xlsx_of(paper)}
    if slug == "quang-ngai":  # the longest; the engine's own tests have every plan as PDF
        documents["pdf"] = pdf_of(paper, tmp_path)
    for kind, data in documents.items():
        found = await imported(data, f"{slug}.{kind}", headers)
        assert_all_right(found, expected(facts, layout), f"{slug} {layout.name} {kind}")


async def _all(client, headers: dict[str, str], path: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = (await client.get(f"{ALL}{path}&limit=200", headers=headers)).json()["items"]
    return items


async def _printed(client, headers: dict[str, str], path: str, plan: dict[str, Any]) -> list[dict[str, Any]]:
    """What the print says of a plan's tasks or targets, in order."""
    return [_OF_PLAN[path](each) for each in await _all(client, headers, f"{path}?plan={plan['id']}")]


def _task(task: dict[str, Any]) -> dict[str, Any]:
    """What the print says of a task, and what was made of it."""
    parties = [(each["role"], each["printed_name"], each["unit"], each["audience"]) for each in task["participations"]]
    products = [each["title"] for each in task["deliverables"]]
    schedule = {name: task["schedule"][name] for name in ("text", "terms", "occurrences")}
    return {
        **{name: task[name] for name in ("code", "number", "title", "due_on")},
        "group": task["group"]["code"], "schedule": schedule, "products": products, "parties": parties,
    }  # fmt: skip


def _target(target: dict[str, Any]) -> dict[str, Any]:
    return {name: target[name] for name in _OF_TARGET}


_OF_PLAN = {"/tasks": _task, "/targets": _target}
_OF_TARGET = ("group", "number", "printed_name", "comparator", "value", "value_max", "text", "indicator", "year")


async def test_the_draft_of_hai_phongs_document_is_the_plan_as_seeded(
    client, session, imported, as_of_department
) -> None:
    headers = await as_of_department("hp")
    known = await session.scalar(select(func.count()).select_from(Indicator))
    paper = next(each for each in PAPERS if each.name == "hai-phong-2026.docx")
    found = await imported(bytes_of(paper), paper.name, headers)
    answer = await client.post(f"{ALL}/plan-imports/{found['id']}/commit", headers=headers)
    assert answer.status_code == 201, answer.text
    draft = answer.json()
    assert (draft["status"], draft["task_count"], draft["target_count"]) == ("draft", 30, 22)
    assert draft["left_out"] == []
    (seeded,) = await _all(client, headers, "/plans?unit=hp&status=issued")
    assert (draft["title"], draft["target_groups"]) == (seeded["title"], seeded["target_groups"])
    for path in _OF_PLAN:
        assert await _printed(client, headers, path, draft) == await _printed(client, headers, path, seeded), path
    assert await session.scalar(select(func.count()).select_from(Indicator)) == known
