"""“nt”, “như trên”: a cell that says what the one above it says."""

from typing import Any

from api.kit.text import fold
from api.plans.imports.preview import Problem
from api.plans.imports.understand.entries.tree import Entry

_DITTO = {"nt", "-nt-", "nhu tren", '"', "''", "//", "〃", "-//-", "“", "”"}


def is_ditto(text: str) -> bool:
    """Whether a cell says “as above”."""
    return fold(text).strip(" .") in _DITTO


def settle_dittos(entries: list[Entry], skipped: set[int | None]) -> None:
    """“nt” becomes what stands above it, and says so."""
    above: dict[int, Any] = {}
    for entry in entries:
        for column, text in entry.values.items():
            if column in skipped or entry.is_group:
                continue
            if is_ditto(text) and column in above:
                entry.problems.append(Problem.of("ditto", "", text=text))
                entry.values[column] = above[column]
            above[column] = entry.values[column]
