"""What is printed is read back as the same plan: the seed's five, and plans made up."""

import sys
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from api.documents import sheet, word
from api.documents.form import basis_line, letterhead
from api.documents.paper import Paper, pack, unpack
from api.documents.plan import PlanFacts, PlanSigner, plan_paper
from api.documents.tables import Group, PlanTarget, PlanTask
from api.plans.imports.preview import Preview, RowKind
from api.plans.imports.reading import read
from tests.documents.plans import seed_facts, seed_plan
from tests.plans.imports.facts import PLANS, offices, score

WRITERS: dict[str, Callable[[Paper], bytes]] = {"docx": word.write, "xlsx": sheet.write}
DEPARTMENT = letterhead("Sở Giáo dục và Đào tạo tỉnh Quảng Trị", "department", "Ủy ban nhân dân tỉnh Quảng Trị")


def printed(plan: PlanFacts, form: str) -> Preview:
    """What is understood of the plan's own document."""
    return read(WRITERS[form](unpack(pack(plan_paper(plan)))), f"plan.{form}")


@pytest.mark.parametrize("form", WRITERS)
@pytest.mark.parametrize("slug", PLANS)
def test_a_plan_of_the_seed_is_read_back_to_the_last_cell(slug: str, form: str) -> None:
    facts, preview = seed_facts(slug), printed(seed_plan(slug), form)
    for items in (facts.tasks, facts.targets):
        for item in items:  # the offices in brackets are who leads; the printed names stand beside them
            for role in ("lead", "coordinating"):
                names = getattr(item, role, ())
                object.__setattr__(item, role, tuple(n for each in names for n in offices(each))) if names else None
    result = score(preview, facts)
    sys.stdout.write(f"{slug} {form}: {result}\n")
    assert result.wrong == []
    assert preview.unread == []


@pytest.mark.parametrize("form", WRITERS)
@pytest.mark.parametrize("slug", PLANS)
def test_the_header_of_a_plan_of_the_seed_is_read_back(slug: str, form: str) -> None:
    facts, plan = seed_facts(slug), seed_plan(slug)
    header = printed(plan, form).header
    assert (header.title, header.year, header.signer) == (facts.title, facts.year, facts.signer)
    assert (header.number, header.issued_on, header.recipients) == (None, None, list(plan.recipients))
    assert header.issuer == plan.letterhead.name
    named = ("type", "number", "issued_on", "issuer", "title")
    assert [{key: base[key] for key in named} for base in header.legal_bases] == facts.bases


@pytest.mark.parametrize("form", WRITERS)
def test_number_date_and_a_year_only_the_appendix_names_are_read_back(form: str) -> None:
    task = PlanTask("1", "Rà soát", number="1", lead=["Văn phòng Sở"], deadline="Quý I")
    plan = PlanFacts(
        DEPARTMENT, 2026, "Chuyển đổi số ngành Giáo dục", "07/KH-SGDĐT", date(2025, 12, 5), tasks=[task],
        bases=[basis_line("Luật", None, date(2019, 6, 14), None, "Luật Giáo dục")],
    )  # fmt: skip
    header = printed(plan, form).header
    assert (header.number, header.issued_on, header.place) == ("07/KH-SGDĐT", date(2025, 12, 5), "Quảng Trị")
    assert (header.year, header.signer, header.recipients) == (2026, None, [])
    assert header.legal_bases[0]["issued_on"] == "2019-06-14"


# Plans made up. A text begins with a capital letter and is no unit's name, bullet or heading; what is in it is free.

_WILD = st.text(st.sampled_from("ăâđêôơưạếờ &<>\"'“”()%/;:,.-+=#@$\\{}[]*_|~^`€≥ \n\t12aAzZ"), max_size=60)
_WORDS = st.sampled_from(
    ["chuyển đổi số", "R&D <b>x</b>", '"trích"', "an toàn; thông tin", "{{ x }}", "#let", "=1+1", "dạy & học", "…"]
)


def _flat(text: str) -> str:
    return " ".join(text.split())


def _sentences(start: str, *, wild: bool = True) -> st.SearchStrategy[str]:
    middle = st.lists(st.one_of(_WORDS, _WILD) if wild else _WORDS, min_size=1, max_size=4).map(" ".join)
    return st.builds(lambda text: f"{start} {_flat(text)} hết", middle)


_LONG = st.integers(0, 40).map(lambda times: "Xây dựng " + "kho học liệu dùng chung toàn ngành, " * times + "hết")
_TITLES = st.one_of(_sentences("Triển khai"), _LONG)
_RESULTS = st.lists(_sentences("Báo cáo", wild=False).map(lambda t: t.rstrip(".;")), max_size=3).map(tuple)
_NAMES = st.lists(
    st.sampled_from(
        ["Văn phòng Sở", "Phòng GDTX, GDNN&ĐH", "Các CSGD công lập", "UBND xã, phường, đặc khu", "Sở TT&TT <QT>",
         'Trường THPT "Lê Quý Đôn"', "Các đơn vị thuộc, trực thuộc Sở", "Trung tâm GDNN-GDTX (các huyện)"]
    ),
    max_size=3, unique=True,
).map(tuple)  # fmt: skip
_DEADLINES = st.sampled_from(["", "Quý II", "Thường xuyên", "Trước ngày 15/10/2026", "Năm 2026", "Tháng 3, tháng 9"])


@st.composite
def _plans(draw: st.DrawFn) -> PlanFacts:
    groups = draw(st.sampled_from([[], ["I", "II", "III"], ["A", "B"]]))
    tasks: list[PlanTask] = []
    for number in range(1, draw(st.integers(1, 5)) + 1):
        task = PlanTask(
            str(number), draw(_TITLES), draw(st.sampled_from(groups)) if groups else None, None, str(number),
            draw(_RESULTS), draw(_NAMES), draw(_NAMES), draw(_DEADLINES),
        )  # fmt: skip
        tasks.append(task)
        if draw(st.booleans()):
            more = draw(st.lists(st.tuples(_TITLES, _RESULTS, _NAMES, _DEADLINES), min_size=1, max_size=3))
            tasks += [
                PlanTask(f"{number}/{i}", title, task.group, task.code, None, results, lead, (), deadline)
                for i, (title, results, lead, deadline) in enumerate(more)
            ]
    figures = st.lists(st.tuples(_sentences("Tỷ lệ", wild=False), st.sampled_from(["≥95%", "100%", "trên 50%"])))
    targets = [
        PlanTarget(name, text, 2026, "%", None, str(place), draw(_NAMES), draw(_NAMES))
        for place, (name, text) in enumerate(draw(figures), start=1)
    ]
    return PlanFacts(
        DEPARTMENT, 2026, "Chuyển đổi số năm 2026", signer=PlanSigner("Nguyễn Văn An", "Giám đốc"),
        task_groups=[Group(code, f"Nhóm nhiệm vụ & giải pháp <{code}>") for code in groups],
        tasks=sorted(tasks, key=lambda task: task.group or ""), targets=targets,
    )  # fmt: skip


def _expected(plan: PlanFacts) -> list[dict[str, Any]]:
    by_code = {task.code: task for task in plan.tasks}
    return [
        {
            "group": task.group,
            "number": task.number,
            "parent_number": by_code[task.parent].number if task.parent else None,
            "title": _flat(task.title),
            "results": list(task.results),
            "lead": list(task.lead),
            "coordinating": list(task.coordinating),
            "deadline_text": task.deadline,
        }
        for task in plan.tasks
    ]


def _bare(code: str, **more: Any) -> PlanFacts:
    return PlanFacts(DEPARTMENT, 2026, "Chuyển đổi số năm 2026", tasks=[PlanTask(code, "Rà soát", **more)])


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(_plans(), st.sampled_from(sorted(WRITERS)))
@example(_bare("1", number="1", lead=["Văn phòng Sở"]), "docx")
def test_a_plan_made_up_is_read_back(plan: PlanFacts, form: str) -> None:
    preview = printed(plan, form)
    tasks = [row.understood for row in preview.of_kind(RowKind.TASK)]
    wanted = _expected(plan)
    assert [{key: task[key] for key in wanted[0]} for task in tasks] == wanted
    targets = [row.understood for row in preview.of_kind(RowKind.TARGET)]
    assert [(t["name"], t["target_text"], t["lead"]) for t in targets] == [
        (_flat(t.name), t.text, list(t.lead)) for t in plan.targets
    ]
    groups = [(row.understood["code"], row.understood["title"]) for row in preview.of_kind(RowKind.TASK_GROUP)]
    assert groups == [(group.code, group.title) for group in plan.task_groups]
    assert preview.header.title == plan.title
    assert preview.unread == []
