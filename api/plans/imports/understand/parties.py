"""One column for all units: “Chủ trì: …; Phối hợp: …”."""

import re

from api.plans.imports.understand.cells import split_outside, tidy

_LEAD = re.compile(r"(?:đơn vị|cơ quan|bộ phận)?\s*chủ trì\s*:?\s*", re.IGNORECASE)
_COORDINATE = re.compile(
    r"[;,.\n]?\s*(?:-|\+)?\s*(?:đơn vị|cơ quan|bộ phận)?\s*(?:phối hợp(?: với)?(?: thực hiện)?)\s*:?\s*", re.IGNORECASE
)
# “Chủ trì: …; Phối hợp: …” in any order, each under its own label.
_LABEL = re.compile(
    r"(?:^|(?<=[\n;,.(]))\s*[-+•*]?\s*(?:đơn vị|cơ quan|bộ phận)?\s*"
    r"(?P<role>chủ trì|phối hợp)(?: với| thực hiện)*\s*:\s*",
    re.IGNORECASE,
)
# “Văn phòng Sở (chủ trì), các phòng (phối hợp)”: the role behind the names it is about.
_BRACKET = re.compile(r"\s*\((?:đơn vị |cơ quan )?(?P<role>chủ trì|phối hợp)\)[\s;,.]*", re.IGNORECASE)
_TAIL = re.compile(r"^(?P<names>.+?)\s+(?P<role>chủ trì|phối hợp)\.?$", re.IGNORECASE | re.DOTALL)


def says_both(text: str) -> bool:
    """Whether a cell under a heading of leads names the coordinating units as well, and says which they are."""
    folded = text.lower()
    return ("chủ trì" in folded and "phối hợp" in folded) or _roles(tidy(text)) == {"phối hợp"}


def _roles(text: str) -> set[str]:
    return {match["role"].lower() for match in _LABEL.finditer(text)}


def _by_labels(text: str) -> tuple[str, str]:
    """What stands under the labels of each role; what stands before the first label leads."""
    before, *rest = _LABEL.split(text)
    named = {"chủ trì": [before], "phối hợp": []}
    for role, names in zip(rest[::2], rest[1::2], strict=True):
        named[role.lower()].append(names)
    lead, coordinating = (";".join(filter(None, (n.strip(" ;,\n") for n in names))) for names in named.values())
    return _LEAD.sub("", lead).strip(" ;,"), coordinating


def _by_brackets(text: str) -> tuple[str, str]:
    """What stands before each bracket; what stands behind the last goes with it."""
    *pairs, rest = _BRACKET.split(text)
    named: dict[str, list[str]] = {"chủ trì": [], "phối hợp": []}
    for names, role in zip(pairs[::2], pairs[1::2], strict=True):
        named[role.lower()].append(names)
    if rest.strip():
        named[pairs[-1].lower()].append(rest)
    lead, coordinating = (";".join(names) for names in named.values())
    return lead, coordinating


def split_parties(text: str) -> tuple[str, str]:
    """The texts of lead and coordinating units. Without labels all lead."""
    text = tidy(text)
    if "phối hợp" in _roles(text):
        return _by_labels(text)
    if _BRACKET.search(text):
        return _by_brackets(text)
    tails = [_TAIL.match(part) for part in split_outside(text.replace("\n", ";"), ";")]
    if tails and all(tails):
        named = [(match["role"].lower(), match["names"]) for match in tails if match]
        return tuple(";".join(n for r, n in named if r == role) for role in ("chủ trì", "phối hợp"))  # type: ignore[return-value]
    lead, *coordinating = _COORDINATE.split(text, maxsplit=1)
    return _LEAD.sub("", lead).strip(), "".join(coordinating).strip()
