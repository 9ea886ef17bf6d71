"""Who may see which changes, by the rules alone."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import api
from api.integration.changes_api.permissions import READ_BY
from api.integration.changes_api.rules import Wanted, grouped, held, place_of, wanted_of


def test_types_are_wanted_by_name_or_by_kind() -> None:
    assert wanted_of(None) is None
    assert wanted_of("report.*,plan.issued,plan.issued") == Wanted(("plan.issued",), ("report",))


@pytest.mark.parametrize("text", ["", "plan", "plan.", "plan.issued,", "Plan.issued", "*", "plan.issued;x"])
def test_other_lists_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"^"):
        wanted_of(text)


def test_entities_read_alike_are_one_group() -> None:
    read_by = {
        "plan": "plan:read",
        "task": "plan:read",
        "target": "indicator:read",
        "report": "report:read",
        "user": "x",
    }
    reach = {"plan:read": "a", "report:read": "b", "indicator:read": "a"}
    assert grouped(read_by, reach.get) == {"a": ["plan", "task", "target"], "b": ["report"]}


def test_words_are_held_by_who_holds_their_permission() -> None:
    words = {"unit": "unit:read", "plan.issued": "plan:read", "audience": "unit:read"}
    assert held(words, lambda permission: permission == "unit:read") == ["audience", "unit"]
    assert held(words, lambda _: False) == []


def _entities(tree: ast.AST) -> Iterator[str]:
    """What a module that tells the feed calls its records."""
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg == "entity" and isinstance(node.value, ast.Constant):
            yield str(node.value.value)
        if isinstance(node, ast.Dict):
            named = [key.value for key in node.keys if isinstance(key, ast.Constant)]
            values = node.values[named.index("entity") :][:1] if "entity" in named else []
            yield from (str(value.value) for value in values if isinstance(value, ast.Constant))
        if isinstance(node, ast.Assign | ast.AnnAssign) and "_ENTITIES" in ast.unparse(node):
            made = node.value.values if isinstance(node.value, ast.Dict) else []
            yield from (str(value.value) for value in made if isinstance(value, ast.Constant))


def test_every_entity_that_changes_are_told_of_is_read_by_some_permission() -> None:
    """One that is forgotten here would be shown to nobody."""
    sources = [path.read_text("utf-8") for path in Path(api.__path__[0]).rglob("*.py")]
    named = {entity for source in sources if "emit(" in source for entity in _entities(ast.parse(source))}
    assert len(named) > 20
    assert named - set(READ_BY) == set()


@pytest.mark.parametrize(
    ("after", "last", "place"), [(None, None, None), (3, None, 3), (3, "", 3), (3, "12", 12), (None, "0", 0)]
)
def test_a_stream_goes_on_after_the_last_event_its_reader_had(after, last, place) -> None:
    assert place_of(after, last) == place


@pytest.mark.parametrize("last", ["-1", "x", "1.5", "٣", "9" * 19])
def test_what_is_no_position_is_refused(last: str) -> None:
    with pytest.raises(ValueError, match=r"^"):
        place_of(None, last)
