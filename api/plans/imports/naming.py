"""Names of a document nobody is surely known by: each settled once for all the rows that print it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from api.plans.imports.preview import Problem, Row

PARTIES = ("lead", "coordinating")
_OPEN = ("unit_not_matched", "unit_match_unsure")


def open_names(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """The names still in doubt among the rows taken in, in printed order: how many rows print each, who it may be."""
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        for name, guess in _in_doubt(row).items() if row.included else ():
            entry = found.setdefault(name, {"printed_name": name, "row_count": 0, "guess": guess})
            entry["row_count"] += 1
    return list(found.values())


def _in_doubt(row: Row) -> dict[str, dict[str, Any] | None]:
    """The names in doubt in one row, each with who it may be."""
    guesses = {
        each["printed_name"]: each for role in PARTIES for each in row.understood.get("matched", {}).get(role, ())
    }
    names = [_name(problem) for problem in row.problems if problem.code in _OPEN]
    return {name: guesses.get(name) for name in names}


def _name(problem: Problem) -> str:
    return str(dict(problem.parameters)["text"])


def mean(row: Row, meant: Mapping[str, Mapping[str, Any] | None]) -> bool:
    """Say of names who they mean, or that they stay names alone; doubts about them go. Whether the row has one."""
    said = {role: [name for name in row.understood.get(role, ()) if name in meant] for role in PARTIES}
    if not any(said.values()):
        return False
    matched = {role: _with(row.understood["matched"][role], names, meant) for role, names in said.items()}
    row.understood["matched"] = matched
    row.problems = [each for each in row.problems if each.code not in _OPEN or _name(each) not in meant]
    row.corrected = sorted({*row.corrected, "matched"})
    return True


def _with(
    matched: Sequence[dict[str, Any]], names: Sequence[str], meant: Mapping[str, Mapping[str, Any] | None]
) -> list[dict[str, Any]]:
    rest = [each for each in matched if each["printed_name"] not in meant]
    return rest + [{**who, "printed_name": name, "confidence": 1.0} for name in names if (who := meant[name])]
