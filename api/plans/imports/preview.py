"""What was understood of a plan document, in the contract's shape."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from api.kit.problems import Language
from api.plans.imports.messages import PROBLEMS, REFUSALS


class RowKind(StrEnum):
    """What a row of the document is."""

    TASK_GROUP = "task_group"
    TASK = "task"
    TARGET_GROUP = "target_group"
    TARGET = "target"


class Refused(Exception):
    """The file cannot be read as a plan; `code` is a key of `messages.REFUSALS`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    def to_json(self, language: Language = "vi") -> dict[str, str]:
        """The contract's `refusal`."""
        return {"code": self.code, "message": REFUSALS[self.code].text(language, {})}


@dataclass(frozen=True, slots=True)
class Problem:
    """A doubt a person should settle. `field` is the key of `understood` it is about, empty for the whole row."""

    code: str
    field: str = ""
    parameters: tuple[tuple[str, Any], ...] = ()

    @classmethod
    def of(cls, code: str, field: str = "", **parameters: Any) -> "Problem":
        """A problem with the words its message needs."""
        return cls(code, field, tuple(parameters.items()))

    @property
    def weight(self) -> float:
        """What is left of the confidence when this problem is there."""
        return PROBLEMS[self.code].weight

    def to_json(self, language: Language = "vi") -> dict[str, str]:
        """The contract's problem of a row."""
        message = PROBLEMS[self.code].message.text(language, dict(self.parameters))
        return {"code": self.code, "field": self.field, "message": message}


@dataclass(frozen=True, slots=True)
class Source:
    """Where a row stands in the file, counted from 1, and its cells as printed under their column's heading."""

    table: int
    row: int
    page: int | None = None
    cells: tuple[tuple[str, str], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The contract's `source`, with the cells for showing the row beside what was understood."""
        cells = [{"column": column, "text": text} for column, text in self.cells]
        return {"page": self.page, "table": self.table, "row": self.row, "cells": cells}


@dataclass(slots=True)
class Row:
    """One row and what was understood of it.

    `corrected` names what of it a person set, `included` is false of a row a person left out.
    """

    kind: RowKind
    source: Source
    understood: dict[str, Any]
    problems: list[Problem] = field(default_factory=list)
    position: int = 0
    included: bool = True
    corrected: list[str] = field(default_factory=list)

    @property
    def confidence(self) -> float:
        """How surely the row was understood, 0 to 1."""
        left = 1.0
        for problem in self.problems:
            left *= problem.weight
        return round(left, 2)

    def to_json(self, language: Language = "vi") -> dict[str, Any]:
        """The contract's row."""
        return {
            "position": self.position,
            "kind": str(self.kind),
            "source": self.source.to_json(),
            "confidence": self.confidence,
            "understood": self.understood,
            "problems": [problem.to_json(language) for problem in self.problems],
            "included": self.included,
            "corrected": self.corrected,
        }


@dataclass(slots=True)
class Header:
    """What the first page and the signature say."""

    issuer: str | None = None
    parent: str | None = None
    number: str | None = None
    issued_on: date | None = None
    place: str | None = None
    title: str | None = None
    year: int | None = None
    horizon_years: list[int] = field(default_factory=list)
    signer: dict[str, str | None] | None = None
    legal_bases: list[dict[str, Any]] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def to_json(self, language: Language = "vi") -> dict[str, Any]:
        """The contract's `header`; `problems` as those of a row."""
        return {
            "issuer": self.issuer,
            "parent": self.parent,
            "number": self.number,
            "issued_on": self.issued_on.isoformat() if self.issued_on else None,
            "place": self.place,
            "title": self.title,
            "year": self.year,
            "horizon_years": self.horizon_years,
            "signer": self.signer,
            "legal_bases": self.legal_bases,
            "recipients": self.recipients,
            "problems": [problem.to_json(language) for problem in self.problems],
        }


@dataclass(frozen=True, slots=True)
class Unread:
    """Text of a table that became no row, so that nothing printed is lost silently."""

    source: Source
    problem: Problem

    def to_json(self, language: Language = "vi") -> dict[str, Any]:
        """A problem of the whole preview, with its place."""
        return {**self.problem.to_json(language), "source": self.source.to_json()}


@dataclass(slots=True)
class Preview:
    """Everything understood of one file."""

    header: Header
    rows: list[Row]
    unread: list[Unread] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def of_kind(self, kind: RowKind) -> Iterator[Row]:
        """The rows of one kind, in order."""
        return (row for row in self.rows if row.kind is kind)

    def to_json(self, language: Language = "vi") -> dict[str, Any]:
        """`header`, `rows` and `problems` of the contract's plan import."""
        return {
            "header": self.header.to_json(language),
            "rows": [row.to_json(language) for row in self.rows],
            "problems": [p.to_json(language) for p in self.problems] + [u.to_json(language) for u in self.unread],
        }
