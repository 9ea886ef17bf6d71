"""What to propose that an audience owes for a task, by what the plan prints.

A plan names schools in almost every row, mostly as those who coordinate. Asking each of them about each row would bury
them, so coordinating is for information unless the product plainly is each unit's own: “tại đơn vị”, “100% trường”.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from api.kit.text import fold

_GENERAL = ("primary", "lower_secondary", "upper_secondary")
_CONTINUING = ("continuing", "vocational_continuing")
# Printed words, folded, and the levels they mean. The longer are struck out before the shorter are looked for.
_LEVELS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"trung hoc co so|thcs", ("lower_secondary",)),
    (r"trung hoc pho thong|thpt", ("upper_secondary",)),
    (r"giao duc pho thong|gdpt", _GENERAL),
    (r"giao duc thuong xuyen|gdtx", _CONTINUING),
    (r"tieu hoc", ("primary",)),
    (r"mam non", ("preschool",)),
)
_PRIVATE_TOO = re.compile(r"\bngoai cong lap\b")
_PUBLIC = re.compile(r"\bcong lap\b")
# Products that are there once in each unit.
_OF_EACH = re.compile(
    r"\b(tai|cua) don vi\b|\btai (cac |tung |moi )?(don vi|co so giao duc|truong)\b"
    r"|\bmoi (truong|don vi|co so giao duc)\b"
)
# A share of the units themselves: each says yes or no, and the office counts.
_SHARE_OF_UNITS = re.compile(
    r"\b100 ?%? (cac )?(truong|co so giao duc|don vi|gdpt|csgd)\b"
    r"|\b(ty le|so) (cac |so )?(truong|co so giao duc|csgd)\b"
)
# … unless it is the office above that makes, checks or compiles them.
_OF_THE_OFFICE = re.compile(
    r"\b(kiem tra|tham dinh|huong dan|tong hop|phe duyet|ban hanh|co quan so|toan nganh|toan tinh|tren dia ban)\b"
)
_ANSWERS = {"figure": "figure", "activity": "yes_no", "thing": "yes_no", "document": "product"}
# Where several products are each unit's own, one question is enough: the plainest of them.
_PLAINEST = ("figure", "yes_no", "product")


@dataclass(frozen=True, slots=True)
class Product:
    """A deliverable as printed."""

    title: str
    kind: str


@dataclass(frozen=True, slots=True)
class Named:
    """An audience named in a task. `kinds` are those of the units in it; none when it is picked by hand."""

    role: str
    kinds: frozenset[str] = frozenset()
    education_levels: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the audience would owe; empty tuples narrow nothing. `why` is `lead`, `own_product` or `named`."""

    owes: str
    why: str
    education_levels: tuple[str, ...] = ()
    ownership: tuple[str, ...] = ()


def propose(title: str, products: Sequence[Product], audience: Named) -> Proposal:
    """The proposal for one task and one audience."""
    if audience.role == "lead":
        return _narrowed(_of_lead(products), "lead", title, audience)
    own = {product.title: owes for product in products if (owes := _of_each(product))}
    if audience.role == "coordinate" and own and "school" in audience.kinds:
        plainest = next(owes for owes in _PLAINEST if owes in own.values())
        return _narrowed(plainest, "own_product", " ".join((title, *own)), audience)
    return Proposal("inform", "named")


def levels_named(text: str) -> tuple[str, ...]:
    """The education levels a text speaks of, in the usual order; none when it speaks of all."""
    left, found = fold(text), set()
    for pattern, levels in _LEVELS:
        left, times = re.subn(rf"\b({pattern})\b", " ", left)
        found |= set(levels) if times else set()
    return tuple(level for level in ("preschool", *_GENERAL, *_CONTINUING) if level in found)


def ownership_named(text: str) -> tuple[str, ...]:
    """`public` where a text speaks of public schools only."""
    folded = fold(text)
    return ("public",) if _PUBLIC.search(folded) and not _PRIVATE_TOO.search(folded) else ()


def kinds_of(rule: dict[str, list[dict[str, Collection[str]]]] | None) -> frozenset[str]:
    """The kinds of units an audience's rule can mean."""
    clauses = rule["any_of"] if rule else []
    return frozenset(kind for clause in clauses for kind in clause.get("kinds") or ())


def _of_lead(products: Sequence[Product]) -> str:
    """A lead makes the product; a figure or a yes alone when that is all the product is."""
    answers = {_ANSWERS[product.kind] for product in products}
    return answers.pop() if len(answers) == 1 else "product"


def _of_each(product: Product) -> str | None:
    """What each unit owes for a product that is plainly its own."""
    folded = fold(product.title)
    if _SHARE_OF_UNITS.search(folded):
        return "yes_no"
    own = _OF_EACH.search(folded) and not _OF_THE_OFFICE.search(folded)
    return _ANSWERS[product.kind] if own else None


def _narrowed(owes: str, why: str, text: str, audience: Named) -> Proposal:
    if audience.kinds != {"school"}:
        return Proposal(owes, why)
    levels = levels_named(text)
    return Proposal(owes, why, levels if set(levels) != audience.education_levels else (), ownership_named(text))
