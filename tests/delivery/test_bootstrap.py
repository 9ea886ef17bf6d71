"""The bootstrap does what is missing, once, and undoes nothing that another target needs."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

SOURCE = Path(__file__).resolve().parents[2] / ".ci" / "bootstrap.py"


@pytest.fixture
def bootstrap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The module, on an empty checkout where commands are noted in `.commands` instead of run."""
    spec = importlib.util.spec_from_file_location("bootstrap", SOURCE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    venv, frontend = tmp_path / ".venv", tmp_path / "frontend"
    places = {"ROOT": tmp_path, "VENV": venv, "NOTES": venv / "made", "NODE_BIN": venv / "node-bin"}
    for name, place in (places | {"FRONTEND": frontend}).items():
        monkeypatch.setattr(module, name, place)
    commands: list[str] = []
    monkeypatch.setattr(module, "run", lambda *words, **_: commands.append(" ".join(map(str, words))))
    monkeypatch.setattr(module, "environment", lambda: venv.mkdir(exist_ok=True))
    monkeypatch.setattr(module, "machine_has_node", lambda: True)
    monkeypatch.setattr(module, "commands", commands, raising=False)
    for name in ("requirements.lock", "requirements-dev.lock"):
        (tmp_path / name).write_text(name)
    for folder in ("node_modules", "dist", "src"):
        (frontend / folder).mkdir(parents=True)
    (frontend / "dist" / "index.html").touch()
    (frontend / "src" / "main.tsx").write_text("first")
    return module


def test_packages_are_installed_once(bootstrap: ModuleType) -> None:
    bootstrap.main(["runtime"])
    bootstrap.main(["runtime"])
    assert [command.rpartition("/")[2] for command in bootstrap.commands] == ["requirements.lock"]


def test_a_changed_lock_file_is_installed_again(bootstrap: ModuleType) -> None:
    bootstrap.main(["runtime"])
    (bootstrap.ROOT / "requirements.lock").write_text("changed")
    bootstrap.main(["runtime"])
    assert len(bootstrap.commands) == 2


def test_the_runtime_leaves_development_tools_where_they_are(bootstrap: ModuleType) -> None:
    bootstrap.main(["dev"])
    bootstrap.main(["runtime"])
    (bootstrap.ROOT / "requirements-dev.lock").write_text("changed")
    bootstrap.main(["runtime"])
    assert [command.rpartition("/")[2] for command in bootstrap.commands] == ["requirements-dev.lock"] * 2


def test_screens_are_built_again_only_when_a_source_changed(bootstrap: ModuleType) -> None:
    bootstrap.main(["spa"])
    bootstrap.commands.clear()
    bootstrap.main(["spa"])
    (bootstrap.FRONTEND / "dist" / "index.html").write_text("built")
    (bootstrap.FRONTEND / "node_modules" / "package.js").touch()
    bootstrap.main(["spa"])
    assert bootstrap.commands == []
    (bootstrap.FRONTEND / "src" / "main.tsx").write_text("second")
    bootstrap.main(["spa"])
    assert bootstrap.commands == ["npm run --silent build"]


def test_screens_removed_are_built_again(bootstrap: ModuleType) -> None:
    bootstrap.main(["spa"])
    bootstrap.commands.clear()
    (bootstrap.FRONTEND / "dist" / "index.html").unlink()
    bootstrap.main(["spa"])
    assert bootstrap.commands == ["npm run --silent build"]


def test_no_lock_file_names_the_address_of_a_registry() -> None:
    root = SOURCE.parents[1]
    locks = [*root.glob("requirements*.lock"), *root.glob(".ci/*.lock"), root / "frontend" / "package-lock.json"]
    naming = [lock.name for lock in locks if '"resolved": "http' in lock.read_text() or "index-url" in lock.read_text()]
    assert len(locks) >= 6
    assert naming == []
