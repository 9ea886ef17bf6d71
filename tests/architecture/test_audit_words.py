"""Whatever the code writes into the audit has words on its screen, in both languages."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

ROOT = Path(__file__).parents[2]
SCREEN = ROOT / "frontend" / "src"
WORDS = (SCREEN / "features" / "audit" / "words.ts").read_text()
RECORDERS = frozenset({"record", "record_all"})
Function = ast.FunctionDef | ast.AsyncFunctionDef


class Module(NamedTuple):
    """A file of ours, and the package its functions are called from."""

    package: Path
    tree: ast.Module


MODULES = [Module(path.parent, ast.parse(path.read_text())) for path in sorted((ROOT / "api").rglob("*.py"))]


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _calls(tree: ast.AST, names: frozenset[str]) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name(node) in names:
            yield node


def _constants(node: ast.expr) -> Iterator[str]:
    """What an expression may be: itself, or either side of a choice."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _constants(node.body)
        yield from _constants(node.orelse)


def _told_by(module: Module, function: Function, parameter: str) -> Iterator[str]:
    """What callers in the same package give for a parameter."""
    places = [argument.arg for argument in (*function.args.posonlyargs, *function.args.args)]
    place = places.index(parameter) if parameter in places else None
    near = (other for other in MODULES if other.package.is_relative_to(module.package.parent))
    for other in near:
        for call in _calls(other.tree, frozenset({function.name})):
            given = next((keyword.value for keyword in call.keywords if keyword.arg == parameter), None)
            if given is None and place is not None and place < len(call.args):
                given = call.args[place]
            yield from () if given is None else _constants(given)


def _actions(module: Module) -> Iterator[str]:
    """`entity.verb` of a module, as far as it can be read off the code."""
    for function in ast.walk(module.tree):
        if not isinstance(function, Function):
            continue
        for call in _calls(function, RECORDERS):
            for argument in (*call.args, *(keyword.value for keyword in call.keywords if keyword.arg == "action")):
                yield from _constants(argument)
                yield from _made(module, function, argument)


def _made(module: Module, function: Function, argument: ast.expr) -> Iterator[str]:
    """Of `f"report.{act}"` all that `act` is given; of a parameter handed on, all that it is."""
    if isinstance(argument, ast.Name):
        yield from _told_by(module, function, argument.id)
    if not isinstance(argument, ast.JoinedStr) or not isinstance(argument.values[-1], ast.FormattedValue):
        return
    last, head = argument.values[-1].value, argument.values[0]
    if isinstance(last, ast.Name):
        entity = str(head.value) if isinstance(head, ast.Constant) else "."
        yield from (f"{entity}{verb}" for verb in _told_by(module, function, last.id))


def _entities(module: Module) -> Iterator[str]:
    for call in _calls(module.tree, RECORDERS):
        for keyword in call.keywords:
            if keyword.arg == "entity":
                yield from _constants(keyword.value)


ACTIONS = sorted(
    {action for module in MODULES for action in _actions(module) if re.fullmatch(r"[a-z_]*\.[a-z_]+", action)}
)


def _body(name: str) -> str:
    """Between the brackets of a constant of the screen's."""
    found = re.search(rf"const {name}\b[^\n]*= [\[{{]\n(.*?)^[\]}}]", WORDS, re.DOTALL | re.MULTILINE)
    assert found is not None, name
    return found[1]


def _listed(name: str) -> set[str]:
    return set(re.findall(r"'([a-z_]+)'", _body(name)))


def _aliases() -> set[str]:
    return set(re.findall(r"^\s*'?([a-z_.]+)'?:", _body("ALIASES"), re.MULTILINE))


def _texts(language: str) -> dict[str, Any]:
    texts: dict[str, Any] = json.loads((SCREEN / "locales" / f"{language}.json").read_text())["audit"]
    return texts


def test_the_code_is_read() -> None:
    assert {"user.reset_second_factor", "session.start", "difficulty.answered", "webhook.disable"} <= {*ACTIONS}


def test_every_act_has_a_verb() -> None:
    known = _listed("VERBS") | _aliases()
    assert [action for action in ACTIONS if not {action, action.rpartition(".")[2]} & known] == []


def test_whatever_it_is_done_to_has_a_name() -> None:
    assert sorted({entity for module in MODULES for entity in _entities(module)} - _listed("ENTITIES")) == []


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_word_is_in_both_languages(language: str) -> None:
    texts = _texts(language)
    assert _listed("VERBS") <= {*texts["verb"]}
    assert _listed("ENTITIES") <= {*texts["entity"]}
