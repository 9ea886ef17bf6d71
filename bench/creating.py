"""One record made at a time by sixteen at once: a value with its version, event, audit entry and turn to be counted,
against the stack's one row by the same statement as its loads.
"""

from collections.abc import Iterator
from pathlib import Path

from bench import data, load, product
from bench.figures import INDICATORS
from bench.load import Target
from bench.measures import ROUNDS, SECONDS, Result, ratio
from bench.processes import Running

_STACKS_FIRST_SCHOOL = 102
# Each round of each server goes on where its last one ended: what is made is always new.
_OURS = """
local n = {first}
wrk.method = "PUT"
wrk.headers["Content-Type"] = "application/json"
request = function()
  n = n + 1
  local cell = n % ({schools} * {indicators})
  return wrk.format(nil, "/api/v1/indicator-values", nil, string.format(
    '{{"indicator":"i%d","unit":"{department}-s%d","period":"%d-Q2","numerator":40,"denominator":100}}',
    cell % {indicators} + 1, math.floor(cell / {indicators}), 1910 + 2 * math.floor(n / ({schools} * {indicators}))))
end
"""
_THEIRS = """
local n = {first}
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
request = function()
  n = n + 1
  local cell = n % ({schools} * {indicators})
  return wrk.format(nil, "/db/bulk", nil, string.format(
    '[{{"indicator_id":%d,"unit_id":%d,"period":"%d-01-01","numerator":40,"denominator":100,"status":"submitted"}}]',
    cell % {indicators} + 1, {first_school} + math.floor(cell / {indicators}),
    4000 + math.floor(n / ({schools} * {indicators}))))
end
"""


def creating(ours: Running, theirs: Running, scratch: Path) -> Iterator[Result]:
    """Round by round; the indicators are those of `figures.values`."""
    headers = product.sign_in(ours, data.COORDINATOR)
    first = {"ours": 0, "theirs": 0}
    rates: dict[str, list[float]] = {"ours": [], "theirs": []}
    for _ in range(ROUNDS + 1):
        for name, target, script in (
            ("ours", Target("create", ours.base, headers, scratch / "create.lua"), _OURS),
            ("theirs", Target("stack's create", theirs.base, {}, scratch / "create.lua"), _THEIRS),
        ):
            (scratch / "create.lua").write_text(
                script.format(
                    first=first[name], schools=data.SCHOOLS, indicators=INDICATORS, department=data.DEPARTMENT,
                    first_school=_STACKS_FIRST_SCHOOL,
                )
            )  # fmt: skip
            found = load.drive(target, seconds=SECONDS)
            rates[name].append(found.rate)
            first[name] += found.count + 2 * load.CONNECTIONS
    yield ratio("one value made at a time", rates["ours"][1:], rates["theirs"][1:], "the stack's row", 0.6)
