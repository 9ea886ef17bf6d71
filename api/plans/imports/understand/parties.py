"""One column for all units: “Chủ trì: …; Phối hợp: …”."""

import re

from api.plans.imports.understand.cells import split_outside, tidy

_LEAD = re.compile(r"(?:đơn vị|cơ quan|bộ phận)?\s*chủ trì\s*:?\s*", re.IGNORECASE)
_COORDINATE = re.compile(
    r"[;,.\n]?\s*(?:-|\+)?\s*(?:đơn vị|cơ quan|bộ phận)?\s*(?:phối hợp(?: với)?(?: thực hiện)?)\s*:?\s*", re.IGNORECASE
)
_TAIL = re.compile(r"^(?P<names>.+?)\s+(?P<role>chủ trì|phối hợp)\.?$", re.IGNORECASE | re.DOTALL)


def split_parties(text: str) -> tuple[str, str]:
    """The texts of lead and coordinating units. Without labels all lead."""
    text = tidy(text)
    tails = [_TAIL.match(part) for part in split_outside(text.replace("\n", ";"), ";")]
    if tails and all(tails):
        named = [(match["role"].lower(), match["names"]) for match in tails if match]
        return tuple(";".join(n for r, n in named if r == role) for role in ("chủ trì", "phối hợp"))  # type: ignore[return-value]
    lead, *coordinating = _COORDINATE.split(text, maxsplit=1)
    return _LEAD.sub("", lead).strip(), "".join(coordinating).strip()
