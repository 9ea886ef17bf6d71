"""Lists of work: a commune drawn anew for each request, as the stack draws one for each of its own."""

from collections.abc import Iterator
from pathlib import Path

from bench import data, load, measures, product
from bench.data import Filled
from bench.load import Target
from bench.measures import ROUNDS, SECONDS, Result, ratio
from bench.processes import Running

_SCRIPT = """
local tokens = {{ {tokens} }}
math.randomseed(os.time())
request = function()
  local department = math.random(#tokens)
  local commune = "{department}-c" .. math.random(0, {last})
  if department > 1 then commune = commune .. "-" .. (department - 1) end
  local path = "/api/v1/assignments?status=in_progress&limit=50&under=" .. commune
  return wrk.format("GET", path, {{ ["Authorization"] = tokens[department] }})
end
"""


def lists(ours: Running, theirs: Running, filled: Filled, scratch: Path) -> Iterator[Result]:
    """A commune's work in one state, and for a province the department's and a head's own, against the stack's list."""
    scale = "" if filled.departments == 1 else f", {filled.departments} departments"
    page, own = page_of_work(ours, filled, scratch), Target("own", f"{ours.base}/api/v1/me/work", _head(ours))
    asked: dict[str, tuple[Target, float | None]] = {f"list of 50 assignments{scale}": (page, 0.70)}
    if not scale:
        asked["a school's own work"] = (own, None)
        asked["the department's work"] = (_whole(ours), None)
    yield from measures.against_lists(theirs, asked)


def nation(province: Running, nation: Running, filled: tuple[Filled, Filled], scratch: Path) -> Result:
    """The list over thirty-four departments against the same over one."""
    one, all_ = (page_of_work(server, where, scratch) for server, where in zip((province, nation), filled, strict=True))
    rates = load.interleaved([one, all_], rounds=ROUNDS, seconds=SECONDS)
    return ratio("list of 50 assignments, 34 departments", rates[all_.name], rates[one.name], "one department", 0.9)


def page_of_work(server: Running, filled: Filled, scratch: Path) -> Target:
    """A full page of a random commune of a random department."""
    leaders = [data.LEADER, *(f"{data.LEADER}{number}" for number in range(1, filled.departments))]
    tokens = ", ".join(f'"{product.sign_in(server, leader)["Authorization"]}"' for leader in leaders)
    script = scratch / f"communes-{filled.departments}.lua"
    script.write_text(_SCRIPT.format(tokens=tokens, department=data.DEPARTMENT, last=data.COMMUNES - 1))
    return Target(f"work of {filled.departments}", server.base, script=script)


def _whole(server: Running) -> Target:
    return Target("whole", f"{server.base}/api/v1/assignments?limit=50", product.sign_in(server))


def _head(server: Running) -> dict[str, str]:
    return product.sign_in(server, data.HEAD)
