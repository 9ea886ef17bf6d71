"""A preview as it is kept between reading and committing: plain JSON, its problems without a language."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from api.plans.imports.preview import Header, Preview, Problem, Row, RowKind, Source, Unread

_PLAIN = (
    "issuer",
    "parent",
    "number",
    "place",
    "title",
    "year",
    "horizon_years",
    "signer",
    "legal_bases",
    "recipients",
)


def keep_row(row: Row) -> dict[str, Any]:
    """The row without its position, which is its place in the list."""
    return {
        "kind": str(row.kind),
        "source": row.source.to_json(),
        "understood": row.understood,
        "problems": [_kept(problem) for problem in row.problems],
        "included": row.included,
        "corrected": row.corrected,
    }


def row_of(data: Mapping[str, Any], position: int) -> Row:
    """The row that `keep_row` wrote."""
    return Row(
        RowKind(data["kind"]),
        _source(data["source"]),
        dict(data["understood"]),
        [_problem(each) for each in data["problems"]],
        position,
        data["included"],
        list(data["corrected"]),
    )


def keep_header(header: Header) -> dict[str, Any]:
    """The header."""
    kept = {name: getattr(header, name) for name in _PLAIN}
    issued_on = header.issued_on and header.issued_on.isoformat()
    return {**kept, "issued_on": issued_on, "problems": [_kept(problem) for problem in header.problems]}


def header_of(data: Mapping[str, Any]) -> Header:
    """The header that `keep_header` wrote; an empty one where nothing was read yet."""
    if not data:
        return Header()
    header = Header(**{name: data[name] for name in _PLAIN})
    header.issued_on = date.fromisoformat(data["issued_on"]) if data["issued_on"] else None
    header.problems = [_problem(each) for each in data["problems"]]
    return header


def keep_remarks(preview: Preview) -> list[dict[str, Any]]:
    """What is to be said of the whole document: problems, and text that became no row, with its place."""
    whole = [{**_kept(problem), "source": None} for problem in preview.problems]
    return whole + [{**_kept(each.problem), "source": each.source.to_json()} for each in preview.unread]


def remark_of(data: Mapping[str, Any]) -> Problem | Unread:
    """One thing that `keep_remarks` wrote."""
    problem = _problem(data)
    return problem if data["source"] is None else Unread(_source(data["source"]), problem)


def _kept(problem: Problem) -> dict[str, Any]:
    return {"code": problem.code, "field": problem.field, "parameters": dict(problem.parameters)}


def _problem(data: Mapping[str, Any]) -> Problem:
    return Problem.of(data["code"], data["field"], **data["parameters"])


def _source(data: Mapping[str, Any]) -> Source:
    cells = tuple((cell["column"], cell["text"]) for cell in data["cells"])
    return Source(data["table"], data["row"], data["page"], cells)
