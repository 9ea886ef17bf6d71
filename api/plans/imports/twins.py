"""Plans that a document seems to be: those of its unit and year with its number or its title."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from api.kit.problems import Language, Message
from api.kit.text import fold
from api.plans.imports.preview import Header, Problem

_WORD = re.compile(r"\w+")
_DIGIT = re.compile(r"\d")
# How a plan is named where a document may be the same: by title, number and where it stands.
_NUMBERED = Message("“{title}”, số {number}, {status}", "“{title}”, no. {number}, {status}")
_UNNUMBERED = Message("“{title}”, {status}", "“{title}”, {status}")
_STATUSES = {
    "draft": Message("dự thảo", "draft"),
    "issued": Message("đã ban hành", "issued"),
    "closed": Message("đã kết thúc", "closed"),
}


def twins(header: Header, plans: Iterable[Any]) -> Iterator[tuple[Any, Problem]]:
    """Each of the plans (`title`, `number`, `status`) that the document seems to be, with what is said of it.

    A number without a digit (“…/KH-SGDĐT”, as drafts print it) names nothing.
    """
    for plan in plans:
        if _DIGIT.search(header.number or "") and _alike(header.number, plan.number):
            yield plan, _said(plan, "number", header.year)
        elif _alike(header.title, plan.title):
            yield plan, _said(plan, "title", header.year)


def _alike(one: str | None, other: str | None) -> bool:
    """Whether two texts have words, and the same, when case, marks, dashes and quotes are nothing."""
    words = _WORD.findall(fold(one or ""))
    return bool(words) and words == _WORD.findall(fold(other or ""))


def _said(plan: Any, field: str, year: int | None) -> Problem:
    return Problem.of("plan_exists", field, year=year, vi=_named(plan, "vi"), en=_named(plan, "en"))


def _named(plan: Any, language: Language) -> str:
    words = _NUMBERED if plan.number else _UNNUMBERED
    status = _STATUSES[plan.status].text(language, {})
    return words.text(language, {"title": plan.title, "number": plan.number, "status": status})
