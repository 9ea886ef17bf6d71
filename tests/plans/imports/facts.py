"""What a plan says, as rows to expect of a preview, and how many cells of a preview are right."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from api.plans.imports.preview import Preview, Row, RowKind

SEED = Path(__file__).parents[3] / "seed" / "plans"
# The plans' own documents, as their departments print them.
PAPERS = sorted((Path(__file__).parent / "papers").iterdir())
PLANS = ("hai-phong", "long-an", "quang-ngai", "quang-binh", "quang-ninh")


@dataclass(frozen=True)
class Group:
    code: str | None
    title: str


@dataclass(frozen=True)
class Task:
    group: str | None
    number: str | None
    title: str
    results: tuple[str, ...] = ()
    lead: tuple[str, ...] = ()
    coordinating: tuple[str, ...] = ()
    deadline_text: str = ""
    parent_number: str | None = None


@dataclass(frozen=True)
class Target:
    group: str | None
    number: str | None
    name: str
    unit_of_measure: str | None
    target_text: str
    comparator: str | None
    value: float | None
    value_max: float | None = None
    lead: tuple[str, ...] = ()
    coordinating: tuple[str, ...] = ()


@dataclass
class Facts:
    """A plan's tables: groups and items in printed order."""

    slug: str
    title: str
    year: int
    tasks: list[Group | Task] = field(default_factory=list)
    targets: list[Group | Target] = field(default_factory=list)
    bases: list[dict[str, Any]] = field(default_factory=list)
    signer: dict[str, Any] | None = None


def of_paper(paper: Path) -> "Facts":
    """What a plan's own document says in its tables."""
    facts = from_seed(paper.stem.rpartition("-")[0])
    if facts.slug == "quang-ngai":
        facts.targets = []  # they stand in the text, not in a table
    return facts


_OFFICE = "Sở Giáo dục và Đào tạo ("


def offices(printed: str) -> list[str]:
    """The offices in brackets after the department's name, else the name itself."""
    if not printed.startswith(_OFFICE):
        return [printed]
    return [name.strip() for name in printed.removeprefix(_OFFICE).rstrip(").").split(";")]


def from_seed(slug: str) -> Facts:
    """A plan of the seed; its tables as its appendix prints them."""
    data = json.loads((SEED / f"{slug}.json").read_text(encoding="utf-8"))
    facts = Facts(slug, data["title"], data["year"], bases=data["legal_bases"], signer=data["signer"])
    groups = {group["code"]: Group(group["code"], group["title"]) for group in data["task_groups"]}
    numbered = [task for task in data["tasks"] if task["number"] or task["parent"]]
    facts.tasks = list(_grouped([_seed_task(task, data["tasks"]) for task in numbered], groups))
    named = {group["code"]: Group(group["code"], group["title"]) for group in data["target_groups"]}
    printed = [t for t in data["targets"] if t["number"] and t["value"] is not None]
    facts.targets = list(_grouped([_seed_target(target) for target in printed], named))
    return facts


def _grouped(items: list[Any], groups: dict[str, Group]) -> Iterator[Any]:
    open_group = None
    for item in items:
        if item.group != open_group and item.group is not None:
            yield groups[item.group]
        open_group = item.group
        yield item


def _named(item: dict[str, Any], role: str) -> tuple[str, ...]:
    printed = dict.fromkeys(p["printed_name"] for p in item["participations"] if p["role"] == role)
    return tuple(name for each in printed for name in offices(each))


def _seed_task(task: dict[str, Any], every: list[dict[str, Any]]) -> Task:
    parent = next((other["number"] for other in every if other["code"] == task["parent"]), None)
    return Task(
        task["group"],
        task["number"],
        task["title"],
        tuple(deliverable["title"] for deliverable in task["deliverables"]),
        _named(task, "lead"),
        _named(task, "coordinate"),
        task["schedule_text"] or "",
        parent,
    )


def _seed_target(target: dict[str, Any]) -> Target:
    unit = "Cơ sở giáo dục" if target["value"] > 100 else "%"
    value, maximum = target["value"], target["value_max"]
    return Target(
        target["group"], target["number"], target["printed_name"], unit, target["text"], target["comparator"],
        value, maximum, _named(target, "lead"), _named(target, "coordinate"),
    )  # fmt: skip


_KINDS = {
    (Group, True): RowKind.TASK_GROUP,
    (Group, False): RowKind.TARGET_GROUP,
    (Task, True): RowKind.TASK,
    (Target, False): RowKind.TARGET,
}


@dataclass
class Score:
    """How many cells were right, and which were not: (row, field, expected, got)."""

    right: int = 0
    wrong: list[tuple[str, str, Any, Any]] = field(default_factory=list)

    @property
    def accuracy(self) -> float:
        total = self.right + len(self.wrong)
        return self.right / total if total else 0.0

    def __str__(self) -> str:
        return f"{self.right} of {self.right + len(self.wrong)} cells ({self.accuracy:.2%})"


def score(preview: Preview, facts: Facts) -> Score:
    """The preview held against the facts, cell by cell; a row too many or too few counts each of its cells."""
    result = Score()
    sides: tuple[tuple[list[Any], bool], ...] = ((facts.tasks, True), (facts.targets, False))
    for items, tasks in sides:
        kinds = {kind for (_, side), kind in _KINDS.items() if side is tasks}
        rows = [row for row in preview.rows if row.kind in kinds]
        for index in range(max(len(items), len(rows))):
            item = items[index] if index < len(items) else None
            _score_row(result, item, rows[index] if index < len(rows) else None, tasks)
    return result


def _score_row(result: Score, item: Any, row: Row | None, tasks: bool) -> None:
    label = str(getattr(item, "number", None) or getattr(item, "code", None) or (row and row.understood.get("number")))
    if item is None or row is None:
        result.wrong.append((label, "row", item, row and row.understood))
        return
    _check(result, label, "kind", _KINDS[type(item), tasks], row.kind)
    for name, value in vars(item).items():
        _check(result, label, name, list(value) if isinstance(value, tuple) else value, row.understood.get(name))


def _check(result: Score, label: str, name: str, expected: Any, got: Any) -> None:
    if expected == got:
        result.right += 1
    else:
        result.wrong.append((label, name, expected, got))
