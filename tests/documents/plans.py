"""Plans to print: those of the seed, and what a preview of them must say."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from api.documents.form import basis_line, letterhead
from api.documents.plan import PlanFacts, PlanSigner, ReportingRule
from api.documents.tables import Group, PlanTarget, PlanTask
from tests.plans.imports.facts import Facts, from_seed
from tests.plans.imports.facts import Group as GroupRow
from tests.plans.imports.facts import Target as TargetRow

SEED = Path(__file__).parents[2] / "seed"


def _load(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SEED / name).read_text(encoding="utf-8"))
    return found


_UNITS = {unit["code"]: unit for unit in _load("reference/units.json")["units"]}
_MEASURES = {each["code"]: each["unit_of_measure"] for each in _load("reference/indicators.json")["indicators"]}


def seed_plan(slug: str) -> PlanFacts:
    """A plan of the seed as its document prints it."""
    data = _load(f"plans/{slug}.json")
    unit = _UNITS[data["unit"]]
    region = unit["name"].removeprefix("Sở Giáo dục và Đào tạo ")
    return PlanFacts(
        letterhead=letterhead(unit["name"], unit["kind"], f"Ủy ban nhân dân {region}"),
        year=data["year"],
        title=data["title"],
        number=data["number"],
        issued_on=_day(data["issued_on"]),
        signer=PlanSigner(**data["signer"]),
        bases=[
            basis_line(base["type"], base["number"], _day(base["issued_on"]), base["issuer"], base["title"])
            for base in data["legal_bases"]
        ],
        recipients=data["recipients"],
        duties=[(duty["unit_name"], duty["text"]) for duty in data["duties"]],
        rules=[
            ReportingRule(rule["subject"], rule["who_name"], rule["to_name"], rule["due_text"])
            for rule in data["reporting_rules"]
        ],
        task_groups=[Group(group["code"], group["title"]) for group in data["task_groups"]],
        tasks=[_task(task) for task in data["tasks"]],
        target_groups=[Group(group["code"], group["title"]) for group in data["target_groups"]],
        targets=[_target(target) for target in data["targets"]],
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _named(item: dict[str, Any], role: str) -> list[str]:
    return [each["printed_name"] for each in item["participations"] if each["role"] == role]


def _task(task: dict[str, Any]) -> PlanTask:
    return PlanTask(
        task["code"],
        task["title"],
        task["group"],
        task["parent"],
        task["number"],
        [deliverable["title"] for deliverable in task["deliverables"]],
        _named(task, "lead"),
        _named(task, "coordinate"),
        task["schedule_text"] or "",
        note=task["note"],
    )


def _target(target: dict[str, Any]) -> PlanTarget:
    return PlanTarget(
        target["printed_name"],
        target["text"],
        target["year"],
        _MEASURES[target["indicator"]],
        target["group"],
        target["number"],
        _named(target, "lead"),
        _named(target, "coordinate"),
    )


def seed_facts(slug: str) -> Facts:
    """What a preview must say of it: all its tasks, and all its targets, those without a number too.

    Only what is printed can be read: a comparator the plan does not print is that of a bare figure.
    """
    data = _load(f"plans/{slug}.json")
    facts = from_seed(slug)
    titles = {group["code"]: group["title"] for group in data["target_groups"]}
    rows: list[GroupRow | TargetRow] = []
    for code in [None, *titles]:
        rows += [GroupRow(code, titles[code])] if code else []
        rows += [_target_row(target) for target in data["targets"] if target["group"] == code]
    return replace(facts, targets=rows)


def _target_row(target: dict[str, Any]) -> TargetRow:
    bare = target["text"].rstrip("%").isdigit()
    return TargetRow(
        target["group"],
        target["number"],
        target["printed_name"],
        _MEASURES[target["indicator"]],
        target["text"],
        "eq" if bare else target["comparator"],
        target["value"],
        target["value_max"],
        tuple(dict.fromkeys(_named(target, "lead"))),
        tuple(dict.fromkeys(_named(target, "coordinate"))),
    )
