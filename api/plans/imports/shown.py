"""What is kept of an import, as the contract shows it, in the language asked for."""

from collections.abc import Iterable, Mapping
from typing import Any

from api.kit.problems import Language
from api.plans.imports.kept import header_of, remark_of, row_of
from api.plans.imports.naming import open_names
from api.plans.imports.preview import Problem, Refused, Unread
from api.plans.imports.twins import twins

_BASIS = ("type", "number", "issued_on", "issuer", "title")


def header(data: Mapping[str, Any], language: Language, plans: Iterable[Any] = ()) -> dict[str, Any]:
    """The contract's `header`; `plans` are those of its unit and year, one of which it may be."""
    read = header_of(data)
    header = read.to_json(language)
    bases = [{name: base.get(name) for name in _BASIS} for base in header["legal_bases"]]
    there = [problem.to_json(language) | {"plan_id": plan.id} for plan, problem in twins(read, plans)]
    doubts = [each | {"plan_id": None} for each in header["problems"]]
    return header | {"legal_bases": bases, "problems": there + doubts}


def rows(data: Iterable[Mapping[str, Any]], language: Language) -> list[dict[str, Any]]:
    """The contract's `rows`."""
    return [row_of(each, position).to_json(language) for position, each in enumerate(data, start=1)]


def names(data: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The contract's `open_names`."""
    return open_names(row_of(each, position) for position, each in enumerate(data, start=1))


def remarks(data: Iterable[Mapping[str, Any]], language: Language) -> list[dict[str, Any]]:
    """What is to be said of the whole document."""
    return [_remark(remark_of(each), language) for each in data]


def _remark(remark: Problem | Unread, language: Language) -> dict[str, Any]:
    said = remark.to_json(language)
    return said if isinstance(remark, Unread) else said | {"source": None}


def refusal(code: str | None, language: Language) -> dict[str, str] | None:
    """The contract's `refusal`."""
    return None if code is None else Refused(code).to_json(language)


def left_out(data: Iterable[Mapping[str, Any]], language: Language) -> list[dict[str, Any]]:
    """What a draft could not take."""
    return [
        {"position": each["position"]} | Problem.of(each["code"], each["field"], **each["parameters"]).to_json(language)
        for each in data
    ]
