"""Rules of the house that a look at the sources can hold. Each failure names the file and the rule."""

import ast
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [path for folder in ("api", "seed") for path in (ROOT / folder).rglob("*.py")]

# Where a transaction may be committed: the request's one place, and the listed exceptions, each short and its own.
MAY_COMMIT = {
    "api/kit/http/route.py",  # the request
    "api/kit/apart.py",  # what must outlive a refused request
    "api/kit/jobs.py",  # a job's progress
    "api/kit/queue.py",  # the job, begun and done
    "api/kit/subscriptions.py",  # a subscriber's run of events, with its new place
    "api/notifications/service/delivery.py",  # a mail's claim, its leaving, and what became of it
    "api/audit/jobs.py",  # a turn of chaining what was recorded
    "api/integration/webhooks/service/fanning.py",  # a webhook's next deliveries, with its new place
    "api/integration/webhooks/service/delivering.py",  # a delivery's claim, and what became of it
    "api/indicators/jobs.py",  # a turn of counting figures anew
    "api/worker.py",  # the sequencer's turn
    "seed/loading/__init__.py",  # the seed is its own caller
    "api/cli/admin.py",  # so is the command line
}
MAY_READ_THE_TIME = {"api/kit/clock.py", "api/kit/ids.py"}


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


@cache
def _calls(path: Path) -> list[tuple[str, int]]:
    return [(ast.unparse(node.func), node.lineno) for node in ast.walk(_tree(path)) if isinstance(node, ast.Call)]


def _offences(wrong: Callable[[str], bool], allowed: set[str]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{line}: {call}()"
        for path in SOURCES
        if str(path.relative_to(ROOT)) not in allowed
        for call, line in _calls(path)
        if wrong(call)
    ]


def test_only_the_listed_places_commit() -> None:
    assert _offences(lambda call: call.endswith(".commit"), MAY_COMMIT) == []


def test_only_the_clock_reads_the_time() -> None:
    tellers = ("datetime.now", "datetime.utcnow", "date.today", "time.time", "time.time_ns")
    assert _offences(lambda call: call.endswith(tellers), MAY_READ_THE_TIME) == []


def _answers() -> set[str]:
    """The names of all classes that describe answers."""
    bases = {
        node.name: {ast.unparse(base).partition("[")[0] for base in node.bases}
        for path in SOURCES
        if "models" not in str(path.relative_to(ROOT))  # a table may be called as its answer is
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.ClassDef)
    }
    answers = {"Out"}
    while more := {name for name, found in bases.items() if found & answers} - answers:
        answers |= more
    assert len(answers) > 100
    return answers


def test_no_answer_is_made_or_asked_as_a_model() -> None:
    """`Out` is described and nothing else: where the interface is only served, it is no model (`kit.schemas`)."""
    answers = _answers()
    assert _offences(lambda call: call in answers, set()) == []
    asked = [
        f"{path.relative_to(ROOT)}:{node.lineno}: {ast.unparse(node)}"
        for path in SOURCES
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.Attribute) and node.attr.startswith("model_") and ast.unparse(node.value) in answers
    ]
    assert asked == []


def test_pure_rules_import_nothing_that_acts() -> None:
    acting = ("sqlalchemy", "fastapi", "asyncpg", "api.settings", "api.kit.clock", "api.kit.db")
    rules = [path for path in SOURCES if path.name == "rules.py" or "rules" in path.parent.parts]
    offences = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in rules
        for name in _imports(path)
        if name.startswith(acting)
    ]
    assert rules
    assert offences == []


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def test_no_import_hides_inside_a_function() -> None:
    hidden = [
        f"{path.relative_to(ROOT)}:{inner.lineno}"
        for path in SOURCES
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    assert hidden == []


def test_nothing_is_kept_in_a_connection() -> None:
    """A pooler may hand each transaction another one: locks and temporary tables end with theirs."""
    kept = re.compile(
        r"\bpg_(try_)?advisory_lock|\bSET (SESSION|ROLE)\b|\bTEMP(ORARY)? TABLE (?!.{,300}ON COMMIT DROP)", re.DOTALL
    )
    assert [str(path.relative_to(ROOT)) for path in SOURCES if kept.search(path.read_text("utf-8"))] == []


def test_sources_stay_small() -> None:
    """A module that passes about 400 lines becomes a package of the same name."""
    large = {
        str(path.relative_to(ROOT)): lines
        for path in SOURCES
        if (lines := len(path.read_text("utf-8").splitlines())) > 420
    }
    assert large == {}


def test_every_top_level_folder_has_a_readme_of_a_page() -> None:
    for folder in ("api", "frontend", "migrations", "openapi", "seed", "tests", "bench"):
        readme = ROOT / folder / "README.md"
        assert readme.is_file(), f"{folder}/README.md is missing"
        assert len(readme.read_text("utf-8").splitlines()) <= 120, f"{folder}/README.md is longer than a page"
